"""From how far on something is news, and what first and next replies show together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.digests.evidence import Bars, carrier, joined, moved
from metrics.question.deviation import Deviation, Deviations
from metrics.question.verdict import APART
from tests.bot.digests.test_attention import away, kpi


def bars(measures: int, parts: int) -> Bars:
    found = Deviations(whole=away(0.0), parts=(away(0.0, "team", "t"),) * parts)
    return Bars.of([replace(kpi(), lately=found)] * measures)


def test_the_more_parts_are_looked_at_the_further_one_must_lie_off() -> None:
    few, many = bars(7, 5), bars(7, 50)
    assert few.whole == many.whole == APART
    assert 3.0 < few.part < 3.4 < many.part < 4.0
    assert Bars.of([]) == Bars()


def parts(found: Deviations | None) -> dict[str, float]:
    assert found is not None
    return {part.key: part.score for part in (found.whole, *found.parts)}


@pytest.mark.parametrize(
    ("own", "both", "score"),
    [(2.5, 4.0, 4.0), (4.5, 4.0, 4.5), (-1.0, 4.0, -1.0), (-2.0, -3.0, -3.0)],
)
def test_all_replies_together_make_surer_what_both_say(
    own: float, both: float, score: float
) -> None:
    every = kpi("art", away(both, "team", "t1"), score=both)
    frt, csat = joined([kpi("frt", away(own, "team", "t1"), score=own), kpi("csat")], every)
    assert parts(frt.lately)["t1"] == parts(frt.lately)[""] == score
    assert csat == kpi("csat")


def test_a_carrier_shows_it() -> None:
    result = kpi("csat").result
    low, high = away(-2.5, "team", "t1"), away(6.0, "team", "t2")
    assert carrier(result, Deviations(whole=low, parts=(low, high))) == low
    assert carrier(result, Deviations(whole=low, parts=(high,))) is None
    assert carrier(result, None) is None


def test_a_part_moved_where_its_count_did_as_its_share_of_all() -> None:
    def came(score: float, value: float) -> Deviation:
        return away(score, "team", f"{value}", value=value, usual=30.0)

    fewer_of_all, more = came(-5.0, 31.0), came(4.0, 60.0)
    assert moved(Deviations(whole=more, parts=(fewer_of_all, more))) == more
    assert moved(Deviations(whole=more, parts=(fewer_of_all,))) is None
