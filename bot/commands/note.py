"""/kpi note: what happened when, kept, listed and taken back."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.access import What
from bot.cards.blocks import one_line
from bot.cards.notes import (
    NoteView,
    note_card,
    notes_card,
    removed_before_card,
    removed_card,
)
from bot.commands.gate import can_change, may_change
from bot.grammar import parse
from bot.grammar.tokens import tidy
from bot.services import Services
from bot.talk import Reply, Request
from metrics.ask.wording import scope
from metrics.errors import AskError
from metrics.periods import Period
from metrics.question.notes import Note
from metrics.question.query import Filter, Query
from metrics.tickets.records import Dimension

LONGEST_TEXT = 120
LEVEL = "backlog"
"""Read with the rest of the words: what it can be narrowed by and when, a note can too."""
PLACES = (Dimension.CHANNEL, Dimension.TEAM)
EXAMPLE = 'note "billing outage" 12 nov..13 nov'
_SAID = re.compile(r'"(?P<text>[^"]*)"[\s,]*(?P<rest>.*)')
_APART = re.compile(
    r"[\s,]*\b(?:not in|out of|without)\s+(?:the\s+)?baselines?[\s.]*$", re.IGNORECASE
)
_REMOVED = re.compile(r"(?:remove|delete|undo)\s+#?(?P<key>\d{1,9})", re.IGNORECASE)


def notes(request: Request, services: Services) -> Reply:
    """All notes, with who kept each. What the asker may remove goes with a click."""
    all_notes = sorted(services.asker.notes.all(), key=lambda note: not note.possible)
    all_of_them = bool(all_notes) and can_change(What.NOTE, request, services)
    removable = [all_of_them or note.noted_by == request.person for note in all_notes]
    entries = zip(all_notes, removable, strict=True)
    return notes_card([_entry(note, services, removable=may) for note, may in [*entries][::-1]])


def note(request: Request, services: Services) -> Reply:
    """Keep or remove what the words say. Raises AskError where the person can mend them."""
    words = tidy(request.words)
    if not words:
        return notes(request, services)
    if removal := _REMOVED.fullmatch(words):
        return _remove(int(removal["key"]), request, services)
    parts = _SAID.fullmatch(words)
    if parts is None:
        raise AskError(
            f"Put the text in quotes, and then when it was: {EXAMPLE}.",
            (f'note "{words[:LONGEST_TEXT]}"',) if '"' not in words else (),
        )
    may_change(What.NOTE, request, services)
    draft = _read(_text(parts["text"]), parts["rest"], request, services)
    record = replace(draft, key=services.asker.notes.keep(draft))
    return note_card(_entry(record, services))


def _text(quote: str) -> str:
    text = one_line(quote).strip()
    if not text:
        raise AskError(f"What happened? Say it in the quotes: {EXAMPLE}.")
    if len(text) > LONGEST_TEXT:
        raise AskError(f"A note has at most {LONGEST_TEXT} characters; this one has {len(text)}.")
    return text


def _read(text: str, rest: str, request: Request, services: Services) -> Note:
    """The note that the words after its text narrow and date; today where they say no day."""
    about = _APART.sub("", rest)
    query = _query(text, about, services)
    now, zone = services.now(), services.asker.calendar.zone
    window = query.period.window(now, zone)
    channel, team = (next(iter(query.values(place)), None) for place in PLACES)
    return Note(
        text=text,
        start_at=window.start,
        end_at=window.end,
        channel=channel,
        team=team,
        apart=about != rest,
        noted_by=request.person,
        noted_at=now,
    )


def _query(text: str, words: str, services: Services) -> Query:
    """Which tickets and which days. Raises AskError."""
    try:
        query = parse(f"{LEVEL} {words}", services.asker.directory())
    except AskError as error:
        suggestions = (s.removeprefix(LEVEL) for s in error.suggestions if s.startswith(LEVEL))
        raise AskError(str(error), tuple(f'note "{text}"{rest}' for rest in suggestions)) from None
    plain = Query(metric=LEVEL, period=query.period, where=query.where)
    fits = all(f.dimension in PLACES and len(f.values) == 1 for f in query.where)
    if query != plain or not fits:
        raise AskError(
            "A note is about all tickets, or those of one channel, team or both, on some days.",
            (EXAMPLE, f"{EXAMPLE} email"),
        )
    return query


def _remove(key: int, request: Request, services: Services) -> Reply:
    book = services.asker.notes
    note = next((note for note in book.all() if note.key == key), None)
    if note is None and (removal := book.removal(key)):
        return removed_before_card(key, removal, str(services.asker.calendar.zone))
    if note is None:
        raise AskError(f"There is no note {key}.", ("notes",))
    own = request.person == note.noted_by
    if not own and not can_change(What.NOTE, request, services):
        raise AskError("Only who noted it, a lead or an administrator removes a note.")
    book.remove(key, request.person, services.now())
    return removed_card(_entry(note, services))


def _entry(note: Note, services: Services, *, removable: bool = True) -> NoteView:
    places = zip(PLACES, (note.channel, note.team), strict=True)
    where = tuple(Filter(place, (value,)) for place, value in places if value is not None)
    about = Query(metric=LEVEL, period=Period.of("today"), where=where)
    return NoteView(
        note=note,
        tickets=scope(about, services.asker.directory(), None),
        zone=str(services.asker.calendar.zone),
        removable=removable,
    )
