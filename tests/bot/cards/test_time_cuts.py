"""What stands out of the hours and weekdays, in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards.beside import background
from bot.cards.card import card
from bot.cards.time_cuts import peak
from metrics.periods import Period
from metrics.periods.time_cuts import TimeCut
from metrics.periods.windows import previous
from metrics.question.query import Query
from metrics.question.result import Figure, Part, Point, Result
from metrics.statistics.estimates import Estimate
from tests.bot.samples import BERLIN, WEEK, answer


def cut(key: str, values: dict[str, tuple[float | None, int]]) -> Result:
    parts = tuple(
        Part(key=(label,), label=label, figure=Figure(estimate=Estimate(value, n)), share=n / 100)
        for label, (value, n) in values.items()
    )
    query = Query(metric=key, period=Period.of("last 12 weeks"), over=(TimeCut.HOUR,))
    return replace(answer(key), query=query, parts=parts, split=())


@pytest.mark.parametrize(
    ("key", "values", "sentence"),
    [
        (
            *("volume", {"09:00": (60, 60), "10:00": (10, 10), "11:00": (30, 30)}),
            "Busiest: 09:00, 60 tickets (60% of all). Quietest: 10:00, 10 tickets (10% of all).",
        ),
        (
            *("frt", {"09:00": (7200, 60), "10:00": (600, 40)}),
            "Slowest: 09:00, 2h 0m. Fastest: 10:00, 10m 0s.",
        ),
        (
            *("backlog_growth", {"W1": (3, 5), "W2": (-2, 5)}),
            "Highest: W1, 3 unsolved tickets (5% of all). "
            "Lowest: W2, -2 unsolved tickets (5% of all).",
        ),
        ("volume", {"09:00": (5, 5), "10:00": (5, 5)}, ""),
        ("frt", {"09:00": (7200, 60), "10:00": (None, 0)}, ""),
    ],
)
def test_the_ends_are_named_where_they_differ(
    key: str, values: dict[str, tuple[float | None, int]], sentence: str
) -> None:
    result = cut(key, values)
    assert peak(result) == sentence
    assert (sentence in card(result, "").text) or not sentence


@pytest.mark.parametrize(
    ("few", "sentence"),
    [
        ((), "Slowest: 09:00, 2h 0m. Fastest: 11:00, 10m 0s."),
        (("11:00",), "Slowest: 09:00, 2h 0m."),
        (("09:00",), "Fastest: 11:00, 10m 0s."),
        (("09:00", "11:00"), ""),
    ],
)
def test_an_end_of_few_hides_that_end(few: tuple[str, ...], sentence: str) -> None:
    hours = {"09:00": 7200, "10:00": 3600, "11:00": 600, "12:00": 1800}
    result = cut("frt", {hour: (seconds, 40) for hour, seconds in hours.items()})
    parts = (replace(p, figure=replace(p.figure, few=p.label in few)) for p in result.parts)
    assert peak(replace(result, parts=tuple(parts))) == sentence


@pytest.mark.parametrize(
    ("key", "newest", "sentence"),
    [
        ("frt", 7200, "Fastest: W2, 10m 0s."),
        ("frt", 300, "Slowest: W1, 1h 0m."),
        ("frt", 1200, "Slowest: W1, 1h 0m. Fastest: W2, 10m 0s."),
        ("volume", 9000, "Quietest: W2, 600 tickets."),
        (
            *("volume", 300),
            "Busiest: W1, 3,600 tickets. Quietest: W2, 600 tickets.",
        ),
    ],
)
def test_what_still_runs_is_no_end_and_hides_the_one_it_is(
    key: str, newest: float, sentence: str
) -> None:
    result = cut(key, {"W1": (3600, 40), "W2": (600, 40), "W3 so far": (newest, 40)})
    parts = tuple(replace(part, share=None) for part in result.parts)
    windows = (previous(previous(WEEK, BERLIN), BERLIN), previous(WEEK, BERLIN), WEEK)
    series = tuple(
        Point(window=window, figure=part.figure, complete=window != WEEK)
        for window, part in zip(windows, parts, strict=True)
    )
    query = replace(result.query, over=(TimeCut.WEEK,))
    assert peak(replace(result, query=query, parts=parts, series=series)) == sentence


def test_within_that_follows_the_number_that_it_is_of() -> None:
    result = cut("frt", {"09:00": (7200, 60), "10:00": (600, 40)})
    first, second = background(result)
    assert first.startswith("Half within ")
    assert second.startswith("Slowest: 09:00")


def test_without_a_cut_of_time_nothing_stands_out() -> None:
    assert peak(answer()) == ""
