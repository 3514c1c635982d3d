"""What no ticket tells: promises of service, and rows of every kind of file, by bulk inserts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, func, select

from metrics.store.database.engine import Store
from metrics.store.database.statements import chunks
from metrics.store.syncs import ledger
from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.ledger import SourceRow
from metrics.store.tables.service_levels import SlaStretchRow
from metrics.store.tables.tickets import TimelineRow, table
from metrics.tickets.arrays import Ints
from metrics.tickets.records import NEVER, Instant
from tests.bench.bulk import Columns, only, taken, write
from tests.bench.filling import AGENTS, CHANNELS, CHUNK, TEAMS, YEAR

Row = dict[str, Any]

HOUR = 3600
DAY = 24 * HOUR
MONTH = 30 * DAY


class _Promise(NamedTuple):
    """From when until when what is promised, and whether its time is that of office hours."""

    measure: str
    since: str
    until: str
    target_seconds: int
    business: bool


PROMISED = (
    _Promise("frt", "created_at", "first_reply_at", 4 * HOUR, business=True),
    _Promise("next_reply", "first_reply_at", "second_reply_at", 8 * HOUR, business=True),
    _Promise("resolution", "created_at", "first_solved_at", 3 * DAY, business=False),
)
TOLD = ("ticket", "created_at", "first_reply_at", "second_reply_at", "first_solved_at")
TIERS = ("free", "gold", "enterprise")
SURVEYS = (("csat", 5), ("ces", 7), ("nps", 10), ("enps", 10), ("resolved", 1))


def supply(store: Store, tickets: int, ends_at: Instant, seed: int = 12) -> int:
    """Promises for each ticket of `fill`, and files in a size that fits; returns the rows."""
    chance = np.random.default_rng(seed)
    written = 0
    for first in range(1, tickets + 1, CHUNK):
        with store.write() as connection:
            promised = _promises(_told(connection, first, first + CHUNK - 1), ends_at)
            written += write(connection, table(SlaStretchRow), promised)
    for kind, rows in _files(chance, tickets, ends_at):
        written += _import(store, kind, rows, ends_at)
    return written


def _import(store: Store, kind: str, rows: Iterable[Row], ends_at: Instant) -> int:
    source = ledger.file_source(kind)
    known = {
        "name": source,
        "vendor": "files",
        "account": kind,
        "since_at": ends_at - YEAR,
        "revision": 1,
        "fresh_until": ends_at,
        "timeline_version": 0,
    }
    with store.write() as connection:
        write(connection, table(SourceRow), {name: [value] for name, value in known.items()})
        written = 0
        for some in chunks(rows, CHUNK):
            columns = {name: [row[name] for row in some] for name in some[0]}
            ids = [str(number) for number in range(written, written + len(some))]
            of_file = {"source": [source] * len(some), "id": ids, **columns}
            written += write(connection, FILE_TABLES[kind].table, of_file)
        return written


def _told(connection: Connection, first: int, last: int) -> Mapping[str, Ints]:
    """What is known of tickets from one key to another, in their order; `NEVER` is not at all."""
    line = table(TimelineRow)
    wanted = select(*(func.coalesce(line.c[name], NEVER) for name in TOLD))
    wanted = wanted.where(line.c.ticket.between(first, last)).order_by(line.c.ticket)
    columns = zip(*connection.execute(wanted), strict=True)
    return {name: np.array(each, np.int64) for name, each in zip(TOLD, columns, strict=True)}


def _promises(told: Mapping[str, Ints], ends_at: Instant) -> Columns:
    """Each promise that began runs to its end, and is broken where that comes late."""
    n, measures = len(told["ticket"]), len(PROMISED)
    start = np.stack([told[each.since] for each in PROMISED], axis=1).ravel()
    end = np.stack([told[each.until] for each in PROMISED], axis=1).ravel()
    number = np.tile(np.arange(measures), n)
    target = np.array([each.target_seconds for each in PROMISED])[number]
    measure = np.array([each.measure for each in PROMISED], object)[number]
    over = only(end, end < NEVER)
    stretches = {
        "ticket": np.repeat(told["ticket"], measures),
        "number": number,
        "promise": number,
        "measure": measure,
        "started_at": start,
        "ended_at": over,
        "target_seconds": target,
        "business": np.array([each.business for each in PROMISED])[number],
        "fulfilled_at": over,
        "breached_at": only(start + target, start + target < np.minimum(end, ends_at)),
    }
    return taken(stretches, (start < NEVER) & ((end < NEVER) | (measure != "next_reply")))


def _files(
    chance: np.random.Generator, n: int, ends_at: Instant
) -> Iterator[tuple[str, Iterable[Row]]]:
    """Rows of each kind, as many as fit to `n` tickets."""

    def at(many: int) -> list[int]:
        found: list[int] = (ends_at - YEAR + np.sort(chance.integers(0, YEAR, many))).tolist()
        return found

    yield "surveys", (_survey(number, when, n) for number, when in enumerate(at(n // 10)))
    yield "reviews", (_review(number, when, n) for number, when in enumerate(at(n // 100)))
    yield "handling", (_contact(number, when, n) for number, when in enumerate(at(n // 5)))
    yield "calls", (_call(number, when, n) for number, when in enumerate(at(n // 12)))
    yield "sessions", (_session(number, when) for number, when in enumerate(at(n // 5)))
    # Half of those who ask, and as many whom no helpdesk knows, in no order.
    yield (
        "churn",
        [{"customer": f"r{k * 7 % 800}", "lost_at": when} for k, when in enumerate(at(400))],
    )
    yield "tiers", [{"team": team, "tier": 1 + (k > 5)} for k, team in enumerate(TEAMS)]
    steps = ((k, since) for k in range(0, 400, 2) for since in (None, ends_at - YEAR // 2))
    yield "customer-tiers", [_tier(k, since) for k, since in steps]
    days = range(ends_at - YEAR, ends_at, DAY)
    yield "customers", [{"date": day, "customers": 50_000 + k} for k, day in enumerate(days)]
    yield "shifts", [_shift(agent, day) for day in days for agent in AGENTS]
    months = [ends_at - k * MONTH for k in range(14)]
    yield "costs", [_cost(end, team) for end in months for team in TEAMS]


def _about(number: int, n: int) -> Row:
    """The ticket that a row is about, and who had it."""
    team, agent = TEAMS[number % len(TEAMS)], AGENTS[number % len(AGENTS)]
    return {"ticket": str(1 + number * 7 % n), "team": team, "agent": agent}


def _survey(number: int, at: int, n: int) -> Row:
    survey, highest = SURVEYS[number % len(SURVEYS)]
    lowest = 1 if survey in {"csat", "ces"} else 0
    nobody = {"ticket": None, "team": None, "agent": None}
    return {
        "survey": survey,
        "score": float(lowest + number * 31 % (highest - lowest + 1)),
        "scale_min": float(lowest),
        "scale_max": float(highest),
        "direction": "higher",
        "answered_at": at,
        **(nobody if survey == "enps" else _about(number, n)),
    }


def _review(number: int, at: int, n: int) -> Row:
    return {
        "reviewed_at": at,
        "points": float(10 + number % 11),
        "points_possible": 20.0,
        "auto_fail": number % 40 == 0,
        "rubric": "2026-1",
        "sample": "random",
        **_about(number, n),
    }


def _contact(number: int, at: int, n: int) -> Row:
    spent = {"talk_seconds": 60 + number % 900, "hold_seconds": number % 60, "wrap_seconds": 30}
    channel = CHANNELS[number % len(CHANNELS)]
    return {"ended_at": at, **spent, "channel": channel, **_about(number, n)}


def _call(number: int, at: int, n: int) -> Row:
    end, given_up = at + number % 120, number % 15 == 0
    ends = {"answered_at": None if given_up else end, "abandoned_at": end if given_up else None}
    return {"queued_at": at, **ends, "ended_at": end, **_about(number, n)}


def _session(number: int, at: int) -> Row:
    followed = at + 3 * HOUR if number % 6 == 0 else None
    seen = {"visitor": f"r{number % 5_000}", "answered": number % 4 > 0}
    return {"at": at, **seen, "followed_at": followed}


def _shift(agent: str, day: int) -> Row:
    worked = {"started_at": day + 8 * HOUR, "ended_at": day + 16 * HOUR}
    team = TEAMS[int(agent[1:]) % len(TEAMS)]
    return {"agent": agent, **worked, "productive_seconds": 6 * HOUR, "team": team}


def _tier(number: int, since: int | None) -> Row:
    """A customer's tier; half of those who have one move to another in the middle of the year."""
    tier = TIERS[(number // 2 + (since is not None and number % 4 == 0)) % len(TIERS)]
    return {"customer": f"r{number}", "tier": tier, "since": since}


def _cost(end: int, team: str) -> Row:
    spans = {"started_at": end - MONTH, "ended_at": end}
    named = {"currency": "USD", "item": "salaries", "team": team}
    return {"month": str(end), **spans, "amount": 5_000_000, **named}
