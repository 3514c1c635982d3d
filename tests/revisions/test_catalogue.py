"""Every measure of the first catalogue, asked of a database of its time that was upgraded.

`catalogue/0001.jsonl` was stored and answered by the Deskpulse of that revision: the small desk,
and tickets that it took for what they are not. A question that it refused has no answer there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.grammar import parse
from metrics.ask import Asker
from metrics.errors import AskError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.store.database.engine import Store
from metrics.store.tickets import timelines
from tests.metrics.desk import NOW
from tests.revisions.text import FOLDER, asked, laid

FILE = FOLDER / "catalogue" / "0001.jsonl"
SOURCE = "zendesk:acme"
CALENDAR = Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00"))
WAYS_OF_REOPEN = {"reopen", "reopen without thanks"}
TOUCHES = {"one_touch", "one_touch zero", "fcr by touch", "handoff"}
SPEED = {"frt", "frt including bots", "frt agent created", "queue_time", "queue_time in total"}
FIRST_SOLVES = {"first_resolution", "resolution without pending", "resolution without waiting"}
REASONS: Mapping[str, set[str]] = {
    "a ticket that was created closed was nobody's work": {
        *("solved", "resolution", "resolution_rate", "backlog_growth", "escalation"),
        *(FIRST_SOLVES | TOUCHES | WAYS_OF_REOPEN),
    },
    "how a ticket that began before the history began is not known": {
        *("art", "next_reply", "fcr", "aging since reopened"),
        *(FIRST_SOLVES | TOUCHES | WAYS_OF_REOPEN | SPEED),
    },
    "whoever had the ticket was an agent then, though they have left": {
        *("frt", "frt including bots", "frt agent created", "one_touch", "fcr by touch"),
    },
    "a colleague who asks is a customer of that ticket": {
        *("art", "assign_time", "fcr", "fcr of all", "fcr by touch", "one_touch", "repeat"),
        *("repeat 30 days", "self_service", "ai_automation", *SPEED),
    },
    "an answer for nobody in particular is that of whoever had the ticket": {
        *("csat", "csat_response", "omni", "ai_quality with humans"),
    },
}
"""What is counted otherwise since then, and the measures that it changes here."""


def test_what_is_answered_otherwise_is_answered_so_for_a_reason(store: Store) -> None:
    laid(FILE, store)
    store.migrate()
    _rebuild(store)
    asker = Asker(store, CALENDAR).still()
    unlike: dict[str, list[tuple[str, Any, Any]]] = {}
    for measure, question, then in _asked():
        if (now := _answer(asker, question)) != then:
            unlike.setdefault(measure, []).append((question, then, now))
    listed = set[str]().union(*REASONS.values())
    assert {measure: told for measure, told in unlike.items() if measure not in listed} == {}
    assert listed - set(unlike) == set(), "listed as another answer, and is none"


def test_tables_alone_change_no_time_of_a_reply(store: Store) -> None:
    """Until the next sync has built the timelines again, nothing else is known of a ticket."""
    laid(FILE, store)
    store.migrate()
    asker = Asker(store, CALENDAR).still()
    for measure, question, then in _asked():
        if measure in SPEED | {"art", "next_reply", "volume", "backlog", "assign_time"}:
            assert _answer(asker, question) == then, question


def _asked() -> Iterator[tuple[str, str, Any]]:
    """Each measure with its questions and what was answered then."""
    for question, then in asked(FILE).items():
        measure = question.partition(" 2026-w46")[0].removesuffix(" november 2026")
        yield measure, question, then


def _answer(asker: Asker, question: str) -> Any:
    try:
        result = asker.answer(parse(question, asker.directory()), NOW)
    except AskError:
        return None
    parts = {part.label: [_rounded(part.figure.value), part.figure.n] for part in result.parts}
    figure = [_rounded(result.figure.value), result.figure.n, result.figure.hits]
    return {"figure": figure, "parts": parts}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _rebuild(store: Store) -> None:
    """Build the timelines again, as the first sync after the upgrade does."""
    with store.write() as connection:
        timelines.mark_outdated(connection, SOURCE)
    with store.read() as connection:
        built = timelines.build(connection, SOURCE, 1000)
    with store.write() as connection:
        timelines.save(connection, SOURCE, built)
