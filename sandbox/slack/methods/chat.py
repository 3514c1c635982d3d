"""chat.*: where the bot's messages come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.methods.method import Method, visible
from sandbox.slack.posting import MOST_UPDATE_TEXT, content, metadata
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusal import Refusal
from sandbox.slack.shapes import message
from sandbox.slack.workspace import Workspace


def writable(workspace: Workspace, channel_id: str) -> Channel:
    """The conversation a bot's message goes to; a person's id stands for the talk with them."""
    if channel_id in {person.id for person in workspace.people()}:
        return workspace.direct(channel_id)
    channel = visible(workspace, channel_id)
    if channel.archived:
        raise Refusal("is_archived")
    public = channel.kind == "channel" and "chat:write.public" in workspace.settings.scopes
    if workspace.bot.id not in channel.members and not public:
        raise Refusal("not_in_channel")
    return channel


def thread(workspace: Workspace, channel: Channel, ts: str) -> str | None:
    """The parent to reply to. Slack takes the parent's own timestamp only."""
    if not ts:
        return None
    try:
        parent = workspace.message(channel.id, ts)
    except Refusal:
        raise Refusal("thread_not_found") from None
    if parent.thread_ts or parent.only_for:
        raise Refusal("cannot_reply_to_message")
    return ts


def _post(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = writable(workspace, arguments.need("channel", "channel_not_found"))
    draft = Message(
        channel=channel.id,
        ts="",
        author=workspace.bot.id,
        thread_ts=thread(workspace, channel, arguments.text("thread_ts")),
        broadcast=arguments.flag("reply_broadcast"),
        metadata=metadata(arguments),
        from_app=True,
        **content(workspace, arguments),
    )
    wait = workspace.gate.wait_seconds(channel.id)
    if wait:
        raise Refusal("ratelimited", retry_after=wait)
    post = workspace.post(draft)
    return {"channel": channel.id, "ts": post.ts, "message": message(workspace, post)}


def _post_ephemeral(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = writable(workspace, arguments.need("channel", "channel_not_found"))
    person = arguments.need("user")
    if person not in channel.members:
        raise Refusal("user_not_in_channel")
    draft = Message(
        channel=channel.id,
        ts="",
        author=workspace.bot.id,
        thread_ts=thread(workspace, channel, arguments.text("thread_ts")),
        only_for=person,
        from_app=True,
        **content(workspace, arguments),
    )
    return {"message_ts": workspace.post(draft).ts}


def _own(workspace: Workspace, arguments: Arguments, error: str) -> Message:
    channel = visible(workspace, arguments.need("channel", "channel_not_found"))
    post = workspace.message(channel.id, arguments.need("ts", "message_not_found"))
    if post.only_for:
        raise Refusal("message_not_found")
    if post.author != workspace.bot.id:
        raise Refusal(error)
    return post


def _update(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    old = _own(workspace, arguments, "cant_update_message")
    if len(arguments.text("text")) > MOST_UPDATE_TEXT:
        raise Refusal("msg_too_long")
    parts = content(workspace, arguments)
    if "metadata" in arguments:
        parts["metadata"] = metadata(arguments)
    new = workspace.edit(replace(old, edited=True, **parts))
    shape = message(workspace, new)
    return {"channel": new.channel, "ts": new.ts, "text": new.text, "message": shape}


def _delete(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    post = _own(workspace, arguments, "cant_delete_message")
    workspace.remove(post.channel, post.ts)
    return {"channel": post.channel, "ts": post.ts}


def _permalink(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = visible(workspace, arguments.need("channel", "channel_not_found"))
    post = workspace.message(channel.id, arguments.need("message_ts", "message_not_found"))
    address = f"{arguments.base_url}/archives/{channel.id}/p{post.ts.replace('.', '')}"
    if post.thread_ts:
        address += f"?thread_ts={post.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


METHODS: dict[str, Method] = {
    "chat.postMessage": Method(_post, "chat:write"),
    "chat.postEphemeral": Method(_post_ephemeral, "chat:write"),
    "chat.update": Method(_update, "chat:write"),
    "chat.delete": Method(_delete, "chat:write"),
    "chat.getPermalink": Method(_permalink),
}
