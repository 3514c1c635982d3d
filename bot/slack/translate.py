"""Slack's payloads as Requests. Nothing here raises: a listener must acknowledge whatever comes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from bot.talk import Origin, Request
from metrics.imports import KINDS, may_be_table

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
_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


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
    text, found = text_at(body, "event", "text"), body.get("authorizations")
    rights = found if isinstance(found, list) else []
    bots = {text_at(right, "user_id") for right in rights if isinstance(right, Mapping)} - {""}
    first = _MENTION.search(text)
    own = bots or ({first[1]} if first else set())
    return _MENTION.sub(lambda mention: " " if mention[1] in own else mention[0], text)


def _label(reference: re.Match[str]) -> str:
    sign, target, label = reference.groups()
    return f"{sign if sign in {'@', '#'} else ''}{label or target}"


def text_at(payload: Payload, *steps: str) -> str:
    """The text within, by name; "" where there is none."""
    value: Any = payload
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def part_at(payload: Payload, *steps: str) -> Payload:
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


def chosen_at(body: Payload) -> float:
    """When something was pressed or chosen, by Slack's clock; 0 where it does not say."""
    stamp = text_at(_action(body), "action_ts")
    return float(stamp) if re.fullmatch(r"\d{1,12}(\.\d{1,9})?", stamp, re.ASCII) else 0.0


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
    own = text_at(body, "event", "user_team") or text_at(body, "user", "team_id")
    persons_team = own or (text_at(body, "team_id") if is_command else "")
    team = persons_team or text_at(body, "event", "team") or text_at(body, "team", "id")
    team = team or ("" if shared else text_at(body, "team_id"))
    organisation = text_at(body, "enterprise_id") if is_command else ""
    return Origin(
        app=text_at(body, "api_app_id"),
        team="" if team.startswith(ORGANISATION) else team,
        organisation=team if team.startswith(ORGANISATION) else organisation,
        named=bool(persons_team),
        shared=shared,
        bot=by_a_bot(body),
    )


def command(body: Payload) -> Request:
    """A slash command. Slack runs none in threads, so there is no thread."""
    return Request(
        words=plain(text_at(body, "text")),
        person=text_at(body, "user_id"),
        channel=text_at(body, "channel_id"),
        team=text_at(body, "team_id"),
        id=identity(body),
        origin=origin(body),
        channels=channels(text_at(body, "text")),
        people=people(text_at(body, "text")),
        details=_without_empty(response_url=text_at(body, RESPONSE_URL)),
    )


def mention(body: Payload) -> Request:
    """A mention of the bot: answered in its thread, or in a new one under it."""
    ts = text_at(body, "event", "ts")
    return Request(
        words=plain(without_bot(body)),
        person=text_at(body, "event", "user"),
        channel=text_at(body, "event", "channel"),
        team=text_at(body, "team_id"),
        id=identity(body),
        origin=origin(body),
        thread=text_at(body, "event", "thread_ts") or ts or None,
        reply=bool(text_at(body, "event", "thread_ts")),
        posted=ts,
        channels=channels(text_at(body, "event", "text")),
        people=people(without_bot(body)),
    )


def overhears(body: Payload) -> bool:
    """Whether a message may be a reply about a card: a person's, in a thread, to nobody by name.

    Of what is written to the bot alone all is meant for it.
    """
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("hidden") or _is_alone(event):
        return False
    thread, text = text_at(body, "event", "thread_ts"), text_at(body, "event", "text")
    by_person = text_at(body, "event", "subtype") in {"", "file_share"}
    own = by_a_bot(body) or not by_person or not text or "<@" in text
    return bool(thread) and thread != text_at(body, "event", "ts") and not own


def is_direct_message(body: Payload) -> bool:
    """Whether a person has written to the bot alone, or given it files, also in a thread there."""
    event = part_at(body, "event")
    kinds = {"", "file_share", "thread_broadcast"}
    by_person = text_at(event, "subtype") in kinds and not by_a_bot(body)
    says = bool(text_at(event, "text").strip() or _files(event))
    return _is_alone(event) and by_person and says and not event.get("hidden")


def _is_alone(event: Payload) -> bool:
    return text_at(event, "channel_type") == "im"


def direct_message(body: Payload) -> Request:
    """What somebody has written to the bot alone; a file without a question is to be imported.

    Words that name a kind of file are no question where a table comes with them.
    """
    said = mention(body)
    said = replace(
        said, thread=said.thread if said.reply else None, files=_files(part_at(body, "event"))
    )
    tables = [id for id, name in said.files.items() if may_be_table(name)]
    bare = said.words.casefold().removeprefix("import")
    kind = KINDS.get("-".join(bare.split()))
    if not said.files or (said.words and not (tables and (kind or not bare))):
        return said
    words = ("import", *([kind.name] if kind else []), *(tables or said.files))
    return replace(said, words=" ".join(words))


def _files(event: Payload) -> dict[str, str]:
    """The names of the files of a message, by their ids; "" where Slack tells none."""
    files = event.get("files")
    each = [file for file in files if isinstance(file, Mapping)] if isinstance(files, list) else []
    return {id: text_at(file, "name") for file in each if (id := text_at(file, "id"))}


def click(body: Payload) -> Request:
    """A button or menu whose value is a phrase: answered under the card that it stands on.

    What only one person sees has no thread; on the Home tab the answer goes to the person.
    """
    action = _action(body)
    words = text_at(action, "value") or text_at(action, "selected_option", "value")
    person = text_at(body, "user", "id")
    thread = text_at(body, "message", "thread_ts") or text_at(body, "container", "thread_ts")
    alone = bool(part_at(body, "container").get("is_ephemeral"))
    message = text_at(body, "container", "message_ts") or text_at(body, "message", "ts")
    if not thread and not alone:
        thread = message
    return Request(
        words=words,
        root=bool(thread) and thread == message,
        private=alone and text_at(action, "action_id").startswith(PRIVATE),
        person=person,
        channel=text_at(body, "channel", "id")
        or text_at(body, "container", "channel_id")
        or person,
        team=text_at(body, "team", "id"),
        id=identity(body),
        origin=origin(body),
        thread=thread or None,
        pressed=text_at(body, "container", "message_ts"),
        details=_without_empty(response_url=text_at(body, RESPONSE_URL)),
    )


def home_request(body: Payload) -> Request:
    """The Home tab of a person, which is a place for nobody else."""
    person = text_at(body, "event", "user")
    return Request(
        words="",
        person=person,
        channel=person,
        team=text_at(body, "team_id"),
        origin=origin(body),
        details=_without_empty(hash=text_at(body, "event", "view", HASH)),
    )


def identity(body: Payload) -> str:
    """What is the same each time Slack delivers it: its trigger, or else the message it is about.

    A message may come in two events, each with an id of its own.
    """
    if trigger := text_at(body, "trigger_id"):
        return trigger
    message = (text_at(body, "event", "channel"), text_at(body, "event", "ts"))
    return ":".join(message) if all(message) else text_at(body, "event_id")


def by_a_bot(body: Payload) -> bool:
    """Whether a bot wrote the event's message: two bots that answer each other never stop.

    Slack's own speaks for whoever has set a reminder; what Slack says of it is no help.
    """
    who = (text_at(body, "event", "user"), text_at(body, "user", "id"), text_at(body, "user_id"))
    return bool(text_at(body, "event", "bot_id")) or SLACKBOT in who
