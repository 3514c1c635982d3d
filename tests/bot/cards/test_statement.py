"""A backlog's statement adds up, or it is seen that it does not."""

from __future__ import annotations

import pytest

from bot.cards.statement import Statement
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


@pytest.mark.parametrize(("closing", "adds_up"), [(541, True), (540, False)])
def test_it_is_seen_whether_it_adds_up(closing: int, *, adds_up: bool) -> None:
    told = statement(512, closing, created=812, reopened=31, solved=801, removed=16, moved_in=3)
    assert told.adds_up is adds_up
