"""At most three things, in the order of what weighs most; one cause is one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.cards.edition import Kpi, Reason
from bot.digests.attention import gain, stands_out, things
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Unit
from metrics.periods import PeriodKind
from metrics.periods.windows import unit_window
from metrics.question.deviation import Deviation, Deviations
from metrics.question.result import Change, Movement, Part, Record, Result, Run, Target
from metrics.tickets.records import Dimension
from tests.bot.samples import ASKED_AT, BERLIN, WEEK, answer, bands, rate, wait

HOUR = 3600.0
UNCLEAR = Change(difference=60.0, relative=0.01, movement=Movement.UNCLEAR)
SLOWER = Change(difference=HOUR, relative=0.5, movement=Movement.WORSE)
FASTER = Change(difference=-HOUR, relative=-0.25, movement=Movement.BETTER)
MISSED = Target(value=HOUR, met=False, words="not met")
MAY_MISS = Target(value=2.9 * HOUR, met=False, words="not met")
RISING = Run(length=4, rising=True, last=WEEK, clear=True)


def away(score: float, dimension: str = "", key: str = "", **more: Any) -> Deviation:
    given: dict[str, Any] = {"value": 3 * HOUR, "usual": 2 * HOUR, "n": 40, "windows": 12, **more}
    return Deviation(dimension=dimension, key=key, label=key, score=score, **given)


def kpi(key: str = "frt", *parts: Deviation, score: float = 0.0, **more: Any) -> Kpi:
    seconds = CATALOGUE[key].unit is Unit.SECONDS
    now = wait(3 * HOUR) if seconds else rate(330, 412)
    given = {"figure": now, "previous": now, "change": UNCLEAR, **more}
    sizes = tuple(part for part in parts if part.share)
    rates = tuple(part for part in parts if not part.share)
    lately = Deviations(whole=away(score), parts=rates, sizes=sizes)
    return Kpi(result=answer(key, **given), phrase=key, lately=lately)


def narrow(kpi: Kpi, part: Deviation) -> tuple[Result, str] | None:
    return (kpi.result, f"{kpi.phrase} {part.key}") if part.dimension != "hour" else None


def told(*kpis: Kpi, ages: Result | None = None) -> list[tuple[str, Reason]]:
    return [(each.phrase, each.reason) for each in things(kpis, ages, narrow)]


def chat(value: float, n: int, *, target: float = HOUR) -> Part:
    held = Target(value=target, met=value <= target, words="")
    return Part(key=("chat",), label="chat", figure=wait(value, n), target=held)


SPLIT: dict[str, Any] = {"split": (Dimension.CHANNEL,)}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (kpi(), None),
        (kpi(change=None, previous=None), None),
        (kpi(change=SLOWER), None),  # beyond chance against one week alone, and usual for twelve
        (kpi(score=3.0), Reason.WORSE),
        (kpi(score=2.8), None),
        (kpi(score=-5.0), None),
        (kpi("csat", score=-3.1), Reason.WORSE),
        (kpi("csat", score=5.0), None),
        (kpi("volume", score=9.0), None),
        (kpi("frt", away(3.8, "team", "t1")), Reason.WORSE),
        (kpi("frt", away(3.6, "team", "t1")), None),
        (kpi("backlog", away(9.0, "team", "t1")), None),
        (kpi(target=MISSED), Reason.MISSED),
        (kpi(target=MAY_MISS), Reason.MAY_MISS),
        (kpi(target=MAY_MISS, figure=wait(3 * HOUR, 12)), None),
        (kpi(target=MISSED, change=FASTER), Reason.MISSED),
        (kpi(run=RISING, score=2.9), Reason.RUN),
        (kpi(run=RISING, score=1.0), None),
        (kpi(run=replace(RISING, clear=False), score=2.1), None),
        (kpi(run=replace(RISING, rising=False), score=2.1), None),
        (
            kpi(record=Record(of=12, highest=True, last=WEEK, clear=True), score=2.9),
            Reason.RUN,
        ),
        (kpi(parts=(chat(2 * HOUR, 40),), **SPLIT), Reason.MISSED),
        (kpi(parts=(chat(2 * HOUR, 12),), **SPLIT), None),
        (kpi(parts=(chat(1.05 * HOUR, 40),), **SPLIT), None),
        (kpi(figure=wait(None, 0), target=MISSED), None),
        (kpi(figure=wait(60.0, 3), target=MISSED), None),
    ],
)
def test_a_measure_is_told_for_one_reason_or_for_none(given: Kpi, reason: Reason | None) -> None:
    assert [each.reason for each in things([given], None, narrow)] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("given", "out"),
    [
        (kpi(score=3.0), True),
        (kpi("csat", score=-3.1), True),
        (kpi(), False),
        (kpi(score=-5.0), False),
        (kpi(score=2.8, target=MAY_MISS), False),
    ],
)
def test_a_measure_stands_out_where_there_is_news_of_it(given: Kpi, *, out: bool) -> None:
    assert stands_out(given) is out


def test_of_a_month_the_step_decides_where_too_little_was_before_and_of_a_week_none() -> None:
    new = replace(kpi(change=SLOWER), lately=None)
    assert told(new) == []
    month = unit_window(PeriodKind.MONTH, WEEK.first, BERLIN)
    assert told(replace(new, result=replace(new.result, window=month))) == [("frt", Reason.WORSE)]


def test_what_moves_slowly_shows_over_four_weeks() -> None:
    team = away(4.0, "team", "t1", over=4)
    slow = replace(kpi(score=1.0), lasting=Deviations(whole=away(2.0, over=4), parts=(team,)))
    (found,) = things([slow], None, narrow)
    assert (found.phrase, found.lately) == ("frt t1", team)
    all_of_it = replace(slow, lasting=Deviations(whole=away(3.0, over=4), parts=(team,)))
    (found,) = things([all_of_it], None, narrow)
    assert (found.phrase, found.carrier) == ("frt", team)
    assert found.lately is not None
    assert found.lately.over == 4


def test_the_order_is_by_reason_and_then_by_weight_and_three_are_enough() -> None:
    ages = answer("aging", bands=bands([10, 10, 10, 10, 10, 60]))
    csat = kpi("csat", score=-3.2)
    frt = kpi("frt", away(6.0, "team", "t1", rows=frozenset({1})), score=5.0)
    reopen = kpi("reopen", target=Target(value=0.01, met=False, words=""))
    assert told(csat, frt, reopen, ages=ages) == [
        ("reopen", Reason.MISSED),
        ("frt", Reason.WORSE),
        ("csat", Reason.WORSE),
    ]
    assert told(csat, ages=ages) == [("csat", Reason.WORSE), ("aging", Reason.AGE)]


@pytest.mark.parametrize(
    ("counts", "is_told"),
    [
        ([10, 10, 10, 10, 10, 60], True),
        ([90, 90, 90, 90, 90, 60], False),
        ([1, 1, 1, 1, 1, 5], False),
    ],
)
def test_old_work_is_told_where_much_is_old(counts: list[int], *, is_told: bool) -> None:
    ages = answer("aging", bands=bands(counts))
    assert bool(told(ages=ages)) is is_told


T1, T2 = (
    away(5.0, "team", key, rows=frozenset(rows)) for key, rows in (("t1", {1, 2}), ("t2", {3}))
)
BILLING = away(5.0, "category", "billing", rows=frozenset({1, 2, 9}))


@pytest.mark.parametrize(
    ("first", "other", "one"),
    [
        (kpi("frt", T1, score=4.0), kpi("resolution", T1, score=3.5), True),
        (kpi("frt", T1, score=4.0), kpi("resolution", BILLING, score=3.5), True),
        (kpi("frt", T1, score=4.0), kpi("resolution", T2, score=3.5), False),
        (kpi("frt", score=4.0), kpi("sla", score=-3.5), True),
        (kpi("frt", T1, score=4.0), kpi("csat", score=-3.5), False),
        (kpi("frt", T1, score=4.0), kpi("csat", replace(T1, score=-5.0), score=-3.5), True),
    ],
)
def test_one_cause_is_one_thing(first: Kpi, other: Kpi, *, one: bool) -> None:
    found = things([first, other], None, narrow)
    assert len(found) == (1 if one else 2)
    assert (other.result.title in found[0].also) is one


def test_a_part_that_stands_out_is_asked_for_by_itself() -> None:
    (team,) = things([kpi("frt", T1)], None, narrow)
    assert (team.phrase, team.lately, team.carrier) == ("frt t1", T1, None)
    assert team.why == "frt by team why"
    evening = away(5.0, "hour", "18")
    (hour,) = things([kpi("frt", evening)], None, narrow)
    assert (hour.phrase, hour.carrier, hour.why) == ("frt", evening, "frt why")


def test_what_carries_it_is_a_part_by_its_figure_or_by_its_size() -> None:
    grown = away(4.0, "channel", "web", share=True, carries=0.8)
    (by_size,) = things([kpi("frt", grown, score=4.0)], None, narrow)
    assert by_size.carrier == grown
    (by_rate,) = things([kpi("frt", grown, T1, score=4.0)], None, narrow)
    assert by_rate.carrier == T1
    little = replace(grown, carries=0.2)
    (neither,) = things([kpi("frt", little, score=4.0)], None, narrow)
    assert neither.carrier is None


@pytest.mark.parametrize(
    ("given", "is_gain"),
    [
        (kpi(score=-3.1), True),
        (kpi(score=-2.8), False),
        (kpi("csat", score=3.1), True),
        (kpi(score=-3.1, guards=("Reopens rose.",)), False),
        (kpi(score=-3.1, trade_off="Reopens rose."), False),
        (kpi(score=-3.1, provisional_until=ASKED_AT + 1), False),
        (kpi(score=-3.1, figure=wait(3 * HOUR, 12)), False),
        (kpi(score=-3.1, target=MISSED), False),
        (replace(kpi(change=FASTER), lately=None), True),
    ],
)
def test_a_gain_is_one_that_nothing_speaks_against(given: Kpi, *, is_gain: bool) -> None:
    assert (gain([given]) is not None) is is_gain
