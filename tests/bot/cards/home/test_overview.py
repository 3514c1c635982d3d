"""How support is doing, in one sentence."""

from __future__ import annotations

import pytest

from bot.cards.home.overview import overview, state
from metrics.question.result import Change, Movement, Result, Run
from tests.bot.samples import WEEK, answer, figure, rate, wait

SLOWER = Change(difference=3600.0, relative=0.8, movement=Movement.WORSE)
HOURS = Change(difference=14160.0, relative=3.2, movement=Movement.UNCLEAR)
CHANCE = Change(difference=600.0, relative=0.1, movement=Movement.UNCLEAR)


def run(length: int, *, rising: bool) -> Run:
    return Run(length=length, rising=rising, last=WEEK, clear=False)


CALM = answer("frt", change=None)
DOUBTFUL = answer("frt", figure=wait(18600, 9), previous=wait(4440), change=HOURS)
SLOW = answer("frt", figure=wait(8040), previous=wait(4440), change=SLOWER)
LONG = answer("next_reply", figure=wait(23220), change=CHANCE, run=run(4, rising=True))
BETTER = answer("csat", figure=rate(41, 50), change=None, run=run(4, rising=True))
MORE = answer("volume", figure=figure(240, 240), change=None, run=run(5, rising=True))
NONE = answer("csat", figure=rate(0, 0))


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ((), ""),
        ((NONE,), ""),
        ((CALM,), "Nothing stands out: the one measure is as usual."),
        ((CALM, BETTER, MORE, NONE), "Nothing stands out: all 3 measures are as usual."),
        (
            (CALM, DOUBTFUL),
            "Nothing is clearly worse. First response time looks worse, which could be chance.",
        ),
        (
            (CALM, LONG),
            "1 of 2 measures needs a look: next reply time 6h 27m, slower for the fourth week in a "
            "row.",
        ),
        (
            (SLOW, LONG, CALM),
            "2 of 3 measures need a look: first response time 2h 14m, 1h slower than the week "
            "before (1h 14m); next reply time 6h 27m, slower for the fourth week in a row.",
        ),
    ],
)
def test_the_sentence_names_what_needs_a_look_and_why(
    results: tuple[Result, ...], words: str
) -> None:
    assert state(results) == words


def test_without_any_figure_there_is_no_overview() -> None:
    assert overview([NONE]) == []


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ((DOUBTFUL, LONG), "Each of these moves could be chance."),
        ((SLOW, LONG), "Could be chance: next reply time."),
    ],
)
def test_which_moves_could_be_chance_is_told_once(results: tuple[Result, ...], words: str) -> None:
    _, lines, context = overview(results)
    assert "chance" not in str(lines)
    assert str(context).count("chance") == 1
    assert words in str(context)
