"""Chats and messaging: what is said there stands in a ticket's audits, in no comment.

An audit's `ChatStartedEvent` holds a `history`: messages and files with their author and instant
among much else that happens in a chat (`ChatJoin`, `ChatRating`, ...). The export of ticket events
names such an event too; whether with its history is unconfirmed, so where there is none, and where
a row says that it came by chat but holds no word, the ticket's own audits are read.
https://developer.zendesk.com/documentation/ticketing/reference-guides/ticket-audit-events-reference
https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/ (on redacting chats)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    as_identity,
    instant,
    mapping,
    optional_instant,
    rows,
)
from metrics.helpdesks.web import Web
from metrics.helpdesks.zendesk import vocabulary
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.pages import after_cursor
from metrics.tickets.records import Channel, Event, EventKind, Instant, Role, Unreadable

EVENTS: Final = frozenset({"ChatStartedEvent", "ChatEndedEvent"})
WORDS_KEY: Final = "spoken"
"""Where a row of ticket events keeps what its ticket's audits say was said."""

_WORDS: Final = frozenset({"ChatMessage", "ChatFileAttachment"})
_COMMENTS: Final = frozenset({"Comment", "VoiceComment"})
_LIVE: Final = frozenset(
    word
    for word, channel in vocabulary.CHANNELS.items()
    if channel in {Channel.CHAT, Channel.MESSAGING}
)
_PEOPLE: Final = frozenset({"agent", "end-user", "end_user", "visitor", "user"})
_AUDIT_PAGES: Final = 20
_TICKETS_AT_ONCE: Final = 100
"""A page is kept in one piece, and the run's claim to the store lasts some minutes."""

_MILLIS_FROM: Final = 10**11
"""A greater number counts milliseconds."""


def with_words(web: Web, page: tuple[object, ...]) -> tuple[object, ...]:
    """The rows of ticket events, those of a chat with what was said in it."""
    words_of: dict[str, list[Raw]] = {}
    full: list[object] = []
    for row in page:
        ticket = as_identity(row.get("ticket_id")) if isinstance(row, dict) else None
        if not isinstance(row, dict) or ticket is None or not _lacks_words(row):
            full.append(row)
        elif ticket in words_of:
            full.append({**row, WORDS_KEY: ()})
        else:
            words_of[ticket] = _audit_lines(web, ticket)
            full.append({**row, WORDS_KEY: words_of[ticket]})
    return tuple(full)


def cut(page: tuple[object, ...]) -> tuple[tuple[object, ...], Instant] | None:
    """The first rows of a page that asks for too many audits, and from when the others follow.

    None where it does not, or where all of it is of one second, which is never cut.
    """
    lacking: set[str] = set()
    for row in page:
        if isinstance(row, dict) and _lacks_words(row):
            lacking.add(str(row.get("ticket_id")))
        if len(lacking) > _TICKETS_AT_ONCE:
            at = _told_at(row)
            first = next(n for n, other in enumerate(page) if _told_at(other) == at)
            return (page[:first], at) if first else None
    return None


def _told_at(row: object) -> Instant:
    return (optional_instant(row, "timestamp") if isinstance(row, dict) else None) or 0


def _lacks_words(row: Raw) -> bool:
    """Whether a row tells of a chat, or came by one, and holds none of its words."""
    children = [child for child in rows(row, "child_events") if isinstance(child, dict)]
    if not EVENTS.isdisjoint(map(_kind, children)):
        return not any(map(_history, children))
    return vocabulary.word(row.get("via")) in _LIVE and not any(map(_is_public, children))


def _kind(event: Raw) -> str:
    return str(event.get("event_type") or event.get("type"))


def _is_public(child: Raw) -> bool:
    """Whether this is a word to or of the customer; a chat's own comment is a private link to it.

    https://support.zendesk.com/hc/en-us/articles/5384481026714
    """
    return _kind(child) in _COMMENTS and child.get("public", child.get("comment_public")) is True


def _audit_lines(web: Web, ticket: str) -> list[Raw]:
    """What a ticket's audits hold of chats, since it was made; nothing if they are not given.

    A chat's history begins with what was said before, in another ticket of the same conversation.
    """
    events: list[Raw] = []
    made_at: Instant = 0
    params: dict[str, str | int] = {"page[size]": 100}
    for _ in range(_AUDIT_PAGES):
        try:
            body = web.get(f"/tickets/{ticket}/audits", params).body
        except HelpdeskError as error:
            if not error.refused:
                raise
            break
        for audit in (row for row in rows(body, "audits") if isinstance(row, dict)):
            made_at = made_at or optional_instant(audit, "created_at") or 0
            for event in rows(audit, "events"):
                events += _history(event) if isinstance(event, dict) else ()
        after = after_cursor(body)
        if after is None:
            break
        params["page[after]"] = after
    return [event_row for event_row in events if (_moment(event_row) or (0, 0))[0] >= made_at]


def _history(event: Raw) -> tuple[Raw, ...]:
    """What happened in a chat, as an event of it tells."""
    if _kind(event) not in EVENTS:
        return ()
    lines = rows(mapping(event, "value"), "history") or rows(event, "history")
    return tuple(line for line in lines if isinstance(line, dict))


def messages(raw: Raw, ticket: str, reading: Reading) -> Iterator[Event | Unreadable]:
    """The messages of an event of a chat in the export itself.

    What it repeats from before the chat was told in its own time.
    """
    now = [line for line in _history(raw) if line.get("is_history_context") is not True]
    yield from _messages(now, ticket, reading)


def audit_messages(raw: Raw, ticket: str, reading: Reading) -> Iterator[Event | Unreadable]:
    """The messages that a ticket's audits tell, which `completed` put into a row."""
    yield from _messages(raw.get(WORDS_KEY, ()), ticket, reading)


def _messages(lines: Iterable[Raw], ticket: str, reading: Reading) -> Iterator[Event | Unreadable]:
    """One that cannot be read is set aside alone."""
    for number, line in enumerate(lines):
        try:
            yield from _message(line, number, ticket, reading)
        except MalformedError as error:
            yield Unreadable(id=f"{ticket}/chat/{number}", reason=str(error))


def _message(line: Raw, number: int, ticket: str, reading: Reading) -> Iterator[Event]:
    """One message, if it is one. The same message has the same id wherever it is told.

    Raises MalformedError.
    """
    if str(line.get("type")) not in _WORDS:
        return
    moment = _moment(line)
    if moment is None:
        raise MalformedError("timestamp of a chat message is missing or not a time")
    at, part = moment
    actor = _actor(line)
    bot_ids = reading.bot_users & {str(actor), str(line.get("actor_name"))}
    yield Event(
        id=f"{ticket}/chat/{at}.{part:03}/{actor or line.get('actor_type')}"[:100],
        ticket=ticket,
        at=at,
        order=number,
        kind=EventKind.MESSAGE,
        actor=actor,
        author=_author(str(line.get("actor_type"))),
        automated=str(line.get("actor_type")) not in _PEOPLE or bool(bot_ids),
        public=True,
    )


def _author(kind: str) -> Role | None:
    """Who Zendesk says wrote: the kinds are agent and end-user; those of bots are unconfirmed."""
    if "bot" in kind or kind.startswith(vocabulary.BOTS):
        return Role.BOT
    return Role.AGENT if kind == "agent" else None


def _actor(line: Raw) -> str | None:
    """Who wrote: a user's id, now and then behind "agent:"; None for the system and triggers."""
    text = as_identity(line.get("actor_id")) or ""
    number = text.removeprefix("agent:")
    return number if number.isdigit() else None


def _moment(line: Raw) -> tuple[Instant, int] | None:
    """Seconds and milliseconds of a message; they are told as a number of the latter."""
    value = line.get("timestamp")
    try:
        if isinstance(value, int) and value >= _MILLIS_FROM:
            return instant({"at": value // 1000}, "at"), value % 1000
        return instant(line, "timestamp"), 0
    except MalformedError:
        return None
