"""A rush of new tickets, beside the same hours of earlier weeks."""

from __future__ import annotations

import pytest

from tests.bot.alerts.desk import alert
from tests.bot.alerts.kinds.conftest import WEEK, Look, created
from tests.metrics.desk import DAY, Told, at


def usual(each: int) -> list[Told]:
    """So many tickets on the Tuesday mornings before, between 10 and 11."""
    weeks = [
        created(-8 * WEEK, 1),
        *(created(34.5 - WEEK * back, each, f"b{back}-") for back in range(1, 9)),
    ]
    return [story for week in weeks for story in week]


@pytest.mark.parametrize(
    ("came", "beyond", "over"), [(12, True, False), (5, False, False), (2, False, True)]
)
def test_a_rush_is_more_than_these_hours_ever_bring(
    look: Look, came: int, beyond: bool, over: bool
) -> None:
    watched = alert("spike", "email", value=2.0, clear=1.5, minimum=5)
    seen = look([*usual(2), *created(34.5, came)], watched, at(35)).observation
    assert (seen.beyond, seen.over) == (beyond, over)


def test_a_rush_is_told_beside_what_is_usual(look: Look) -> None:
    watched = alert("spike", "", value=2.0, clear=1.5, minimum=5)
    sight = look([*usual(2), *created(34.5, 12)], watched, at(35))
    assert "12 tickets in the last hour" in sight.now
    assert sight.now.endswith("usual for these hours: 2 (the last 8 weeks)")
    assert sight.say(6.0) == "6 times the usual"


@pytest.mark.parametrize(
    ("billing", "refund", "advice"),
    [(0, 12, ""), (9, 3, "9 of 12 are in billing: begin there."), (5, 7, "")],
)
def test_where_a_rush_comes_from_is_told_where_that_is_news(
    look: Look, billing: int, refund: int, advice: str
) -> None:
    """As most tickets are about refunds, a rush of those is told as one of tickets."""
    odd = [Told(f"b{n}", 34.5, category="billing") for n in range(billing)]
    watched = alert("spike", "", value=2.0, clear=1.5, minimum=5)
    sight = look([*usual(2), *odd, *created(34.5, refund)], watched, at(35))
    assert sight.story().advice == advice


def test_fewer_than_the_least_are_no_rush(look: Look) -> None:
    watched = alert("spike", "", value=2.0, clear=1.5, minimum=20)
    assert look([*usual(2), *created(34.5, 12)], watched, at(35)).observation.beyond is False


def test_without_weeks_to_compare_with_there_is_no_rush(look: Look) -> None:
    watched = alert("spike", "", value=2.0, clear=1.5, minimum=5)
    early = at(35) - 50 * DAY
    assert look(created(34.5 - 50 * 24, 12), watched, early).observation.beyond is None
