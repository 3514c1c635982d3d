"""conversations.*: what the bot can read of channels, and how it comes into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.methods.method import (
    Method,
    kind_scope,
    need_scope,
    need_some_scope,
    visible,
)
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusal import Refusal
from sandbox.slack.shapes import conversation, message
from sandbox.slack.workspace import Workspace

_TYPES = {"channel": "public_channel", "group": "private_channel", "im": "im"}


def _readable(workspace: Workspace, arguments: Arguments, right: str) -> Channel:
    need_some_scope(workspace, right)
    channel = visible(workspace, arguments.need("channel", "channel_not_found"))
    need_scope(workspace, kind_scope(channel, right))
    return channel


def _inside(workspace: Workspace, arguments: Arguments) -> Channel:
    channel = _readable(workspace, arguments, "history")
    if workspace.bot.id not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _info(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    return {"channel": conversation(workspace, _readable(workspace, arguments, "read"))}


def _list(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    need_some_scope(workspace, "read")
    types = arguments.text("types", "public_channel").split(",")
    channels = [c for c in workspace.channels() if _TYPES[c.kind] in types]
    channels = [c for c in channels if c.kind == "channel" or workspace.bot.id in c.members]
    for kind in {channel.kind: channel for channel in channels}.values():
        need_scope(workspace, kind_scope(kind, "read"))
    if arguments.flag("exclude_archived"):
        channels = [c for c in channels if not c.archived]
    shapes = [conversation(workspace, channel) for channel in channels]
    return {"channels": shapes, "response_metadata": {"next_cursor": ""}}


def _of_bot(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    """Those that the bot is in, without what needs no telling: whether it is, and with how many."""
    every = _list(workspace, arguments)
    shapes = [dict(shape) for shape in every["channels"] if shape["is_member"]]
    for shape in shapes:
        del shape["is_member"]
        shape.pop("num_members", None)
    return {**every, "channels": shapes}


def _members(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = _readable(workspace, arguments, "read")
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def _open(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    people = arguments.need("users", "users_list_not_supplied").split(",")
    if len(people) > 1:
        raise Refusal("too_many_users", ["the sandbox has no group conversations"])
    channel = workspace.direct(people[0])
    return {"channel": {"id": channel.id}, "already_open": True}


def _join(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = visible(workspace, arguments.need("channel", "channel_not_found"))
    if channel.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    return {"channel": conversation(workspace, workspace.join(channel.id, workspace.bot.id))}


def _within(messages: Sequence[Message], arguments: Arguments) -> list[Message]:
    oldest, latest = arguments.text("oldest", "0"), arguments.text("latest") or "9" * 10
    inclusive = arguments.flag("inclusive")
    inside = [m for m in messages if _micros(oldest) < _micros(m.ts) < _micros(latest)]
    edges = [m for m in messages if _micros(m.ts) in {_micros(oldest), _micros(latest)}]
    return sorted(inside + (edges if inclusive else []), key=lambda m: m.ts)


def _micros(ts: str) -> int:
    seconds, _, rest = ts.partition(".")
    return int(seconds or 0) * 1_000_000 + int(rest.ljust(6, "0")[:6] or 0)


def _page(workspace: Workspace, messages: list[Message], arguments: Arguments) -> Mapping[str, Any]:
    start = arguments.whole("cursor", 0)
    end = start + max(1, min(arguments.whole("limit", 100), 999))
    full = arguments.flag("include_all_metadata")
    return {
        "messages": [message(workspace, m, metadata=full) for m in messages[start:end]],
        "has_more": end < len(messages),
        "response_metadata": {"next_cursor": str(end) if end < len(messages) else ""},
    }


def _history(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = _inside(workspace, arguments)
    open_ones = [m for m in workspace.messages(channel.id) if m.only_for is None]
    roots = [m for m in open_ones if m.thread_ts is None or m.broadcast]
    return _page(workspace, _within(roots, arguments)[::-1], arguments)


def _replies(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = _inside(workspace, arguments)
    try:
        post = workspace.message(channel.id, arguments.need("ts", "thread_not_found"))
    except Refusal:
        raise Refusal("thread_not_found") from None
    parent = workspace.message(channel.id, post.thread_ts or post.ts)
    replies = _within(workspace.thread(channel.id, parent.ts), arguments)
    return _page(workspace, [parent, *replies], arguments)


METHODS: dict[str, Method] = {
    "conversations.info": Method(_info),
    "conversations.list": Method(_list),
    "users.conversations": Method(_of_bot),
    "conversations.members": Method(_members),
    "conversations.open": Method(_open, "im:write"),
    "conversations.join": Method(_join, "channels:join"),
    "conversations.history": Method(_history),
    "conversations.replies": Method(_replies),
}
