"""A backlog's statement adds up, or it is seen that it does not."""

from __future__ import annotations

import pytest

from bot.cards.statement import Statement, rows
from metrics.question.result import Part
from tests.bot import samples


def statement(opening: int, closing: int, **steps: int) -> Statement:
    """One made by hand."""
    bands = tuple(
        Part(
            key=(name,),
            label=name.replace("_", " "),
            figure=samples.figure(n, n, bounds=(None, None)),
        )
        for name, n in steps.items()
    )
    return Statement(
        growth=samples.answer("backlog_growth", bands=bands),
        opening=samples.answer("backlog", figure=samples.figure(opening, opening)),
        closing=samples.answer("backlog", figure=samples.figure(closing, closing)),
    )


def test_each_step_has_its_sign_and_moves_are_told_where_there_were_any() -> None:
    told = statement(512, 541, created=812, reopened=31, solved=801, removed=16, moved_in=3)
    assert rows(told) == [
        ["Backlog", "tickets"],
        ["Opening", "512"],
        ["In", "+812"],
        ["Reopened", "+31"],
        ["Solved", "-801"],
        ["Removed", "-16"],
        ["Moved in", "+3"],
        ["Closing", "541"],
    ]


def test_a_step_that_nothing_took_has_no_sign() -> None:
    assert rows(statement(1, 1, reopened=0, moved_out=0))[2:-1] == [["Reopened", "0"]]


@pytest.mark.parametrize(("closing", "adds_up"), [(541, True), (540, False)])
def test_it_is_seen_whether_it_adds_up(closing: int, *, adds_up: bool) -> None:
    told = statement(512, closing, created=812, reopened=31, solved=801, removed=16, moved_in=3)
    assert told.adds_up is adds_up
