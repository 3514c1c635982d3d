"""What a Web API method is: the scope it needs and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.records import Channel
from sandbox.slack.refusal import Refusal
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Method:
    """`answer` gives the fields beside `ok`. `app_token`: it takes an xapp token and no other."""

    answer: Callable[[Workspace, Arguments], Mapping[str, Any]]
    scope: str = ""
    app_token: bool = False


def need_scope(workspace: Workspace, scope: str) -> None:
    """Refuse a call the app was never allowed to make."""
    scopes = workspace.settings.scopes
    if scope and scope not in scopes:
        raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(scopes)))


def need_some_scope(workspace: Workspace, right: str) -> None:
    """Refuse a call of conversations.* to an app that has the right for no kind of conversation."""
    scopes = [f"{family}:{right}" for family in ("channels", "groups", "mpim", "im")]
    if not workspace.settings.scopes & set(scopes):
        need_scope(workspace, ",".join(scopes))


_FAMILY = {"channel": "channels", "group": "groups", "im": "im"}


def kind_scope(channel: Channel, right: str) -> str:
    """The scope for a right such as "history" in this kind of conversation."""
    return f"{_FAMILY[channel.kind]}:{right}"


def visible(workspace: Workspace, channel_id: str) -> Channel:
    """A conversation the bot may know of: a private one only from within."""
    channel = workspace.channel(channel_id)
    if channel.kind != "channel" and workspace.bot.id not in channel.members:
        raise Refusal("channel_not_found")
    return channel
