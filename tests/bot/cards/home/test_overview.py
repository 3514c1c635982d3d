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
HIGHER = Change(difference=0.14, relative=0.17, movement=Movement.BETTER)
HAPPIER = answer("csat", figure=rate(52, 53), previous=rate(42, 50), change=HIGHER)
FEWER = Change(difference=-11.0, relative=-0.08, movement=Movement.UNCLEAR, usual=22.0)
TURNED = answer(
    "backlog",
    figure=figure(128, 128),
    previous=figure(139, 139),
    change=FEWER,
    run=run(5, rising=True),
)
HARDLY = Change(difference=20.0, relative=0.0, movement=Movement.UNCLEAR)
ALIKE = answer("frt", figure=wait(8040), previous=wait(8020), change=HARDLY)
RUSH = answer(
    "volume",
    figure=figure(340, 340),
    previous=figure(228, 228),
    change=Change(difference=112.0, relative=0.5, movement=Movement.HIGHER, usual=30.0),
)


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
        ((CALM, TURNED), "Nothing stands out: all 2 measures are as usual."),
        ((CALM, ALIKE), "Nothing stands out: all 2 measures are as usual."),
        (
            (CALM, HAPPIER),
            "Customer satisfaction is clearly better, and nothing is clearly worse.",
        ),
        (
            (HAPPIER, DOUBTFUL),
            "Customer satisfaction is clearly better. First response time looks worse, which could "
            "be chance.",
        ),
        ((CALM, RUSH), "Nothing needs a look, but ticket volume moved more than usual."),
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
