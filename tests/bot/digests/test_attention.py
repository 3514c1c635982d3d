"""What deserves attention comes first, and what may still change is no success."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.cards.edition import Kpi, KpiStanding
from bot.digests.attention import judge, rank
from metrics.question.result import Change, Movement, Part, Target
from tests.bot.samples import ASKED_AT, answer, rate, wait

HOUR = 3600.0
SLOWER = Change(difference=HOUR, relative=0.5, movement=Movement.WORSE)
FASTER = Change(difference=-HOUR, relative=-0.25, movement=Movement.BETTER)
UNCLEAR = Change(difference=60.0, relative=0.01, movement=Movement.UNCLEAR)
MISSED = Target(value=HOUR, met=False, words="not met")


def kpi(key: str = "frt", **more: Any) -> Kpi:
    given = {"figure": wait(3 * HOUR), "previous": wait(2 * HOUR), "change": UNCLEAR, **more}
    return Kpi(result=answer(key, **given), phrase=key)


def chat(value: float, n: int, *, met: bool, target: float = HOUR) -> Part:
    held = Target(value=target, met=met, words="met" if met else "not met")
    return Part(key=("chat",), label="chat", figure=wait(value, n), target=held)


@pytest.mark.parametrize(
    ("given", "standing"),
    [
        ({}, KpiStanding.STEADY),
        ({"change": None, "previous": None}, KpiStanding.STEADY),
        ({"change": SLOWER}, KpiStanding.ATTENTION),
        ({"change": FASTER}, KpiStanding.BETTER),
        ({"change": FASTER, "provisional_until": ASKED_AT + 1}, KpiStanding.STEADY),
        ({"target": MISSED}, KpiStanding.ATTENTION),
        ({"change": FASTER, "target": MISSED}, KpiStanding.ATTENTION),
        ({"target": MISSED, "figure": wait(3 * HOUR, 12)}, KpiStanding.STEADY),
        ({"figure": wait(None, 0)}, KpiStanding.UNKNOWN),
        ({"figure": wait(60.0, 3), "target": MISSED}, KpiStanding.UNKNOWN),
        ({"parts": (chat(2 * HOUR, 40, met=False),)}, KpiStanding.ATTENTION),
        ({"parts": (chat(2 * HOUR, 12, met=False),)}, KpiStanding.STEADY),
        ({"change": replace(SLOWER, movement=Movement.HIGHER)}, KpiStanding.STEADY),
    ],
)
def test_a_measure_stands_by_its_target_and_its_change(
    given: dict[str, Any], standing: KpiStanding
) -> None:
    assert judge(kpi(**given)).standing is standing


def test_a_channel_is_not_counted_against_the_target_of_all() -> None:
    held = Target(value=3.5 * HOUR, met=True, words="met")
    part = chat(4 * HOUR, 40, met=False, target=3.5 * HOUR)
    assert judge(kpi(target=held, parts=(part,))).standing is KpiStanding.STEADY


def test_how_far_it_is_away_is_a_share_of_the_target_and_of_what_it_was() -> None:
    assert judge(kpi(target=MISSED)).severity == 2.0
    assert judge(kpi(change=SLOWER)).severity == 0.5
    assert judge(kpi(change=SLOWER, target=MISSED)).severity == 2.5
    worse = Change(difference=-0.2, relative=None, movement=Movement.WORSE)
    assert judge(
        kpi("csat", figure=rate(60, 100), previous=rate(80, 100), change=worse)
    ).severity == pytest.approx(0.25)


def test_the_worst_is_first_and_what_is_alike_keeps_its_order() -> None:
    told = {
        "steady": kpi(),
        "better": kpi(change=FASTER),
        "slower": kpi(change=SLOWER),
        "unknown": kpi(figure=wait(None, 0)),
        "missed": kpi(target=MISSED),
        "calm": kpi(),
    }
    order = rank(replace(each, phrase=name) for name, each in told.items())
    assert [each.phrase for each in order] == [
        *("missed", "slower", "steady", "calm", "better", "unknown")
    ]
