"""A backlog that grows."""

from __future__ import annotations

import pytest

from tests.bot.alerts.desk import alert
from tests.bot.alerts.kinds.conftest import WEEK, Look, created
from tests.metrics.desk import DAY, Told, at

OPEN_WEEKS = (-4, -3, -2, -1)


def weekly(*net: int) -> list[Told]:
    """Tickets of four weeks: so many that stay open, or so many old ones that are solved."""
    old = [Told(f"old{k}", -5 * WEEK) for k in range(40)]
    unsolved, stories = iter(old), list[Told]()
    for week, step in zip(OPEN_WEEKS, net, strict=True):
        if step >= 0:
            stories += created(week * WEEK + 10, step)
        else:
            stories += [
                next(unsolved).solved(week * WEEK + 9, week * WEEK + 10) for _ in range(-step)
            ]
    return [*stories, *(each for each in old if each not in stories)]


@pytest.mark.parametrize(
    ("net", "minimum", "beyond"),
    [
        ((4, 3, -1, 5), 0, True),
        ((4, -3, -1, 5), 0, False),
        ((1, 1, -9, 1), 0, False),
        ((4, 3, -1, 5), 12, False),
    ],
)
def test_a_backlog_grows_in_three_of_four_weeks(
    look: Look, net: tuple[int, ...], minimum: int, beyond: bool
) -> None:
    watched = alert("growing", "email", value=3.0, clear=2.0, minimum=minimum)
    sight = look(weekly(*net), watched, at(10))
    assert (sight.seen.beyond, sight.seen.over) == (beyond, not beyond)


def test_how_it_grew_is_told_week_by_week(look: Look) -> None:
    sight = look(weekly(4, 3, -1, 5), alert("growing", ""), at(10))
    assert sight.now == "Rose in 3 of the last 4 weeks: +4, +3, -1, +5 tickets"
    assert sight.say(11) == "11 more in four weeks"


def test_a_short_history_says_nothing_of_growth(look: Look) -> None:
    seen = look(weekly(4, 3, -1, 5), alert("growing", ""), at(10) - 40 * DAY).seen
    assert (seen.beyond, seen.over) == (None, None)
