"""The verdict on an answer: one object, from which everything that is said speaks."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.periods import Period
from metrics.question.deviation import Deviation
from metrics.question.query import Against, Filter, Query, Rival
from metrics.question.result import Change, Movement, Result, Target
from metrics.question.verdict import APART, Basis, Sureness, apart, verdict
from metrics.sources.knowledge import Coverage, Gap, NeedState
from metrics.tickets.records import Dimension
from tests.bot.samples import answer, figure, parts, rate, wait


def change(difference: float, movement: Movement, usual: float | None = None) -> Change:
    return Change(difference=difference, relative=None, movement=movement, usual=usual)


def against(rival: Rival, **more: Any) -> Result:
    return answer(query=Query(metric="frt", period=Period.of("last week"), against=rival), **more)


CHAT = Filter(Dimension.CHANNEL, ("chat",))
PEOPLE = parts([("Ann", wait(60))], Dimension.AGENT)
HIGHER = change(900.0, Movement.HIGHER)


@pytest.mark.parametrize(
    ("result", "good", "sureness", "telling"),
    [
        (answer(), True, Sureness.CLEAR, True),
        (answer(change=change(900.0, Movement.WORSE)), False, Sureness.CLEAR, True),
        (answer(change=change(900.0, Movement.UNCLEAR)), False, Sureness.CHANCE, False),
        (answer("volume", change=HIGHER), None, Sureness.EXACT, True),
        (answer("backlog", change=change(9, Movement.UNCLEAR, 21.0)), False, Sureness.EXACT, False),
        (answer("aging", change=change(9, Movement.WORSE, 3.0)), False, Sureness.EXACT, True),
        (against(CHAT, change=HIGHER), None, Sureness.CLEAR, True),
        (against(Against.YEAR), True, Sureness.CLEAR, True),
        (answer(**PEOPLE), None, Sureness.CLEAR, True),
        (answer(change=change(0, Movement.UNCLEAR)), None, Sureness.CHANCE, False),
    ],
)
def test_a_step_is_judged_by_what_it_is_of(
    result: Result, *, good: bool | None, sureness: Sureness, telling: bool
) -> None:
    step = verdict(result).step
    assert step is not None
    assert (step.good, step.sureness, step.telling) == (good, sureness, telling)


@pytest.mark.parametrize(
    ("result", "met", "chance"),
    [
        (answer(target=Target(value=14400, met=True, words="met")), True, False),
        (answer(target=Target(value=8400, met=True, words="met")), True, True),
        (answer(target=Target(value=3600, met=False, words="not met")), False, False),
        (
            answer(
                "backlog", figure=figure(200, 200), target=Target(value=199, met=False, words="")
            ),
            False,
            False,
        ),
    ],
)
def test_a_target_within_the_interval_may_be_met_or_missed_by_chance(
    result: Result, *, met: bool, chance: bool
) -> None:
    judged = verdict(result)
    assert judged.aim is not None
    assert (judged.aim.met, judged.aim.chance) == (met, chance)
    assert judged.misses == (not met and not chance)
    assert judged.may_miss == (not met and chance)


def test_a_target_set_later_judges_nothing() -> None:
    assert verdict(answer(target=Target.later(3600))).aim is None


def test_what_is_not_there_is_not_a_number() -> None:
    assert verdict(answer(figure=wait(None, 0))).basis is Basis.NONE
    assert verdict(answer(figure=wait(60, 3))).basis is Basis.HIDDEN
    assert verdict(answer("csat", figure=rate(41, 50))).basis is Basis.NUMBER


def test_what_is_missing_running_or_first_is_known() -> None:
    gap = Gap(source="eu", name="Acme EU", needs=(), state=NeedState.FILLING, why="")
    judged = verdict(answer(coverage=Coverage(gaps=(gap,)), complete=False, previous=None))
    assert (judged.partly, judged.running, judged.first) == (("Acme EU",), True, True)
    assert not verdict(answer()).partly


@pytest.mark.parametrize("variant", ["max", "min"])
def test_the_figure_of_a_single_ticket_is_what_it_is(variant: str) -> None:
    query = Query(metric="frt", variant=variant, period=Period.of("last week"))
    result = answer(query=query, change=change(900.0, Movement.UNCLEAR))
    step = verdict(result).step
    assert step is not None
    assert step.sureness is Sureness.EXACT


@pytest.mark.parametrize(
    ("key", "dimension", "score", "worse", "better"),
    [
        ("frt", "", APART, True, False),
        ("frt", "", APART - 0.1, False, False),
        ("frt", "", -APART, False, True),
        ("csat", "", -APART, True, False),
        ("frt", "team", APART, True, False),
        ("volume", "", 9.0, False, False),
    ],
)
def test_what_stands_out_among_all_that_a_digest_looks_at(
    key: str, dimension: str, score: float, *, worse: bool, better: bool
) -> None:
    far = Deviation(dimension=dimension, score=score, value=2 + score, usual=2.0, n=40, windows=12)
    step = apart(answer(key), far)
    assert step is not None
    assert (step.worse, step.better) == (worse, better)
    assert apart(answer(key), None) is None
