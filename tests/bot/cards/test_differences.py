"""How far a figure is from another, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards.differences import ALIKE, SAME, compared, difference, past
from bot.cards.sentences import movement
from metrics.question.query import Against
from metrics.question.result import Change, Figure, Movement, Result, Target
from metrics.question.verdict import verdict
from tests.bot.samples import answer, figure, rate, wait


def step(size: float, movement: Movement = Movement.UNCLEAR) -> Change:
    return Change(difference=size, relative=None, movement=movement)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (answer(figure=wait(8040), change=step(0)), SAME),
        (answer(figure=wait(8040), change=step(20)), ALIKE),
        (answer(figure=wait(8040), change=step(20, Movement.WORSE)), "slightly slower"),
        (answer(figure=wait(8040), change=step(1140)), "19m slower"),
        (answer("csat", figure=rate(3306, 10000), change=step(-0.0001)), ALIKE),
        (answer("ces", figure=figure(5.213, 40), change=step(0.002)), ALIKE),
        (answer("volume", figure=figure(9, 9), change=step(3)), "3 more"),
    ],
)
def test_what_no_digit_shows_is_not_told_in_digits(result: Result, said: str) -> None:
    moved = verdict(result).step
    assert moved is not None
    assert difference(result, moved) == said
    joint = "as" if said in {SAME, ALIKE} else "than"
    assert compared(said, "usual") == f"{said} {joint} usual"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (14400.0, "exactly at its target of at most 4h"),
        (14410.0, "practically at its target of at most 4h"),
        (15600.0, "20m slower than its target of at most 4h; could be chance"),
    ],
)
def test_a_figure_at_its_target_is_not_the_same_than_it(value: float, said: str) -> None:
    query = replace(answer().query, against=Against.TARGET)
    sample: Figure = figure(value, bounds=(14000.0, 16000.0))
    goal = Target(value=14400.0, met=value <= 14400.0, words="")
    change = step(value - 14400.0)
    assert movement(answer(query=query, figure=sample, target=goal, change=change)) == said


def test_a_figure_just_past_a_limit_says_so() -> None:
    assert past(answer(figure=wait(14410)), 14400) == "just above the limit of 4h"
    assert past(answer(figure=wait(14390)), 14400) == "just below the limit of 4h"
