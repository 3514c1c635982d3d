"""views.*: modals and the Home tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.methods.method import Method
from sandbox.slack.posting import refuse_faulty_view
from sandbox.slack.records import View
from sandbox.slack.refusal import Refusal
from sandbox.slack.shapes import view
from sandbox.slack.workspace import Workspace


def _payload(workspace: Workspace, arguments: Arguments, *kinds: str) -> Mapping[str, Any]:
    payload: Mapping[str, Any] = arguments.json("view")
    refuse_faulty_view(workspace, payload)
    if payload["type"] not in kinds:
        raise Refusal("invalid_arguments", [f"must be one of: {', '.join(kinds)}"])
    return payload


def _answer(workspace: Workspace, current: View) -> Mapping[str, Any]:
    workspace.tell("views", person=current.person)
    return {"view": view(workspace, current)}


def _open(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    payload = _payload(workspace, arguments, "modal")
    trigger = workspace.passes.spend_trigger(arguments.need("trigger_id"))
    return _answer(workspace, workspace.views.open(trigger.person, payload))


def _push(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    payload = _payload(workspace, arguments, "modal")
    trigger = workspace.passes.spend_trigger(arguments.need("trigger_id"))
    return _answer(workspace, workspace.views.push(trigger.person, payload))


def _update(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    payload = _payload(workspace, arguments, "modal", "home")
    old = workspace.views.find(arguments.text("view_id"), arguments.text("external_id"))
    if payload["type"] != old.payload["type"]:
        raise Refusal("invalid_arguments", ["a view cannot change its type"])
    if payload["type"] == "home":
        return _publish_to(workspace, old.person, payload, arguments)
    return _answer(workspace, workspace.views.update(old, payload, arguments.text("hash")))


def _publish(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    if not workspace.settings.home_enabled:
        raise Refusal("not_enabled")
    person = workspace.person(arguments.need("user_id"))
    payload = _payload(workspace, arguments, "home")
    return _publish_to(workspace, person.id, payload, arguments)


def _publish_to(
    workspace: Workspace, person: str, payload: Mapping[str, Any], arguments: Arguments
) -> Mapping[str, Any]:
    current = workspace.views.publish(person, payload, arguments.text("hash"))
    workspace.tell("home", person=person)
    return {"view": view(workspace, current)}


METHODS: dict[str, Method] = {
    "views.open": Method(_open),
    "views.push": Method(_push),
    "views.update": Method(_update),
    "views.publish": Method(_publish),
}
