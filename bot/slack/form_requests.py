"""Slack's payloads of modals as wishes for one, and as Requests of what was chosen in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.cards.forms.fields import CHOICE
from bot.commands.forms import Form
from bot.slack.translate import (
    HASH,
    Payload,
    chosen_at,
    click,
    command,
    identity,
    origin,
    part_at,
    text_at,
)
from bot.talk import Request

_KEPT = re.compile("[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class FormRequest:
    """A wish to choose in a modal: who has it, what opens the modal, and what that brings back.

    `again` says how it is wished for once more. Of a modal that is open already, `view` is its id,
    `hash` what tells it from later ones, `values` what was chosen in it, and `chosen` when.
    """

    request: Request
    trigger: str
    place: str
    again: str
    view: str = ""
    hash: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    chosen: float = 0.0


def form_request(body: Payload) -> FormRequest:
    """A button that opens a modal; it brings back the place of the answer, and what is changed."""
    request = click(body)
    last = request.words.rpartition(" ")[-1]
    id = last if _KEPT.fullmatch(last) else ""
    place = " ".join(filter(None, (request.channel, request.thread, id)))
    return FormRequest(request, text_at(body, "trigger_id"), place, "Press the button again.")


def command_form_request(body: Payload) -> FormRequest:
    """The same for a slash command."""
    request = command(body)
    again = f"Type {text_at(body, 'command')} {request.words} again."
    return FormRequest(request, text_at(body, "trigger_id"), request.channel, again)


def redraw_request(body: Payload) -> tuple[str, FormRequest]:
    """A choice in a modal that may show more by it, with the name of the form."""
    shown = part_at(body, "view")
    wish = FormRequest(
        request=click(body),
        trigger=text_at(body, "trigger_id"),
        place=text_at(shown, "private_metadata"),
        again="",
        view=text_at(shown, "id"),
        hash=text_at(shown, HASH),
        values=choices(body),
        chosen=chosen_at(body),
    )
    return text_at(shown, "callback_id"), wish


def choices(body: Payload) -> dict[str, str]:
    """What was chosen in a modal, by the name of the field."""
    values = part_at(body, "view", "state", "values")
    return {name: _choice(values, name) for name in values}


def _choice(values: Payload, name: str) -> str:
    several = part_at(values, name, CHOICE).get("selected_options")
    if isinstance(several, list):
        return " ".join(text_at(each, "value") for each in several)
    files = part_at(values, name, CHOICE).get("files")
    if isinstance(files, list):
        return " ".join(text_at(each, "id") for each in files)
    option = text_at(values, name, CHOICE, "selected_option", "value")
    fields = ("selected_conversation", "selected_time", "value")
    return option or next(filter(None, (text_at(values, name, CHOICE, f) for f in fields)), "")


def form_answer(body: Payload, form: Form) -> Request:
    """What was chosen in a modal; where it was opened for an id, that is to be done to it."""
    channel, *others = text_at(body, "view", "private_metadata").split(" ")
    id = next((word for word in others if _KEPT.fullmatch(word)), "")
    thread = next((word for word in others if word != id), "")
    person = text_at(body, "user", "id")
    return Request(
        words=form.phrase(choices(body), id),
        person=person,
        channel=channel or person,
        team=text_at(body, "team", "id"),
        id=identity(body),
        origin=origin(body),
        thread=thread or None,
    )
