"""A store of any size, filled by bulk inserts into the built tables: a year of random tickets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlmodel import SQLModel

from metrics.store.database.engine import Store
from metrics.store.tables.ledger import SourceRow
from metrics.store.tables.tickets import (
    RatingRow,
    SolveRow,
    SpanRow,
    TeamRow,
    TicketRow,
    TimelineRow,
    WaitRow,
)
from metrics.tickets.records import Instant
from metrics.tickets.timeline import VERSION

YEAR = 365 * 86400
CHUNK = 20_000
CHANNELS = ("email", "web", "chat", "messaging", "phone", "social")
WEIGHTS = (0.42, 0.16, 0.18, 0.12, 0.08, 0.04)
SOURCE = "zendesk:acme"
PRIORITIES = (None, "low", "normal", "high", "urgent")
TEAMS = tuple(f"t{number}" for number in range(8))
AGENTS = tuple(f"a{number}" for number in range(60))


def fill(store: Store, tickets: int, ends_at: Instant, seed: int = 11) -> int:
    """Write `tickets` tickets created in the year before `ends_at`; returns the rows written."""
    chance = np.random.default_rng(seed)
    written = 0
    with store.write() as connection:
        source: dict[str, str | int] = {"name": SOURCE, "vendor": "zendesk", "account": "acme"}
        source |= {
            "since_at": ends_at - YEAR,
            "revision": 1,
            "fresh_until": ends_at,
            "timeline_version": VERSION,
        }
        connection.execute(insert(_table(SourceRow)), [source])
        teams = [{"source": SOURCE, "id": team, "name": team, "active": True} for team in TEAMS]
        connection.execute(insert(_table(TeamRow)), teams)
    for first in range(0, tickets, CHUNK):
        with store.write() as connection:
            for row, rows in _chunk(chance, first, min(CHUNK, tickets - first), ends_at):
                connection.execute(insert(_table(row)), rows)
                written += len(rows)
    return written


def _table(row: type[SQLModel]) -> Any:
    return row.__table__  # type: ignore[attr-defined]


def _chunk(
    chance: np.random.Generator, first: int, n: int, ends_at: Instant
) -> Iterator[tuple[type[SQLModel], list[dict[str, Any]]]]:
    created = np.sort(ends_at - chance.integers(0, YEAR, n))
    reply = created + chance.lognormal(9, 1.3, n).astype(int)
    solved = reply + chance.lognormal(10.5, 1.2, n).astype(int)
    reopened = np.where(chance.random(n) < 0.07, solved + chance.integers(600, 600_000, n), 0)
    again = reopened + chance.lognormal(9.5, 1, n).astype(int)
    asked = reply + chance.integers(60, 80_000, n)
    words = zip(
        chance.choice(CHANNELS, n, p=WEIGHTS).tolist(),
        [PRIORITIES[p] for p in chance.integers(0, 5, n)],
        chance.choice(TEAMS, n).tolist(),
        chance.choice(AGENTS, n).tolist(),
        strict=True,
    )
    instants = np.stack([created, reply, solved, reopened, again, asked], axis=1).tolist()
    tickets = [
        _Ticket(first + number + 1, at, word, ends_at)
        for number, (at, word) in enumerate(zip(instants, words, strict=True))
    ]
    yield TicketRow, [ticket.row() for ticket in tickets]
    yield TimelineRow, [ticket.timeline() for ticket in tickets]
    yield WaitRow, _flat(ticket.waits() for ticket in tickets)
    yield SolveRow, _flat(ticket.solves() for ticket in tickets)
    yield SpanRow, _flat(ticket.spans() for ticket in tickets)
    yield RatingRow, [ticket.rating() for ticket in tickets[::5]]


def _flat(rows: Iterable[Iterable[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [row for many in rows for row in many]


class _Ticket:
    """One random ticket, told only as far as the end of the year."""

    def __init__(
        self, key: int, instants: Sequence[int], words: Sequence[str | None], ends_at: Instant
    ) -> None:
        self.key = key
        self.ends_at = ends_at
        self.created, self.reply, self.solved, self.reopened, self.again, self.asked = instants
        self.channel, self.priority, self.team, self.agent = words
        self.held = {"team": self.team, "agent": self.agent, "priority": self.priority}

    def known(self, at: int) -> int | None:
        return at if at and at <= self.ends_at else None

    def row(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "source": SOURCE,
            "id": str(self.key),
            "created_at": self.created,
            "changed_at": self.created,
            "status": "open",
            "channel": self.channel,
            "channel_raw": "",
        }

    def timeline(self) -> dict[str, Any]:
        return {
            "ticket": self.key,
            "source": SOURCE,
            "created_at": self.created,
            "channel": self.channel,
            "category": None if self.key % 13 == 0 else f"c{self.key % 12}",
            "requester": f"r{self.key % 400}",
            **self.held,
            "agent_created": self.key % 33 == 0,
            "replies": 1,
            **self.bots(),
            "first_touch_at": None if self.alone else self.known(self.reply - 30),
            "handed_over_at": self.handed_over_at,
            "first_reply_at": None if self.alone else self.known(self.reply),
            "second_reply_at": self.known(self.asked + 7200) if self.key % 3 == 0 else None,
            "first_team_at": self.created + self.key % 60,
            "first_assigned_at": self.known(self.reply - 90) if self.key % 4 else None,
            "first_reply_team": self.team,
            "first_reply_agent": self.agent,
            "first_reply_priority": self.priority,
            "first_solved_at": self.known(self.solved),
            "revision": 1,
        }

    @property
    def alone(self) -> bool:
        """Whether an AI agent handles it without any human."""
        return self.key % 14 == 0

    @property
    def handed_over_at(self) -> int | None:
        answered = self.key % 7 == 0 and not self.alone and self.known(self.reply)
        return min(self.created + 20, self.reply) if answered else None

    def taken(self, at: int) -> dict[str, int]:
        """What a solve had taken by then."""
        replies = (not self.alone and self.reply <= at) + (
            self.key % 3 == 0 and self.asked + 7200 <= at
        )
        return {"replies": replies, "handoffs": int(self.key % 5 == 0 and self.asked <= at)}

    def bots(self) -> dict[str, Any]:
        answered = self.key % 7 == 0
        first = self.known(self.created + 20) if answered else None
        return {
            "bot_replies": int(answered),
            "ai_replies": int(answered),
            "first_ai_reply_at": first,
            "first_any_reply_at": first or self.known(self.reply),
        }

    def waits(self) -> list[dict[str, Any]]:
        two = ((self.created, self.reply), (self.asked, self.asked + 7200))
        return [
            {
                "ticket": self.key,
                "number": number,
                "first": number == 0,
                "answered": self.known(end) is not None,
                "asked_at": start,
                "started_at": start,
                "ended_at": self.known(end),
                **self.held,
            }
            for number, (start, end) in enumerate(two)
            if start <= self.ends_at
        ]

    def solves(self) -> list[dict[str, Any]]:
        reopened = self.known(self.reopened)
        again = self.known(self.again) if reopened else None
        made = [(self.solved, reopened, again)] + ([(self.again, None, None)] if again else [])
        return [
            {
                "ticket": self.key,
                "number": number,
                "at": at,
                "reopened_at": back,
                "next_solve_at": following,
                **self.taken(at),
                **self.held,
            }
            for number, (at, back, following) in enumerate(made)
            if at <= self.ends_at
        ]

    def spans(self) -> list[dict[str, Any]]:
        pieces = [("new", self.created, self.reply), ("open", self.reply, self.solved)]
        if self.reopened:
            pieces.append(("open", self.reopened, self.again))
        owners = (None, self.agent, None if self.key % 2 else self.agent)
        return [
            {
                "ticket": self.key,
                "number": number,
                "status": status,
                "started_at": start,
                "ended_at": self.known(end),
                "replied_at": self.reply if number else None,
                **self.held,
                "agent": owners[number],
            }
            for number, (status, start, end) in enumerate(pieces)
            if start <= self.ends_at
        ]

    def rating(self) -> dict[str, Any]:
        return {
            "source": SOURCE,
            "id": f"r{self.key}",
            "ticket": str(self.key),
            "at": min(self.solved + 3600, self.ends_at),
            "changed_at": self.solved + 3600,
            "offered_at": min(self.solved, self.ends_at),
            "score": ("bad", "good", "good", "offered")[self.key // 5 % 4],
            "agent": self.agent,
            "team": self.team,
            "revision": 1,
        }
