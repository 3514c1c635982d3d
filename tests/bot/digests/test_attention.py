"""At most three things, in the order of what weighs most; one cause is one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.cards.edition import Kpi, Reason, Thing
from bot.digests.attention import Looks, gain, news, things
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Unit
from metrics.periods import PeriodKind
from metrics.periods.windows import unit_window
from metrics.question.deviation import Deviation, Deviations
from metrics.question.result import Change, Movement, Part, Record, Result, Run, Target
from metrics.tickets.records import Dimension
from tests.bot.samples import ASKED_AT, BERLIN, WEEK, answer, bands, rate, wait

HOUR = 3600.0
PARTS = 150
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
    return Kpi(result=answer(key, **given), phrase=key, lately=beside(score, *parts))


def beside(score: float, *parts: Deviation) -> Deviations:
    """A whole and its parts, as many as seven measures have."""
    steady = (away(0.0, "tier", str(number)) for number in range(PARTS - len(parts)))
    return Deviations(whole=away(score), parts=(*parts, *steady))


def narrow(kpi: Kpi, part: Deviation) -> tuple[Result, str] | None:
    return (kpi.result, f"{kpi.phrase} {part.key}") if part.dimension != "hour" else None


def told(*kpis: Kpi, ages: Result | None = None) -> list[tuple[str, Reason]]:
    return [(each.phrase, each.reason) for each in put_first(*kpis, ages=ages)]


def put_first(*kpis: Kpi, ages: Result | None = None, **more: Kpi) -> tuple[Thing, ...]:
    return things(Looks(kpis, **more), ages, narrow)


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
        (kpi("volume", score=9.0), Reason.VOLUME),
        (kpi("volume", score=-9.0), None),
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
        (kpi(record=Record(of=12, highest=True, last=WEEK, clear=True), score=2.9), None),
        (kpi("sla", away(-9.0, "team", "t1")), None),
        (kpi("solved", away(-9.0, "team", "t1")), None),
        (kpi(parts=(chat(2 * HOUR, 40),), **SPLIT), Reason.MISSED),
        (kpi(parts=(chat(2 * HOUR, 12),), **SPLIT), None),
        (kpi(parts=(chat(1.05 * HOUR, 40),), **SPLIT), None),
        (kpi(figure=wait(None, 0), target=MISSED), None),
        (kpi(figure=wait(60.0, 3), target=MISSED), None),
    ],
)
def test_a_measure_is_told_for_one_reason_or_for_none(given: Kpi, reason: Reason | None) -> None:
    assert [each.reason for each in put_first(given)] == ([reason] if reason else [])


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
    assert (given.result.query.metric in news(Looks((given,)))) is out


def test_of_a_month_the_step_decides_where_too_little_was_before_and_of_a_week_none() -> None:
    new = replace(kpi(change=SLOWER), lately=None)
    assert told(new) == []
    month = unit_window(PeriodKind.MONTH, WEEK.first, BERLIN)
    assert told(replace(new, result=replace(new.result, window=month))) == [("frt", Reason.WORSE)]


def test_what_moves_slowly_shows_over_four_weeks() -> None:
    team = away(4.0, "team", "t1", over=4)
    slow = replace(kpi(score=2.0), lasting=Deviations(whole=away(2.0, over=4), parts=(team,)))
    (found,) = put_first(slow)
    assert (found.phrase, found.lately) == ("frt t1", team)
    all_of_it = replace(slow, lasting=Deviations(whole=away(3.0, over=4), parts=(team,)))
    over = replace(all_of_it, lately=Deviations(whole=away(1.0)))
    assert put_first(over) == ()
    (found,) = put_first(all_of_it)
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
    found = put_first(first, other)
    assert len(found) == (1 if one else 2)
    assert (other.result.title in found[0].also) is one


def test_a_part_that_stands_out_is_asked_for_by_itself() -> None:
    (team,) = put_first(kpi("frt", T1))
    assert (team.phrase, team.lately, team.carrier) == ("frt t1", T1, None)
    assert team.why == "frt by team why"
    evening = away(5.0, "hour", "18")
    (hour,) = put_first(kpi("frt", evening))
    assert (hour.phrase, hour.lately, hour.why) == ("frt", evening, "frt why")


def test_what_carries_it_is_the_part_that_lies_furthest_off() -> None:
    (found,) = put_first(kpi("frt", T1, replace(T2, score=4.5), score=4.0))
    assert found.carrier == T1
    (neither,) = put_first(kpi("frt", away(1.9, "team", "t1"), score=4.0))
    assert neither.carrier is None


def test_a_thing_and_what_carries_it_are_of_the_same_weeks() -> None:
    evening, morning = away(5.0, "hour", "18", over=4), away(2.5, "hour", "6")
    slow = replace(
        kpi("frt", morning, score=2.0),
        lasting=Deviations(whole=away(1.0, over=4), parts=(evening,)),
    )
    (found,) = put_first(slow)
    assert (found.lately, found.carrier) == (evening, None)
    all_of_it = Deviations(whole=away(4.0, over=4), parts=(evening,))
    (found,) = put_first(replace(slow, lasting=all_of_it))
    assert found.lately is not None
    assert found.carrier is not None
    assert found.lately.over == found.carrier.over == 4


def test_first_and_next_replies_are_one_cause_that_both_together_show() -> None:
    billing = away(2.9, "team", "billing", value=3 * HOUR, usual=2 * HOUR)
    slower = replace(billing, score=3.0, value=6 * HOUR)
    first, later = kpi("frt", billing), kpi("next_reply", slower)
    assert put_first(first, later) == ()
    every = kpi("art", replace(billing, score=4.1))
    (found,) = put_first(first, later, joint=every)
    assert (found.result.query.metric, found.also) == ("next_reply", ("First response time",))
    assert found.lately is not None
    assert (found.lately.key, found.lately.value) == ("billing", 6 * HOUR)


def test_of_two_measures_only_the_one_that_moved_that_way_is_told() -> None:
    faster, slower = away(-1.0, "team", "t1"), away(3.0, "team", "t1")
    every = kpi("art", away(4.1, "team", "t1"))
    (found,) = put_first(kpi("frt", faster), kpi("next_reply", slower), joint=every)
    assert (found.result.query.metric, found.also) == ("next_reply", ())


def count(score: float, value: float, usual: float, key: str = "billing") -> Deviation:
    return away(score, "category", key, value=value, usual=usual)


@pytest.mark.parametrize(
    ("parts", "score", "named"),
    [
        ((count(4.0, 60, 30),), 1.0, "billing"),
        ((count(3.0, 60, 30),), 1.0, None),
        ((count(-4.0, 5, 30),), -1.0, "billing"),
        # Others grew, and only its share of all is smaller.
        ((count(-4.5, 31, 30, "bug"), count(4.0, 60, 30)), 1.0, "billing"),
        ((count(-4.5, 31, 30, "bug"),), 1.0, None),
        ((), 3.5, ""),
        ((count(4.0, 39, 30),), 1.0, None),  # beyond chance, and less than a third more
        ((), -6.0, None),
    ],
)
def test_how_many_came_is_told_of_a_part_or_of_all_where_it_is_news(
    parts: tuple[Deviation, ...], score: float, named: str | None
) -> None:
    found = put_first(kpi(), volume=kpi("volume", *parts, score=score))
    assert [(each.reason, each.lately and each.lately.key) for each in found] == (
        [] if named is None else [(Reason.VOLUME, named)]
    )


def test_what_came_and_what_got_slower_in_one_part_is_one_thing() -> None:
    part = away(5.0, "category", "billing")
    (found,) = put_first(kpi("frt", part), volume=kpi("volume", count(4.0, 60, 30)))
    assert (found.reason, found.also) == (Reason.WORSE, ("Ticket volume",))


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
