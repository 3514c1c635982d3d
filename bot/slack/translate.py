"""Slack's payloads as Requests. Nothing here raises: a listener must acknowledge whatever comes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from bot.talk import Request

Payload: TypeAlias = Mapping[str, Any]

RESPONSE_URL = "response_url"
POSTED = "posted"

_MENTION = re.compile(r"<@[UW][A-Z0-9]*(?:\|[^>]*)?>")
_REFERENCE = re.compile(r"<([@#!]?)([^>|]*)(?:\|([^>]*))?>")


def plain(text: str) -> str:
    """What a person typed, without Slack's escapes: "<#C1|support> &amp; co" is "#support & co"."""
    return html.unescape(_REFERENCE.sub(_said, text)).strip()


def _said(reference: re.Match[str]) -> str:
    sign, target, label = reference.groups()
    return f"{sign if sign in {'@', '#'} else ''}{label or target}"


def _text(payload: Payload, *steps: str) -> str:
    value: Any = payload
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def _known(**details: str) -> dict[str, str]:
    return {name: value for name, value in details.items() if value}


def command(body: Payload) -> Request:
    """A slash command. Slack runs none in threads, so there is no thread."""
    return Request(
        words=plain(_text(body, "text")),
        person=_text(body, "user_id"),
        channel=_text(body, "channel_id"),
        team=_text(body, "team_id"),
        details=_known(response_url=_text(body, RESPONSE_URL)),
    )


def mention(body: Payload) -> Request:
    """A mention of the bot: answered in its thread, or in a new one under it."""
    posted = _text(body, "event", "ts")
    return Request(
        words=plain(_MENTION.sub(" ", _text(body, "event", "text"))),
        person=_text(body, "event", "user"),
        channel=_text(body, "event", "channel"),
        team=_text(body, "team_id"),
        thread=_text(body, "event", "thread_ts") or posted or None,
        details=_known(posted=posted),
    )


def click(body: Payload) -> Request:
    """A button or menu whose value is a phrase. On the Home tab the answer goes to the person."""
    actions = body.get("actions") or [{}]
    chosen = _text(actions[0], "value") or _text(actions[0], "selected_option", "value")
    person = _text(body, "user", "id")
    thread = _text(body, "message", "thread_ts") or _text(body, "container", "thread_ts")
    return Request(
        words=chosen,
        person=person,
        channel=_text(body, "channel", "id") or _text(body, "container", "channel_id") or person,
        team=_text(body, "team", "id"),
        thread=thread or None,
        details=_known(response_url=_text(body, RESPONSE_URL)),
    )


def keys(body: Payload) -> tuple[str, ...]:
    """What tells an event from another: its id, and the message it is about."""
    message = (_text(body, "event", "channel"), _text(body, "event", "ts"))
    found = [_text(body, "event_id"), ":".join(message) if all(message) else ""]
    return tuple(key for key in found if key)


def by_a_bot(body: Payload) -> bool:
    """Whether a bot wrote the event's message: two bots that answer each other never stop."""
    return bool(_text(body, "event", "bot_id"))
