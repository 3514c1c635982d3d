"""chat.*: where the bot's messages come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.methods.method import Method, visible
from sandbox.slack.posting import MOST_UPDATE_TEXT, metadata, written
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
    said = Message(
        channel=channel.id,
        ts="",
        author=workspace.bot.id,
        thread_ts=thread(workspace, channel, arguments.text("thread_ts")),
        broadcast=arguments.flag("reply_broadcast"),
        metadata=metadata(arguments),
        from_app=True,
        **written(workspace, arguments),
    )
    wait = workspace.gate.wait_seconds(channel.id)
    if wait:
        raise Refusal("ratelimited", retry_after=wait)
    kept = workspace.post(said)
    return {"channel": channel.id, "ts": kept.ts, "message": message(workspace, kept)}


def _post_ephemeral(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = writable(workspace, arguments.need("channel", "channel_not_found"))
    person = arguments.need("user")
    if person not in channel.members:
        raise Refusal("user_not_in_channel")
    said = Message(
        channel=channel.id,
        ts="",
        author=workspace.bot.id,
        thread_ts=thread(workspace, channel, arguments.text("thread_ts")),
        only_for=person,
        from_app=True,
        **written(workspace, arguments),
    )
    return {"message_ts": workspace.post(said).ts}


def _own(workspace: Workspace, arguments: Arguments, error: str) -> Message:
    channel = visible(workspace, arguments.need("channel", "channel_not_found"))
    said = workspace.message(channel.id, arguments.need("ts", "message_not_found"))
    if said.only_for:
        raise Refusal("message_not_found")
    if said.author != workspace.bot.id:
        raise Refusal(error)
    return said


def _update(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    said = _own(workspace, arguments, "cant_update_message")
    if len(arguments.text("text")) > MOST_UPDATE_TEXT:
        raise Refusal("msg_too_long")
    parts = written(workspace, arguments)
    if "metadata" in arguments:
        parts["metadata"] = metadata(arguments)
    kept = workspace.edit(replace(said, edited=True, **parts))
    shape = message(workspace, kept)
    return {"channel": kept.channel, "ts": kept.ts, "text": kept.text, "message": shape}


def _delete(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    said = _own(workspace, arguments, "cant_delete_message")
    workspace.remove(said.channel, said.ts)
    return {"channel": said.channel, "ts": said.ts}


def _permalink(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = visible(workspace, arguments.need("channel", "channel_not_found"))
    said = workspace.message(channel.id, arguments.need("message_ts", "message_not_found"))
    address = f"{arguments.base_url}/archives/{channel.id}/p{said.ts.replace('.', '')}"
    if said.thread_ts:
        address += f"?thread_ts={said.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


METHODS: dict[str, Method] = {
    "chat.postMessage": Method(_post, "chat:write"),
    "chat.postEphemeral": Method(_post_ephemeral, "chat:write"),
    "chat.update": Method(_update, "chat:write"),
    "chat.delete": Method(_delete, "chat:write"),
    "chat.getPermalink": Method(_permalink),
}
