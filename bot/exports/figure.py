"""An answer for machines: a versioned document, its schema printed from these classes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from metrics.catalogue.metric import Better, Unit
from metrics.periods import Window
from metrics.question.query import Clock
from metrics.question.result import Figure, Movement, Result
from metrics.sources.knowledge import Coverage
from metrics.tickets.records import Instant

SCHEMA: Literal["deskpulse.result/1"] = "deskpulse.result/1"


def moment(at: Instant | None) -> datetime | None:
    """An instant as an aware UTC time, or None."""
    return None if at is None else datetime.fromtimestamp(at, UTC)


class Document(BaseModel):
    """A part of an answer as JSON, frozen."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class FigureDocument(Document):
    """One measured number."""

    value: float | None = Field(
        description="The number in `unit`; null where there is none: no data is never 0."
    )
    n: int | None = Field(
        description="How many tickets, replies or answers stand behind it; null where not even "
        "that is told."
    )
    low: float | None = Field(description="Lower bound of the 95 % interval.")
    high: float | None = Field(description="Upper bound of the 95 % interval.")
    p90: float | None = Field(description="90th percentile, for durations.")
    mean: float | None = Field(description="Arithmetic mean, for durations.")
    median: float | None = Field(description="Median, where `value` is a mean.")
    hits: int | None = Field(description="For shares: value = hits / n.")
    few: bool = Field(description="n is below the metric's minimum: take the value with care.")
    hidden: bool = Field(description="n is too small for a value to be given, or it is kept back.")


class WindowDocument(Document):
    """A span of time: start included, end not."""

    start: datetime
    end: datetime
    label: str


class AskedWindow(WindowDocument):
    """The span that was asked about."""

    zone: str = Field(description="The time zone its days begin and end in.")
    complete: bool = Field(description="Whether it is over and all its data are there.")


class Previous(FigureDocument):
    """The figure that it is compared with; the n of a baseline are weeks."""

    window: WindowDocument


class ChangeDocument(Document):
    """The step from what it is compared with."""

    difference: float
    relative: float | None = Field(description="difference / previous; null for shares.")
    verdict: Movement = Field(
        validation_alias="movement",
        description="'no clear change' is what chance alone would do.",
    )


class PartDocument(FigureDocument):
    """The figure of one value of the split."""

    key: tuple[str, ...] = Field(description="Stored values, one for each dimension of `split`.")
    label: str
    share: float | None = Field(description="Share of all n, 0..1; null where it is not told.")
    previous: FigureDocument | None = Field(
        description="What this part is compared with, as `previous` of the whole."
    )
    change: ChangeDocument | None = Field(description="The step of this part alone.")


class PointDocument(FigureDocument):
    """One window of the trend."""

    window: WindowDocument
    complete: bool
    target: float | None = Field(description="The target that was in force then.")


class WaitingDocument(Document):
    """Tickets not in the number because what it measures has not happened yet."""

    n: int
    oldest_seconds: float | None
    what: str


class TargetDocument(Document):
    """What the team has set out to reach."""

    value: float
    met: bool | None
    words: str


class VersusDocument(Document):
    """What was asked to be compared with."""

    label: str
    missing: str = Field(description="Why there is nothing to compare with; else empty.")
    target: TargetDocument | None = Field(description="The other tickets' own target.")
    series: tuple[FigureDocument | None, ...] = Field(
        description="Its figures in the windows of `series`; null where the history ends."
    )


class BreakDocument(Document):
    """An instant across which the series is not comparable."""

    at: datetime | None
    what: str = Field(description="What changed then, such as the rubric or the survey.")


class Excluded(Document):
    """Tickets left out, by reason."""

    reason: str
    n: int


class UnreadDocument(Document):
    """Records that could not be read and are in no figure."""

    stream: str = Field(description="Of what: tickets, events, ratings and so on.")
    n: int = Field(description="How many.")


class CoverageDocument(Document):
    """Of which sources a figure is made, and from when and up to when those are whole."""

    since: datetime | None = Field(description="From when on; null where nothing bounds it.")
    until: datetime | None = Field(description="Up to when; null where nobody can tell.")
    sources: tuple[str, ...] = Field(description="The sources that are in it, by their keys.")
    unread: tuple[UnreadDocument, ...] = Field(description="What of them could not be read.")


class ResultDocument(FigureDocument):
    """An answer. All instants are ISO 8601 in UTC, durations seconds, shares 0..1."""

    schema_: Literal["deskpulse.result/1"] = Field(
        alias="schema", description="Changes only where readers would break."
    )
    phrase: str = Field(description="The canonical question: ask it again for the same measure.")
    metric: str = Field(description="The metric's key.")
    title: str = Field(description="The metric's name.")
    scope: str = Field(description="Which tickets, in words.")
    window: AskedWindow = Field(description="The span that was asked about.")
    clock: Clock = Field(description="Whose time counts: the customer's, or the office hours'.")
    clock_words: str = Field(description="The clock in words, with its hours.")
    population: str = Field(description="Which tickets count, and what puts them in the window.")
    definition: str = Field(description="What is measured, in a sentence.")
    statistic: str = Field(description="What `value` is of it: the median, a share, a count.")
    unit: Unit = Field(description="What `value` counts in.")
    better: Better = Field(description="Which direction is the good one.")
    previous: Previous | None = Field(
        description="The same over the window before, or what `versus` names."
    )
    change: ChangeDocument | None = Field(
        description="The step from `previous`, or from the target if that was asked."
    )
    versus: VersusDocument | None = Field(
        description="What it is compared with, where that is not the period before."
    )
    split: tuple[str, ...] = Field(description="What `parts` are cut by.")
    parts: tuple[PartDocument, ...] = Field(description="The figure of each value of the split.")
    series: tuple[PointDocument, ...] = Field(description="The trend, oldest window first.")
    breaks: tuple[BreakDocument, ...] = Field(
        description="Where within the trend the way of measuring changed; no change is told across."
    )
    waiting: WaitingDocument | None = Field(
        description="Tickets not in `n` because what is measured has not happened yet."
    )
    target: TargetDocument | None = Field(description="What the team has set out to reach.")
    fresh_until: datetime | None = Field(description="Up to when the data are complete.")
    provisional_until: datetime | None = Field(description="Until when the number may still move.")
    excluded: tuple[Excluded, ...] = Field(description="Tickets left out, by reason.")
    caveats: tuple[str, ...] = Field(description="What to bear in mind.")
    guards: tuple[str, ...] = Field(description="What it must be read together with.")
    lever: str = Field(description="What to look at, where the figure clearly got worse.")
    asked_at: datetime | None = Field(description="As of when it was asked.")
    coverage: CoverageDocument = Field(description="What it is made of, and how far that is known.")


_ALIKE = (
    *("title", "scope", "statistic", "unit", "better", "definition", "population", "clock_words"),
    *("split", "change", "waiting", "target", "caveats", "guards", "lever"),
)


def document(result: Result, phrase: str) -> ResultDocument:
    """The document of a result; `phrase` is its canonical question."""
    window = {"zone": result.zone, "complete": result.complete}
    moments = ("fresh_until", "provisional_until", "asked_at")
    return ResultDocument.model_validate(
        {
            **numbers(result.figure),
            **{name: getattr(result, name) for name in _ALIKE},
            **{name: moment(getattr(result, name)) for name in moments},
            "schema": SCHEMA,
            "phrase": phrase,
            "metric": result.query.metric,
            "clock": result.query.clock,
            "window": _bounds(result.window) | window,
            "previous": _previous(result),
            "versus": _versus(result),
            "parts": [
                {
                    **numbers(part.figure),
                    **{name: getattr(part, name) for name in ("key", "label", "share", "change")},
                    "previous": numbers(part.previous) if part.previous else None,
                }
                for part in result.parts
            ],
            "series": [
                {
                    **numbers(point.figure),
                    "window": _bounds(point.window),
                    "complete": point.complete,
                    "target": point.target,
                }
                for point in result.series
            ],
            "breaks": [{"at": moment(each.at), "what": each.what} for each in result.breaks],
            "excluded": [{"reason": reason, "n": n} for reason, n in result.excluded],
            "coverage": _coverage(result.coverage),
        }
    )


def _coverage(coverage: Coverage) -> dict[str, Any]:
    begins = max(coverage.since_at, coverage.first_at)
    return {
        "since": moment(begins) if begins else None,
        "until": moment(coverage.until_at),
        "sources": coverage.sources,
        "unread": [{"stream": stream, "n": n} for stream, n in coverage.unread],
    }


def numbers(figure: Figure) -> dict[str, Any]:
    """The numbers of a figure; at most n where n is too small for any to be shown."""
    visible = not figure.hidden
    return {
        "value": figure.value if visible else None,
        "n": None if figure.hides_count else figure.n,
        "low": figure.estimate.low if visible else None,
        "high": figure.estimate.high if visible else None,
        "p90": figure.p90.value if figure.p90 and visible else None,
        "mean": figure.mean if visible else None,
        "median": figure.median if visible else None,
        "hits": figure.hits if visible else None,
        "few": figure.few,
        "hidden": figure.hidden,
    }


def _bounds(window: Window) -> dict[str, Any]:
    return {"start": moment(window.start), "end": moment(window.end), "label": window.label}


def _previous(result: Result) -> dict[str, Any] | None:
    if result.previous is None or result.previous_window is None:
        return None
    return {**numbers(result.previous), "window": _bounds(result.previous_window)}


def _versus(result: Result) -> dict[str, Any] | None:
    if result.versus is None:
        return None
    names = ("label", "missing", "target")
    series = [numbers(figure) if figure else None for figure in result.versus.series]
    return {**{name: getattr(result.versus, name) for name in names}, "series": series}
