"""Slack's payloads as Requests. Nothing here raises: a listener must acknowledge whatever comes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.cards.forms.fields import CHOICE
from bot.commands.forms import Form
from bot.talk import Origin, Request

Payload: TypeAlias = Mapping[str, Any]

RESPONSE_URL = "response_url"
HASH = "hash"
"""What tells the Home tab that somebody saw from later ones."""
ORGANISATION = "E"
"""So begins the id of an organisation on Enterprise Grid."""
SLACKBOT = "USLACKBOT"
PRIVATE = ("card:", "listing:")
"""Controls so named stand on answers; those of an answer for one person stay with that person."""

# None of these may run over another "<": a text full of them would be read again from each.
_MENTION = re.compile(r"<@([UW][A-Z0-9]*)(?:\|([^<>]*))?>")
_CHANNEL = re.compile(r"<#([A-Z0-9]+)\|([^<>]+)>")
_KEPT = re.compile("[0-9a-f]{8}")
_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class FormRequest:
    """A wish to choose in a modal: who has it, what opens the modal, and what that brings back.

    `again` says how it is wished for once more.
    """

    request: Request
    trigger: str
    place: str
    again: str


def plain(text: str) -> str:
    """What a person typed, without Slack's escapes: "<#C1|support> &amp; co" is "#support & co"."""
    return html.unescape(_REFERENCE.sub(_label, text)).strip()


def channels(text: str) -> dict[str, str]:
    """The ids of the channels that a text names, by the names that `plain` leaves of them."""
    return {html.unescape(name).casefold(): id for id, name in _CHANNEL.findall(text)}


def people(text: str) -> dict[str, str]:
    """The ids of the people that a text mentions, by the names that `plain` leaves of them."""
    return {html.unescape(name or id).casefold(): id for id, name in _MENTION.findall(text)}


def without_bot(body: Payload) -> str:
    """The text of an event without the mention of the bot; those of others stay.

    Where nothing says which one is the bot, it is the first.
    """
    text, found = _text(body, "event", "text"), body.get("authorizations")
    rights = found if isinstance(found, list) else []
    bots = {_text(right, "user_id") for right in rights if isinstance(right, Mapping)} - {""}
    first = _MENTION.search(text)
    own = bots or ({first[1]} if first else set())
    return _MENTION.sub(lambda mention: " " if mention[1] in own else mention[0], text)


def _label(reference: re.Match[str]) -> str:
    sign, target, label = reference.groups()
    return f"{sign if sign in {'@', '#'} else ''}{label or target}"


def _text(payload: Payload, *steps: str) -> str:
    value: Any = payload
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def _part(payload: Payload, *steps: str) -> Payload:
    """What is within, by name; nothing where it is not what it should be."""
    value: Any = payload
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _action(body: Payload) -> Payload:
    """What was pressed or chosen: the first action."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return first if isinstance(first, Mapping) else {}


def _without_empty(**details: str) -> dict[str, str]:
    return {name: value for name, value in details.items() if value}


def origin(body: Payload) -> Origin:
    """Where a payload comes from, as far as it tells.

    Of a person in a shared channel an event tells the team at most; of one in a channel of our own
    it may tell none, and is then of the workspace that the event is for, which need not be the
    person's. On Enterprise Grid that team may be told as the organisation. What is pressed names a
    team of its own.
    """
    shared, is_command = body.get("is_ext_shared_channel") is True, "command" in body
    own = _text(body, "event", "user_team") or _text(body, "user", "team_id")
    persons_team = own or (_text(body, "team_id") if is_command else "")
    team = persons_team or _text(body, "event", "team") or _text(body, "team", "id")
    team = team or ("" if shared else _text(body, "team_id"))
    organisation = _text(body, "enterprise_id") if is_command else ""
    return Origin(
        app=_text(body, "api_app_id"),
        team="" if team.startswith(ORGANISATION) else team,
        organisation=team if team.startswith(ORGANISATION) else organisation,
        named=bool(persons_team),
        shared=shared,
        bot=by_a_bot(body),
    )


def command(body: Payload) -> Request:
    """A slash command. Slack runs none in threads, so there is no thread."""
    return Request(
        words=plain(_text(body, "text")),
        person=_text(body, "user_id"),
        channel=_text(body, "channel_id"),
        team=_text(body, "team_id"),
        id=identity(body),
        origin=origin(body),
        channels=channels(_text(body, "text")),
        people=people(_text(body, "text")),
        details=_without_empty(response_url=_text(body, RESPONSE_URL)),
    )


def mention(body: Payload) -> Request:
    """A mention of the bot: answered in its thread, or in a new one under it."""
    ts = _text(body, "event", "ts")
    return Request(
        words=plain(without_bot(body)),
        person=_text(body, "event", "user"),
        channel=_text(body, "event", "channel"),
        team=_text(body, "team_id"),
        id=identity(body),
        origin=origin(body),
        thread=_text(body, "event", "thread_ts") or ts or None,
        reply=bool(_text(body, "event", "thread_ts")),
        posted=ts,
        channels=channels(_text(body, "event", "text")),
        people=people(without_bot(body)),
    )


def overhears(body: Payload) -> bool:
    """Whether a message may be a reply about a card: a person's, in a thread, to nobody by name."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("hidden"):
        return False
    thread, text = _text(body, "event", "thread_ts"), _text(body, "event", "text")
    by_person = _text(body, "event", "subtype") in {"", "file_share"}
    own = by_a_bot(body) or not by_person or not text or "<@" in text
    return bool(thread) and thread != _text(body, "event", "ts") and not own


def click(body: Payload) -> Request:
    """A button or menu whose value is a phrase: answered under the card that it stands on.

    What only one person sees has no thread; on the Home tab the answer goes to the person.
    """
    action = _action(body)
    words = _text(action, "value") or _text(action, "selected_option", "value")
    person = _text(body, "user", "id")
    thread = _text(body, "message", "thread_ts") or _text(body, "container", "thread_ts")
    alone = bool(_part(body, "container").get("is_ephemeral"))
    message = _text(body, "container", "message_ts") or _text(body, "message", "ts")
    if not thread and not alone:
        thread = message
    return Request(
        words=words,
        root=bool(thread) and thread == message,
        private=alone and _text(action, "action_id").startswith(PRIVATE),
        person=person,
        channel=_text(body, "channel", "id") or _text(body, "container", "channel_id") or person,
        team=_text(body, "team", "id"),
        id=identity(body),
        origin=origin(body),
        thread=thread or None,
        pressed=_text(body, "container", "message_ts"),
        details=_without_empty(response_url=_text(body, RESPONSE_URL)),
    )


def home_request(body: Payload) -> Request:
    """The Home tab of a person, which is a place for nobody else."""
    person = _text(body, "event", "user")
    return Request(
        words="",
        person=person,
        channel=person,
        team=_text(body, "team_id"),
        origin=origin(body),
        details=_without_empty(hash=_text(body, "event", "view", HASH)),
    )


def form_request(body: Payload) -> FormRequest:
    """A button that opens a modal; it brings back the place of the answer, and what is changed."""
    request = click(body)
    last = request.words.rpartition(" ")[-1]
    id = last if _KEPT.fullmatch(last) else ""
    place = " ".join(filter(None, (request.channel, request.thread, id)))
    return FormRequest(request, _text(body, "trigger_id"), place, "Press the button again.")


def command_form_request(body: Payload) -> FormRequest:
    """The same for a slash command."""
    request = command(body)
    again = f"Type {_text(body, 'command')} {request.words} again."
    return FormRequest(request, _text(body, "trigger_id"), request.channel, again)


def choices(body: Payload) -> dict[str, str]:
    """What was chosen in a modal, by the name of the field."""
    values = _part(body, "view", "state", "values")
    return {name: _choice(values, name) for name in values}


def _choice(values: Payload, name: str) -> str:
    several = _part(values, name, CHOICE).get("selected_options")
    if isinstance(several, list):
        return " ".join(_text(each, "value") for each in several)
    files = _part(values, name, CHOICE).get("files")
    if isinstance(files, list):
        return " ".join(_text(each, "id") for each in files)
    option = _text(values, name, CHOICE, "selected_option", "value")
    fields = ("selected_conversation", "selected_time", "value")
    return option or next(filter(None, (_text(values, name, CHOICE, f) for f in fields)), "")


def form_answer(body: Payload, form: Form) -> Request:
    """What was chosen in a modal; where it was opened for an id, that is to be done to it."""
    channel, *others = _text(body, "view", "private_metadata").split(" ")
    id = next((word for word in others if _KEPT.fullmatch(word)), "")
    thread = next((word for word in others if word != id), "")
    person = _text(body, "user", "id")
    return Request(
        words=form.phrase(choices(body), id),
        person=person,
        channel=channel or person,
        team=_text(body, "team", "id"),
        id=identity(body),
        origin=origin(body),
        thread=thread or None,
    )


def identity(body: Payload) -> str:
    """What is the same each time Slack delivers it: its trigger, or else the message it is about.

    A message may come in two events, each with an id of its own.
    """
    if trigger := _text(body, "trigger_id"):
        return trigger
    message = (_text(body, "event", "channel"), _text(body, "event", "ts"))
    return ":".join(message) if all(message) else _text(body, "event_id")


def by_a_bot(body: Payload) -> bool:
    """Whether a bot wrote the event's message: two bots that answer each other never stop.

    Slack's own speaks for whoever has set a reminder; what Slack says of it is no help.
    """
    who = (_text(body, "event", "user"), _text(body, "user", "id"), _text(body, "user_id"))
    return bool(_text(body, "event", "bot_id")) or SLACKBOT in who
