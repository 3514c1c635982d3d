"""The ticket list behind a headline: from it, anybody can compute the figure again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np

from metrics.ask import figures
from metrics.ask.clock_parts import PARTS, clock_parts
from metrics.ask.figures import Rows
from metrics.ask.question import Question
from metrics.catalogue.metric import Age, Duration, Growth, Level, Score, Share, Spread
from metrics.catalogue.moves import settled
from metrics.columns import Bools, Facts, Ints, Spans, arranged
from metrics.errors import AskError
from metrics.periods import Window
from metrics.query import Clock
from metrics.records import Instant
from metrics.store.reading import TicketLine

Line: TypeAlias = Mapping[str, str | int | float | bool | None]
"""One row of the list, by column name."""

UTC = ZoneInfo("UTC")


class Sides(NamedTuple):
    """The rows on both sides of a comparison; their column `side` is the name of theirs."""

    names: tuple[str, str]
    asked: tuple[Line, ...]
    other: tuple[Line, ...]


def keys(question: Question, window: Window) -> list[int]:
    """The keys of the tickets behind a figure. Raises AskError where there is no list."""
    if isinstance(question.metric, Score) and question.metric.anonymous:
        raise AskError(f"{question.metric.title} is anonymous: there is no list of the answers.")
    return [int(key) for key in np.unique(_rows(question, window).ticket)]


def lines(question: Question, window: Window, who: Mapping[int, TicketLine]) -> Iterator[Line]:
    """The rows behind the figure of a window with their instants; `who` names their tickets."""
    rows, metric = _rows(question, window), question.metric
    at = min(window.end, question.as_of)
    start, end = figures.ends(rows, at)
    calendar = figures.seconds(rows, Clock.CALENDAR, question.hours, at)
    business = figures.seconds(rows, Clock.BUSINESS, question.hours, at)
    hit, steps = _hits(question, rows), _steps(question, rows)
    timed = isinstance(metric, Duration | Age | Level)
    parts = clock_parts(question, rows, start, end) if timed else None
    summed = rows if isinstance(rows, Facts) else None
    for n in range(len(rows)):
        line = who.get(int(rows.ticket[n]))  # what came from a file may be about no ticket
        yield {
            "ticket": line.id if line else "",
            "source": line.source if line else "files",
            **_labels(question, rows, n),
            **_moment(question, "created_at", line.created_at if line else None),
            **_moment(question, "started_at", start[n] if timed else None),
            **_moment(question, "counted_at", end[n]),
            "calendar_seconds": int(calendar[n]) if timed else None,
            "business_seconds": int(business[n]) if timed else None,
            **_parts(parts, n if line else None),
            "hit": None if hit is None else bool(hit[n]),
            "step": steps[n] if steps else None,
            "amount": None if summed is None or summed.amount is None else float(summed.amount[n]),
            "of": None if summed is None or summed.of is None else float(summed.of[n]),
            "why": metric.population,
        }


def _parts(parts: Mapping[str, Ints] | None, n: int | None) -> Line:
    """The parts of a row's clock, which a row without a ticket does not have."""
    if parts is None or n is None:
        return {f"{name}_seconds": None for name in PARTS}
    return {f"{name}_seconds": int(parts[name][n]) for name in PARTS}


def _rows(question: Question, window: Window) -> Rows:
    rows = figures.counted(question.found(window))
    if isinstance(question.metric, Growth) and isinstance(rows, Facts):
        return settled(rows)
    if isinstance(question.metric, Age) and question.metric.oldest and isinstance(rows, Spans):
        return arranged(rows, np.argsort(rows.since_at, kind="stable"))
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
    return {
        dimension.value: label(dimension, words[dimension][codes[n]])
        for dimension, codes in rows.cut.items()
    }


def _moment(question: Question, name: str, at: Instant | None) -> Line:
    zones = {"utc": UTC, "local": question.zone}
    return {
        f"{name}_{which}": None if at is None else datetime.fromtimestamp(int(at), zone).isoformat()
        for which, zone in zones.items()
    }
