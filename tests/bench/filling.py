"""A store of any size, filled in bulk into the built tables: a year of random tickets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
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
    table,
)
from metrics.tickets.arrays import Bools, Ints
from metrics.tickets.records import Instant
from metrics.tickets.timeline import VERSION
from tests.bench.bulk import Columns, Values, only, taken, write

YEAR = 365 * 86400
CHUNK = 20_000
CHANNELS = ("email", "web", "chat", "messaging", "phone", "social")
WEIGHTS = (0.42, 0.16, 0.18, 0.12, 0.08, 0.04)
SOURCE = "zendesk:acme"
PRIORITIES = (None, "low", "normal", "high", "urgent")
TEAMS = tuple(f"t{number}" for number in range(8))
AGENTS = tuple(f"a{number}" for number in range(60))
SCORES = ("bad", "good", "good", "offered")
CATEGORIES, REQUESTERS = 12, 400
Words = NDArray[Any]


def fill(store: Store, tickets: int, ends_at: Instant, seed: int = 11) -> int:
    """Write `tickets` tickets created in the year before `ends_at`; returns the rows written."""
    chance = np.random.default_rng(seed)
    written = 0
    with store.write() as connection:
        source: dict[str, str | int] = {"name": SOURCE, "vendor": "zendesk", "account": "acme"}
        source |= {
            "since_at": ends_at - YEAR,
            "wanted_at": ends_at - YEAR,
            "revision": 1,
            "fresh_until": ends_at,
            "timeline_version": VERSION,
        }
        write(connection, table(SourceRow), {name: [value] for name, value in source.items()})
        n = len(TEAMS)
        teams = {"source": [SOURCE] * n, "id": TEAMS, "name": TEAMS, "active": [True] * n}
        write(connection, table(TeamRow), teams)
    for first in range(0, tickets, CHUNK):
        batch = Batch.of(chance, first, min(CHUNK, tickets - first), ends_at)
        with store.write() as connection:
            for row, columns in batch.tables():
                written += write(connection, table(row), columns)
    return written


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Random tickets as arrays, told only as far as the end of the year."""

    key: Ints
    ends_at: Instant
    created: Ints
    reply: Ints
    solved: Ints
    reopened: Ints
    """0 where it was not."""
    again: Ints
    asked: Ints
    channel: Words
    priority: Words
    team: Words
    agent: Words

    @classmethod
    def of(cls, chance: np.random.Generator, first: int, n: int, ends_at: Instant) -> Batch:
        """`n` tickets with the keys that come after `first`."""
        created = np.sort(ends_at - chance.integers(0, YEAR, n))
        reply = created + chance.lognormal(9, 1.3, n).astype(int)
        solved = reply + chance.lognormal(10.5, 1.2, n).astype(int)
        reopened = np.where(chance.random(n) < 0.07, solved + chance.integers(600, 600_000, n), 0)
        return cls(
            key=np.arange(first + 1, first + n + 1),
            ends_at=ends_at,
            created=created,
            reply=reply,
            solved=solved,
            reopened=reopened,
            again=reopened + chance.lognormal(9.5, 1, n).astype(int),
            asked=reply + chance.integers(60, 80_000, n),
            channel=chance.choice(CHANNELS, n, p=WEIGHTS).astype(object),
            priority=np.array(PRIORITIES, object)[chance.integers(0, 5, n)],
            team=chance.choice(TEAMS, n).astype(object),
            agent=chance.choice(AGENTS, n).astype(object),
        )

    def tables(self) -> Iterator[tuple[type[SQLModel], Columns]]:
        """The rows of each table."""
        yield TicketRow, self._tickets()
        yield TimelineRow, self._timelines()
        yield WaitRow, self._waits()
        yield SolveRow, self._solves()
        yield SpanRow, self._spans()
        yield RatingRow, self._ratings()

    @property
    def alone(self) -> Bools:
        """Which of them an AI agent handles without any human."""
        alone: Bools = self.key % 14 == 0
        return alone

    @property
    def answered_by_ai(self) -> Bools:
        """Which of them an AI agent answers first."""
        answered: Bools = self.key % 7 == 0
        return answered

    def _known(self, at: Ints, where: Bools | bool = True) -> Values:
        return only(at, (at <= self.ends_at) & where)

    def _all(self, value: object) -> Values:
        return np.full(len(self.key), value, object)

    def _tickets(self) -> Columns:
        return {
            "key": self.key,
            "source": self._all(SOURCE),
            "id": self.key.astype(str),
            "created_at": self.created,
            "changed_at": self.created,
            "status": self._all("open"),
            "channel": self.channel,
            "channel_raw": self._all(""),
        }

    def _timelines(self) -> Columns:
        ai, third = self.answered_by_ai, self.key % 3 == 0
        first_ai_reply_at = np.where(ai & (self.created + 20 <= self.ends_at), self.created + 20, 0)
        first_any = np.where(first_ai_reply_at > 0, first_ai_reply_at, self.reply)
        handed_over_at = np.minimum(self.created + 20, self.reply)
        is_handed_over = ai & ~self.alone & (self.reply <= self.ends_at)
        return {
            "ticket": self.key,
            "source": self._all(SOURCE),
            "created_at": self.created,
            "channel": self.channel,
            "category": only(_numbered("c", CATEGORIES)[self.key % CATEGORIES], self.key % 13 > 0),
            "requester": _numbered("r", REQUESTERS)[self.key % REQUESTERS],
            **self._held(1),
            "agent_created": self.key % 33 == 0,
            "replies": self._all(1),
            "bot_replies": ai.astype(int),
            "ai_replies": ai.astype(int),
            "first_ai_reply_at": only(first_ai_reply_at, first_ai_reply_at > 0),
            "first_any_reply_at": self._known(first_any),
            "first_touch_at": self._known(self.reply - 30, ~self.alone),
            "handed_over_at": only(handed_over_at, is_handed_over),
            "first_reply_at": self._known(self.reply, ~self.alone),
            "second_reply_at": self._known(self.asked + 7200, third),
            "first_team_at": self.created + self.key % 60,
            "first_assigned_at": self._known(self.reply - 90, self.key % 4 > 0),
            "first_reply_team": self.team,
            "first_reply_agent": self.agent,
            "first_reply_priority": self.priority,
            "first_solved_at": self._known(self.solved),
            "revision": self._all(1),
        }

    def _held(self, pieces: int) -> Columns:
        """Who has each ticket, told for so many pieces of each."""
        held = {"team": self.team, "agent": self.agent, "priority": self.priority}
        return {name: np.repeat(words, pieces) for name, words in held.items()}

    def _pieces(self, *pieces: Ints) -> Ints:
        """What is told of each piece of each ticket, those of a ticket one after the other."""
        return np.stack(pieces, axis=1).ravel()

    def _numbers(self, pieces: int) -> Columns:
        n = len(self.key)
        number = np.tile(np.arange(pieces), n)
        return {"ticket": np.repeat(self.key, pieces), "number": number, **self._held(pieces)}

    def _waits(self) -> Columns:
        start = self._pieces(self.created, self.asked)
        end = self._pieces(self.reply, self.asked + 7200)
        numbers = self._numbers(2)
        waits: dict[str, Values] = {
            **numbers,
            "first": np.tile([True, False], len(self.key)),
            "answered": end <= self.ends_at,
            "asked_at": start,
            "started_at": start,
            "ended_at": self._known(end),
        }
        return taken(waits, start <= self.ends_at)

    def _solves(self) -> Columns:
        never = np.zeros_like(self.key)
        back = (self.reopened > 0) & (self.reopened <= self.ends_at)
        again = np.where(back & (self.again <= self.ends_at), self.again, 0)
        at = self._pieces(self.solved, again)
        reopened = self._pieces(np.where(back, self.reopened, 0), never)
        following = self._pieces(again, never)
        key, asked = np.repeat(self.key, 2), np.repeat(self.asked, 2)
        by_human = ~np.repeat(self.alone, 2) & (np.repeat(self.reply, 2) <= at)
        solves = {
            **self._numbers(2),
            "at": at,
            "reopened_at": only(reopened, reopened > 0),
            "next_solve_at": only(following, following > 0),
            "replies": by_human.astype(int) + ((key % 3 == 0) & (asked + 7200 <= at)),
            "handoffs": ((key % 5 == 0) & (asked <= at)).astype(int),
        }
        return taken(solves, (at > 0) & (at <= self.ends_at))

    def _spans(self) -> Columns:
        n = len(self.key)
        start = self._pieces(self.created, self.reply, self.reopened)
        end = self._pieces(self.reply, self.solved, self.again)
        numbers = self._numbers(3)
        second = np.arange(3 * n) % 3 == 1
        third = np.arange(3 * n) % 3 == 2
        is_owned = second | (third & (np.repeat(self.key, 3) % 2 == 0))
        spans = {
            **numbers,
            "status": np.tile(np.array(["new", "open", "open"], object), n),
            "started_at": start,
            "ended_at": self._known(end),
            "replied_at": only(np.repeat(self.reply, 3), second | third),
            "agent": only(np.asarray(numbers["agent"]), is_owned),
        }
        return taken(spans, (start > 0) & (start <= self.ends_at))

    def _ratings(self) -> Columns:
        which = np.arange(len(self.key)) % 5 == 0
        ratings = {
            "source": self._all(SOURCE),
            "id": np.char.add("r", self.key.astype(str)),
            "ticket": self.key.astype(str),
            "at": np.minimum(self.solved + 3600, self.ends_at),
            "changed_at": self.solved + 3600,
            "offered_at": np.minimum(self.solved, self.ends_at),
            "score": np.array(SCORES, object)[self.key // 5 % len(SCORES)],
            "agent": self.agent,
            "team": self.team,
            "revision": self._all(1),
        }
        return taken(ratings, which)


def _numbered(letter: str, n: int) -> Words:
    return np.array([f"{letter}{number}" for number in range(n)], object)
