"""People, channels, messages, files and views as the JSON Slack shows to an app."""

from __future__ import annotations

from typing import Any

from sandbox.slack.people import BOT_ID
from sandbox.slack.records import Channel, File, Message, Person, View
from sandbox.slack.shelf import mimetype
from sandbox.slack.workspace import Workspace


def user(workspace: Workspace, person: Person) -> dict[str, Any]:
    """As in `users.info`, where not everything is told of everybody.

    What somebody may do is told of our own people alone, and not of those who have left; whether
    they are a stranger of other companies' people alone, and that is no more than sharing no
    channel with us.
    """
    team = workspace.team_of(person)
    shape: dict[str, Any] = {
        "id": person.id,
        "team_id": team.id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "title": person.title,
            "team": team.id,
        },
    }
    if workspace.outside(person):
        return {**shape, "is_stranger": not _meets_us(workspace, person)}
    if team.enterprise:
        shape["enterprise_user"] = _enterprise_user(workspace, person)
    if "users:read.email" in workspace.settings.scopes and not person.is_bot:
        shape["profile"]["email"] = f"{person.name}@{team.domain}.example"
    return shape if person.deleted else {**shape, **_rights(person)}


def _meets_us(workspace: Workspace, person: Person) -> bool:
    return any(person.id in c.members and person.team in c.teams for c in workspace.channels())


def _rights(person: Person) -> dict[str, Any]:
    return {
        "tz": person.tz,
        "tz_label": person.tz,
        "locale": person.locale,
        "is_admin": person.is_admin or person.is_owner,
        "is_owner": person.is_owner,
        "is_primary_owner": False,
        "is_restricted": person.is_guest or person.is_single_channel_guest,
        "is_ultra_restricted": person.is_single_channel_guest,
    }


def _enterprise_user(workspace: Workspace, person: Person) -> dict[str, Any]:
    team = workspace.team_of(person)
    return {
        "id": person.id,
        "enterprise_id": team.enterprise,
        "enterprise_name": workspace.settings.enterprise_name,
        "is_admin": False,
        "is_owner": False,
        "teams": [team.id],
    }


def conversation(workspace: Workspace, channel: Channel) -> dict[str, Any]:
    """As in `conversations.info`."""
    shape: dict[str, Any] = {
        "id": channel.id,
        "is_channel": channel.kind == "channel",
        "is_group": False,
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_member": workspace.bot.id in channel.members,
        "context_team_id": workspace.settings.team_id,
        "locale": "en-GB",
        **_sharing(workspace, channel),
    }
    if channel.kind == "im":
        others = channel.members - {workspace.bot.id}
        return {**shape, "user": next(iter(others), workspace.bot.id)}
    topic = {"value": channel.topic, "creator": "", "last_set": 0}
    return {
        **shape,
        "name": channel.name,
        "name_normalized": channel.name,
        "num_members": len(channel.members),
        "topic": topic,
        "purpose": topic,
    }


def _sharing(workspace: Workspace, channel: Channel) -> dict[str, Any]:
    """With whom a conversation is shared; an invitation alone does not share it yet."""
    own = workspace.settings.team_id
    return {
        "is_shared": bool(channel.teams) or channel.org_wide,
        "is_ext_shared": bool(channel.teams),
        "is_org_shared": channel.org_wide,
        "is_pending_ext_shared": bool(channel.invited_teams),
        "pending_shared": list(channel.invited_teams),
        "pending_connected_team_ids": list(channel.invited_teams),
        "shared_team_ids": [own, *channel.teams],
        "connected_team_ids": list(channel.teams),
        "conversation_host_id": own,
    }


def message(workspace: Workspace, post: Message, *, metadata: bool = True) -> dict[str, Any]:
    """As in an event or in `conversations.history`."""
    shape: dict[str, Any] = {
        "type": "message",
        "user": post.author,
        "ts": post.ts,
        "text": post.text,
        "team": workspace.team_of(workspace.person(post.author)).id,
    }
    shape |= _app_parts(workspace, post) | _thread_parts(workspace, post)
    for name, value in (("blocks", post.blocks), ("attachments", post.attachments)):
        if value:
            shape[name] = list(value)
    if post.files:
        shape["files"] = [file(workspace, workspace.shelf[one]) for one in post.files]
        shape |= {} if post.from_app else {"subtype": "file_share"}
    if post.metadata:
        shape["metadata"] = post.metadata if metadata else _type_only(post)
    if post.edited:
        shape["edited"] = {"user": post.author, "ts": post.ts}
    reactions = workspace.reactions(post)
    if reactions:
        bot = workspace.bot.id
        shape["reactions"] = [{"name": n, "users": [bot], "count": 1} for n in reactions]
    return shape


def _type_only(post: Message) -> dict[str, Any]:
    return {"event_type": (post.metadata or {}).get("event_type")}


def _app_parts(workspace: Workspace, post: Message) -> dict[str, Any]:
    if not post.from_app:
        return {}
    settings = workspace.settings
    profile = {"id": BOT_ID, "app_id": settings.app_id, "name": workspace.bot.name}
    return {
        "bot_id": BOT_ID,
        "app_id": settings.app_id,
        "bot_profile": {**profile, "deleted": False, "team_id": settings.team_id},
    }


def _thread_parts(workspace: Workspace, post: Message) -> dict[str, Any]:
    if post.thread_ts:
        parent = workspace.message(post.channel, post.thread_ts)
        return {"thread_ts": post.thread_ts, "parent_user_id": parent.author}
    replies = workspace.thread(post.channel, post.ts)
    if not replies:
        return {}
    people = sorted({reply.author for reply in replies})
    return {
        "thread_ts": post.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "reply_users": people,
        "latest_reply": replies[-1].ts,
    }


def file(workspace: Workspace, upload: File, base_url: str = "") -> dict[str, Any]:
    """As in `files.info`; the type is filled in once the scan is over."""
    base = (base_url or workspace.settings.url).rstrip("/")
    ready = workspace.shelf.ready(upload.id)
    return {
        "id": upload.id,
        "name": upload.name,
        "title": upload.title or upload.name,
        "size": upload.size,
        "mimetype": mimetype(upload) if ready else "",
        "filetype": upload.name.rpartition(".")[2] if ready else "",
        "user": upload.owner,
        "alt_txt": upload.alt,
        "url_private": f"{base}/files/{upload.id}/{upload.name}",
        "url_private_download": f"{base}/files/{upload.id}/download/{upload.name}",
        "permalink": f"{base}/files/{upload.owner}/{upload.id}/{upload.name}",
        "channels": list(upload.channels),
        "is_external": False,
    }


def view(workspace: Workspace, current: View) -> dict[str, Any]:
    """As in `views.open` and in every payload that comes out of a view."""
    fields = ("title", "submit", "close", "private_metadata", "callback_id", "external_id")
    empty = {"private_metadata": "", "callback_id": "", "external_id": ""}
    return {
        **empty,
        **{name: current.payload.get(name) or empty.get(name) for name in fields},
        "id": current.id,
        "type": current.payload.get("type"),
        "team_id": workspace.team_of(workspace.person(current.person)).id,
        "app_id": workspace.settings.app_id,
        "app_installed_team_id": workspace.settings.team_id,
        "bot_id": BOT_ID,
        "blocks": list(current.payload.get("blocks") or ()),
        "clear_on_close": bool(current.payload.get("clear_on_close")),
        "notify_on_close": bool(current.payload.get("notify_on_close")),
        "hash": current.hash,
        "root_view_id": current.root,
        "previous_view_id": current.previous,
        "state": {"values": {}},
    }
