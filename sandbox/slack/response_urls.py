"""What a post to a response URL does: a new message, another one in its place, or none."""

from __future__ import annotations

from dataclasses import replace

from sandbox.slack.arguments import Arguments
from sandbox.slack.passes import ResponsePass
from sandbox.slack.posting import content, metadata
from sandbox.slack.records import Message
from sandbox.slack.refusal import Refusal
from sandbox.slack.workspace import Workspace


def respond(workspace: Workspace, name: str, arguments: Arguments) -> None:
    """Carry out a post to the response URL called `name`."""
    leave = workspace.passes.spend_response(name)
    carrier = _carrier(workspace, leave)
    if arguments.flag("delete_original"):
        if carrier is None:
            raise Refusal("message_not_found")
        workspace.remove(carrier.channel, carrier.ts)
    elif carrier is not None and arguments.flag("replace_original"):
        parts = content(workspace, arguments)
        workspace.edit(replace(carrier, edited=True, **parts))
    else:
        answer(workspace, leave.person, leave.channel, arguments)


def answer(workspace: Workspace, person: str, channel: str, arguments: Arguments) -> Message:
    """Post as the app where it was asked; only `person` sees it unless it says in_channel."""
    public = arguments.text("response_type") == "in_channel"
    return workspace.post(
        Message(
            channel=channel,
            ts="",
            author=workspace.bot.id,
            only_for=None if public else person,
            thread_ts=_parent(workspace, channel, arguments.text("thread_ts")),
            metadata=metadata(arguments) if public else None,
            from_app=True,
            **content(workspace, arguments),
        )
    )


def _carrier(workspace: Workspace, leave: ResponsePass) -> Message | None:
    if leave.ts is None:
        return None
    try:
        return workspace.message(leave.channel, leave.ts)
    except Refusal:
        return None


def _parent(workspace: Workspace, channel: str, ts: str) -> str | None:
    if not ts:
        return None
    post = workspace.message(channel, ts)
    return post.thread_ts or post.ts
