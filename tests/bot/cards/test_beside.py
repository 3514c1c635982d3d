"""What stands beside a number, and what must not stand behind a click."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.cards.beside import background, cautions, foot
from metrics.catalogue import CATALOGUE
from metrics.periods import PeriodKind
from metrics.periods.windows import unit_window
from metrics.question.result import Record, Result, Run, Waiting
from tests.bot.samples import ASKED_AT, BERLIN, WAITING, WEEK, answer, figure, rate, wait

BEFORE = unit_window(PeriodKind.WEEK, date(2026, 11, 9), BERLIN)
MONTH = unit_window(PeriodKind.MONTH, date(2026, 10, 1), BERLIN)
NOBODY = Waiting(n=0, oldest_seconds=None, what="still wait")


def run(length: int, *, rising: bool, last: Any = WEEK) -> dict[str, Any]:
    return {"run": Run(length=length, rising=rising, last=last, clear=True)}


def record(*, highest: bool, last: Any = WEEK) -> dict[str, Any]:
    return {"record": Record(of=12, highest=highest, last=last, clear=False)}


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (answer(), ["Half within 2h 14m, 9 in 10 within 8h 2m."]),
        (answer(figure=wait(8040, 12, longest=90000.0)), ["The longest took 1d 1h."]),
        (answer("csat", figure=rate(41, 50)), []),
        (
            answer(waiting=WAITING),
            [
                "Half within 2h 14m, 9 in 10 within 8h 2m.",
                "12 still wait for a first reply, the longest 2d 4h.",
            ],
        ),
        (answer("csat", figure=rate(41, 50), waiting=NOBODY), []),
        (
            answer("volume", figure=figure(9, 9), **run(4, rising=True)),
            ["Up for the fourth week in a row."],
        ),
        (
            answer("csat", figure=rate(41, 50), **run(6, rising=False)),
            ["Lower for the sixth week in a row."],
        ),
        (
            answer("csat", figure=rate(41, 50), **run(30, rising=False, last=MONTH)),
            ["Lower for the 30th month in a row to 31 Oct."],
        ),
        (
            answer("volume", figure=figure(9, 9), **record(highest=True)),
            ["The highest of 12 weeks."],
        ),
        (
            answer("next_reply", figure=wait(9, 12), **record(highest=True, last=BEFORE)),
            ["The slowest of 12 weeks to 15 Nov."],
        ),
    ],
)
def test_what_stands_beside_the_number(result: Result, words: list[str]) -> None:
    assert background(result) == words


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (answer(), []),
        (
            answer("csat", figure=rate(7, 8)),
            ["Only 8 answers: too few to be sure."],
        ),
        (answer(caveats=CATALOGUE["frt"].caveats), []),
        (answer(caveats=("Without Acme EU.",)), ["Without Acme EU."]),
        (answer(fresh_until=WEEK.end - 9000), ["My data reach only to Sun 22 Nov 21:30."]),
        (
            answer(fresh_until=None),
            ["The first sync is not complete yet: figures may be missing tickets."],
        ),
        (
            answer("reopen", figure=rate(24, 400), provisional_until=ASKED_AT + 86400 * 6),
            ["May still change until Sun 29 Nov 10:45."],
        ),
        (
            answer(trade_off="First response time fell and reopen rate rose: look twice."),
            ["First response time fell and reopen rate rose: look twice."],
        ),
        (answer(guards=("Volume rose: look for a bug.",), lever="staffing"), []),
    ],
)
def test_what_would_mislead_stays_on_the_card(result: Result, words: list[str]) -> None:
    assert cautions(result) == words


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (answer(), "412 first replies \u00b7 data to 10:42"),
        (answer("csat", figure=rate(41, 50)), "41 of 50 answers were good \u00b7 data to 10:42"),
        (answer("volume", figure=figure(9, 9)), "data to 10:42"),
        (replace(answer(), fresh_until=None), "412 first replies"),
    ],
)
def test_the_last_line_says_what_it_is_made_of(result: Result, words: str) -> None:
    assert foot(result) == words
