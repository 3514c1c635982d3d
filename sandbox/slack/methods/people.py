"""auth, apps, users, bots, usergroups and reactions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.methods.method import Method, visible
from sandbox.slack.people import BOT_ID
from sandbox.slack.refusal import Refusal
from sandbox.slack.shapes import user
from sandbox.slack.workspace import Workspace


def _auth_test(workspace: Workspace, _: Arguments) -> Mapping[str, Any]:
    settings = workspace.settings
    return {
        "url": f"https://{settings.team_domain}.slack.com/",
        "team": settings.team_name,
        "team_id": settings.team_id,
        "user": workspace.bot.name,
        "user_id": workspace.bot.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": settings.org_install,
        **({"enterprise_id": settings.enterprise_id} if settings.enterprise_id else {}),
    }


def _api_test(_: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    return {"args": dict(arguments.values)}


def _users_info(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    return {"user": user(workspace, workspace.person(arguments.need("user")))}


def _users_list(workspace: Workspace, _: Arguments) -> Mapping[str, Any]:
    members = [user(workspace, person) for person in workspace.people()]
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def _bots_info(workspace: Workspace, _: Arguments) -> Mapping[str, Any]:
    bot = {"id": BOT_ID, "name": workspace.bot.name, "user_id": workspace.bot.id}
    return {"bot": {**bot, "app_id": workspace.settings.app_id, "deleted": False}}


def _group_members(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    members = workspace.settings.user_groups.get(arguments.need("usergroup"))
    if members is None:
        raise Refusal("no_such_subteam")
    return {"users": list(members)}


def _react(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    channel = visible(workspace, arguments.need("channel"))
    workspace.react(channel.id, arguments.need("timestamp"), arguments.need("name"))
    return {}


METHODS: dict[str, Method] = {
    "api.test": Method(_api_test),
    "auth.test": Method(_auth_test),
    "bots.info": Method(_bots_info, "users:read"),
    "reactions.add": Method(_react, "reactions:write"),
    "usergroups.users.list": Method(_group_members, "usergroups:read"),
    "users.info": Method(_users_info, "users:read"),
    "users.list": Method(_users_list, "users:read"),
}
