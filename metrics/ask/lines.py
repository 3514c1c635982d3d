"""The tickets behind a headline: from their list, anybody can compute the figure again.

Which rows there are and in what order is worked out on columns; who the tickets are is read, and a
row is built, only where somebody looks at it. So ten rows of a million cost ten rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np

from metrics.ask import figures
from metrics.ask.clock_parts import PARTS, clock_parts
from metrics.ask.figures import Rows
from metrics.ask.question import Question
from metrics.catalogue.limits import Within
from metrics.catalogue.metric import Age, Better, Duration, Growth, Level, Score, Share, Spread
from metrics.catalogue.moves import real_moves
from metrics.errors import AskError
from metrics.periods import Window
from metrics.question.query import Clock
from metrics.question.ticket_state import Owner
from metrics.store.tickets.snapshot import TicketLine
from metrics.tickets.arrays import Floats
from metrics.tickets.columns import Bools, Facts, Ints, Spans, reorder, subset
from metrics.tickets.records import NEVER, Dimension, Instant

Line: TypeAlias = Mapping[str, str | int | float | bool | Owner | None]
"""One row of the list, by column name. What stands under `agent` is an Owner."""

UTC = ZoneInfo("UTC")
SLICE = 5_000
"""So many rows are read and built at a time."""


@dataclass(frozen=True, kw_only=True)
class TicketList:
    """The rows behind the figure of a window, one line each; there are `len` of them, its n.

    `side` is what a comparison calls them, and a column of its own where there is one. Who holds a
    list holds the whole snapshot it is made from.
    """

    question: Question
    window: Window
    rows: Rows
    side: str = ""

    @classmethod
    def of(cls, question: Question, window: Window, side: str = "") -> TicketList:
        """The list in the order of time. Raises AskError where there is none."""
        if isinstance(question.metric, Score) and question.metric.anonymous:
            raise AskError(
                f"{question.metric.title} is anonymous: there is no list of the answers."
            )
        return cls(question=question, window=window, rows=_rows(question, window), side=side)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Line]:
        """All lines, of which only a slice is in memory at a time."""
        for start in range(0, len(self), SLICE):
            yield from self._build(start, start + SLICE)

    def first(self, most: int) -> list[Line]:
        """The first lines; no other is read."""
        return list(self._build(0, most))

    def worst(self) -> TicketList:
        """The longest first, then what speaks against the figure, then what is the oldest."""
        question, rows = self.question, self.rows
        clock = question.query.clock
        seconds = figures.seconds(rows, clock, question.hours, self._at) if self._is_time else None
        hit, against = _hits(question, rows), question.metric.better is not Better.HIGHER
        keys = [self.created_at()]  # the last key decides first
        keys += [] if hit is None else [hit != against]
        keys += [] if seconds is None else [-seconds]
        return replace(self, rows=reorder(rows, np.lexsort(keys)))

    def only(self, *, bad: bool) -> TicketList:
        """The rows of a share that speak against the figure, or those that speak for it."""
        hit = _hits(self.question, self.rows)
        against = self.question.metric.better is not Better.HIGHER
        wanted = np.zeros(len(self), bool) if hit is None else hit == (against == bad)
        return replace(self, rows=reorder(self.rows, np.flatnonzero(wanted)))

    @property
    def _at(self) -> Instant:
        """The instant at which the rows are counted, where they have no end of their own."""
        return min(self.window.end, self.question.as_of)

    @property
    def _is_time(self) -> bool:
        return isinstance(self.question.metric, Duration | Age | Level)

    def created_at(self) -> Ints:
        """When the ticket of each row was created; NEVER where a row is about none."""
        tickets = self.question.snapshot.tickets
        at, there = tickets.lookup(self.rows.ticket)
        created = np.full(len(self.rows), NEVER)
        created[there] = tickets.created_at[at[there]]
        return created

    def _build(self, start: int, end: int) -> Iterator[Line]:
        """The lines from `start` on, before `end`."""
        rows = reorder(self.rows, np.arange(start, min(end, len(self))))
        who = self.question.who(np.unique(rows.ticket).tolist())
        for line in self._lines(rows, who):
            yield {"side": self.side, **line} if self.side else line

    def _lines(self, rows: Rows, who: Mapping[int, TicketLine]) -> Iterator[Line]:
        """These rows with their instants; `who` names their tickets."""
        question, metric, is_time = self.question, self.question.metric, self._is_time
        start, end = figures.ends(rows, self._at)
        calendar = figures.seconds(rows, Clock.CALENDAR, question.hours, self._at)
        business = figures.seconds(rows, Clock.BUSINESS, question.hours, self._at)
        hit, steps = _hits(question, rows), _steps(question, rows)
        parts = clock_parts(question, rows, start, end) if is_time else None
        facts = rows if isinstance(rows, Facts) else None
        for n in range(len(rows)):
            line = who.get(int(rows.ticket[n]))  # what came from a file may be about no ticket
            yield {
                "ticket": line.number if line else "",
                "ticket_id": line.id if line else "",
                "source": line.source if line else "files",
                **_helpdesk(question, line),
                **_labels(question, rows, n),
                **_moment(question, "created_at", line.created_at if line else None),
                **_moment(question, "started_at", start[n] if is_time else None),
                **_moment(question, "counted_at", end[n]),
                "calendar_seconds": int(calendar[n]) if is_time else None,
                "business_seconds": int(business[n]) if is_time else None,
                **_parts(parts, n if line else None),
                "hit": None if hit is None else bool(hit[n]),
                "step": steps[n] if steps else None,
                "amount": _number(facts.amount if facts else None, n),
                "of": _number(facts.of if facts else None, n),
                "why": metric.population,
            }


class Sides(NamedTuple):
    """The rows on both sides of a comparison; their column `side` is the name of theirs."""

    names: tuple[str, str]
    own: TicketList
    other: TicketList


def _parts(parts: Mapping[str, Ints] | None, n: int | None) -> Line:
    """The parts of a row's clock, which a row without a ticket does not have."""
    if parts is None or n is None:
        return {f"{name}_seconds": None for name in PARTS}
    return {f"{name}_seconds": int(parts[name][n]) for name in PARTS}


def _number(column: Floats | None, n: int) -> float | None:
    return None if column is None else float(column[n])


def _rows(question: Question, window: Window) -> Rows:
    """The rows that the figure of a window counts."""
    rows = figures.countable(question.rows_in(window))
    if isinstance(question.metric, Growth) and isinstance(rows, Facts):
        return real_moves(rows)
    if isinstance(question.metric, Within) and question.metric.beyond and isinstance(rows, Facts):
        return subset(rows, figures.hits(rows, 0, question.as_of))
    if isinstance(question.metric, Age) and question.metric.oldest and isinstance(rows, Spans):
        return reorder(rows, np.argsort(rows.since_at, kind="stable"))
    return rows


def _hits(question: Question, rows: Rows) -> Bools | None:
    """Which rows are hits, for shares."""
    metric = question.metric
    share = metric.of if isinstance(metric, Spread) else metric
    if not isinstance(share, Share) or not isinstance(rows, Facts):
        return None
    return figures.hits(rows, share.horizon_seconds, question.as_of)


def _steps(question: Question, rows: Rows) -> list[str] | None:
    """What each row did to the level it is a step of."""
    if not isinstance(question.metric, Growth) or not isinstance(rows, Facts):
        return None
    return [question.metric.steps[code][0] for code in rows.step]


def _labels(question: Question, rows: Rows, n: int) -> Line:
    words, label = question.snapshot.words, question.directory.label

    def shown_label(dimension: Dimension, word: str) -> str | Owner:
        name = label(dimension, word)
        return Owner(word, name) if dimension is Dimension.AGENT else name

    return {
        dimension.value: shown_label(dimension, words[dimension][codes[n]])
        for dimension, codes in rows.cut.items()
        if dimension is not Dimension.SOURCE  # told of the ticket itself
    }


def _helpdesk(question: Question, line: TicketLine | None) -> Line:
    """What people call the helpdesk of a ticket, where there are several."""
    if len(question.directory.sources) < 2:
        return {}
    return {"helpdesk": question.directory.helpdesk(line.source) if line else ""}


def _moment(question: Question, name: str, at: Instant | None) -> Line:
    zones = {"utc": UTC, "local": question.zone}
    return {
        f"{name}_{which}": None if at is None else datetime.fromtimestamp(int(at), zone).isoformat()
        for which, zone in zones.items()
    }
