"""The whole windows that a period touches."""

from __future__ import annotations

from itertools import pairwise

import pytest

from metrics.periods import PeriodKind
from metrics.periods.time_cuts import TimeCut, pieces
from tests.metrics.periods.places import BERLIN, NOW, window


@pytest.mark.parametrize(
    ("words", "kind", "count", "first", "last"),
    [
        ("last 7 days", PeriodKind.DAY, 7, "14 Jul", "20 Jul"),
        ("last 12 weeks", PeriodKind.WEEK, 12, "W18", "W29"),
        ("last 90 days", PeriodKind.WEEK, 14, "W17", "W30"),
        ("this year", PeriodKind.MONTH, 12, "Jan", "Dec"),
        ("yesterday", PeriodKind.WEEK, 1, "W30", "W30"),
    ],
)
def test_they_are_whole_and_follow_each_other(
    words: str, kind: PeriodKind, count: int, first: str, last: str
) -> None:
    found = pieces(window(words, NOW), kind, BERLIN)
    assert (len(found), found[0].short, found[-1].short) == (count, first, last)
    assert all(a.end == b.start for a, b in pairwise(found))


def test_weeks_are_cut_on_the_day_on_which_they_begin() -> None:
    found = pieces(window("last 14 days", NOW), PeriodKind.WEEK, BERLIN, week_opens=6)
    assert [f"{w.first:%a %d}" for w in found] == ["Sun 05", "Sun 12", "Sun 19"]
    assert all(w.is_week for w in found)


@pytest.mark.parametrize("cut", TimeCut)
def test_each_cut_has_a_period_that_it_cuts_into_several(cut: TimeCut) -> None:
    usual = cut.usual_period.window(NOW, BERLIN)
    assert cut.kind is None or len(pieces(usual, cut.kind, BERLIN)) >= 12
