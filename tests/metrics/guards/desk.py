"""Answers made by hand, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from metrics.catalogue.metric import Better, Unit
from metrics.periods import Period, PeriodKind, trail
from metrics.periods.windows import unit_window
from metrics.question.query import Filter, Query
from metrics.question.result import Change, Figure, Movement, Part, Point, Result, Target
from metrics.statistics.estimates import Estimate
from metrics.tickets.records import Dimension

WEEK = unit_window(PeriodKind.WEEK, date(2026, 11, 16), ZoneInfo("UTC"))
FALLING_IS_GOOD = {"frt", "resolution", "reopen", "repeat", "backlog", "escalation", "cost_ticket"}
NO_DIRECTION = {"volume", "solved", "aht", "utilization", "takeover", "mix"}


def result(key: str, moved: float = 0, **more: object) -> Result:
    """An answer that clearly moved up or down, or did not."""
    query = Query(metric=key, period=Period.of("last week"))
    whole = Result(
        query=query,
        title={"nps": "NPS"}.get(key, key.capitalize()),
        scope="All tickets",
        unit=Unit.SHARE,
        better=Better.NEITHER,
        statistic="share",
        window=WEEK,
        clock_words="",
        zone="UTC",
        figure=figure(0.7),
        previous=figure(0.7 - moved),
        previous_window=None,
        change=Change(difference=moved, relative=None, movement=verdict(key, moved)),
    )
    return replace(whole, **more)  # type: ignore[arg-type]


def figure(value: float | None, n: int = 400) -> Figure:
    return Figure(estimate=Estimate(value, n))


def verdict(key: str, moved: float) -> Movement:
    if not moved:
        return Movement.UNCLEAR
    if key in NO_DIRECTION:
        return Movement.HIGHER if moved > 0 else Movement.LOWER
    return Movement.BETTER if (moved < 0) == (key in FALLING_IS_GOOD) else Movement.WORSE


def target(*, met: bool) -> Target:
    return Target(value=0.5, met=met, words="")


def weeks(*values: float) -> tuple[Point, ...]:
    windows = trail(WEEK, len(values), ZoneInfo("UTC"))
    pairs = zip(windows, values, strict=True)
    return tuple(Point(window=window, figure=figure(value)) for window, value in pairs)


def parts(**counts: int) -> tuple[Part, ...]:
    """Parts by category, each with a number of tickets."""
    return tuple(
        Part(key=(name,), label=name.capitalize(), figure=figure(None, n))
        for name, n in counts.items()
    )


class Desk:
    """Stands beside: answers by metric, by parts as "mix by", and narrowed as "mix chat"."""

    def __init__(self, answers: Mapping[str, Result]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(
        self, key: str, *, by: Dimension | None = None, only: Filter | None = None
    ) -> Result | None:
        name = " ".join(filter(None, (key, "by" if by else "", only.values[0] if only else "")))
        self.asked.append(name)
        return self.answers.get(name)


def desk(*answers: Result, **more: Result) -> Desk:
    named = {each.query.metric: each for each in answers}
    return Desk(named | {" ".join(name.rsplit("_", 1)): each for name, each in more.items()})
