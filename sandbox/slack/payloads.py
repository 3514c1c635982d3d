"""What an app is told of a command or a control: who used it, where, and out of which workspace.

In a channel that is shared with another company a message's control names the workspace that the
app is installed in and the person's own beside it; a view's control names the person's own, and
the other in the view. Whether Slack lets another company's people run commands at all is not
documented: here it does, and the payload names their own workspace.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from sandbox.slack.records import Channel, Json, Message, View
from sandbox.slack.shapes import message as message_shape
from sandbox.slack.shapes import view as view_shape
from sandbox.slack.workspace import Workspace

Place: TypeAlias = Message | View
"""Where a control stands."""

_KIND_NAMES = {"channel": "channel", "group": "privategroup", "im": "directmessage"}


def command(workspace: Workspace, person: str, place: Channel) -> dict[str, Any]:
    """What every slash command tells, beside its words and the way to answer."""
    settings, who = workspace.settings, workspace.person(person)
    team = workspace.team_of(who)
    return {
        "token": "unused",
        "user_id": person,
        "user_name": who.name,
        "channel_id": place.id,
        "channel_name": place.name if place.kind == "channel" else _KIND_NAMES[place.kind],
        "team_id": team.id,
        "team_domain": team.domain,
        **({"enterprise_id": team.enterprise} if team.enterprise else {}),
        "api_app_id": settings.app_id,
        "is_enterprise_install": str(settings.org_install).lower(),
        "trigger_id": workspace.passes.trigger(person),
    }


def frame(workspace: Workspace, person: str, place: Place, kind: str) -> dict[str, Any]:
    """What every payload of a control tells. An app for a whole grid is told no workspace."""
    settings, who = workspace.settings, workspace.person(person)
    own, theirs = settings.own(), workspace.team_of(who)
    team = theirs if isinstance(place, View) else own
    grid = {"id": own.enterprise, "name": settings.enterprise_name}
    inside = place.id if isinstance(place, View) else None
    return {
        "type": kind,
        "team": None if settings.org_install else {"id": team.id, "domain": team.domain},
        "user": {"id": who.id, "username": who.name, "name": who.name, "team_id": theirs.id},
        "api_app_id": settings.app_id,
        "token": "unused",
        "trigger_id": workspace.passes.trigger(person, inside),
        "enterprise": grid if own.enterprise else None,
        "is_enterprise_install": settings.org_install,
    }


def container(workspace: Workspace, place: Place, values: Json) -> dict[str, Any]:
    """The message or the view that a control stands on."""
    if isinstance(place, View):
        shape = {**view_shape(workspace, place), "state": {"values": values}}
        return {"container": {"type": "view", "view_id": place.id}, "view": shape}
    channel = workspace.channel(place.channel)
    message = {
        "type": "message",
        "message_ts": place.ts,
        "channel_id": channel.id,
        "is_ephemeral": place.only_for is not None,
    }
    if place.thread_ts:
        message["thread_ts"] = place.thread_ts
    shape = {
        "container": message,
        "channel": {"id": channel.id, "name": channel.name or _KIND_NAMES[channel.kind]},
    }
    return {**shape, "message": message_shape(workspace, place)} if not place.only_for else shape
