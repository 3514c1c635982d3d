"""The ticket list behind a headline: from it, anybody can compute the figure again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np

from metrics.ask import figures
from metrics.ask.figures import Rows
from metrics.ask.question import Question
from metrics.catalogue.metric import Age, Duration, Share
from metrics.columns import Facts
from metrics.query import Clock
from metrics.records import Instant
from metrics.store.reading import TicketLine

Line: TypeAlias = Mapping[str, str | int | bool | None]
"""One row of the list, by column name."""

UTC = ZoneInfo("UTC")


def keys(question: Question) -> list[int]:
    """The keys of the tickets behind the headline."""
    return [int(key) for key in np.unique(_rows(question).ticket)]


def lines(question: Question, who: Mapping[int, TicketLine]) -> Iterator[Line]:
    """The rows behind the headline with their instants; `who` names their tickets."""
    rows, metric = _rows(question), question.metric
    at = min(question.window.end, question.as_of)
    start, end = figures.ends(rows, at)
    calendar = figures.seconds(rows, Clock.CALENDAR, question.hours, at)
    business = figures.seconds(rows, Clock.BUSINESS, question.hours, at)
    hit = None
    if isinstance(metric, Share) and isinstance(rows, Facts):
        hit = figures.hits(rows, metric.horizon_seconds, question.as_of)
    timed = isinstance(metric, Duration | Age)
    for n in range(len(rows)):
        line = who[int(rows.ticket[n])]
        yield {
            "ticket": line.id,
            "source": line.source,
            **_labels(question, rows, n),
            **_moment(question, "created_at", line.created_at),
            **_moment(question, "started_at", start[n] if timed else None),
            **_moment(question, "counted_at", end[n]),
            "calendar_seconds": int(calendar[n]) if timed else None,
            "business_seconds": int(business[n]) if timed else None,
            "hit": None if hit is None else bool(hit[n]),
            "why": metric.population,
        }


def _rows(question: Question) -> Rows:
    return figures.counted(question.found(question.window))


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
