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


def test_fewer_than_the_least_are_no_rush(look: Look) -> None:
    watched = alert("spike", "", value=2.0, clear=1.5, minimum=20)
    assert look([*usual(2), *created(34.5, 12)], watched, at(35)).observation.beyond is False


def test_without_weeks_to_compare_with_there_is_no_rush(look: Look) -> None:
    watched = alert("spike", "", value=2.0, clear=1.5, minimum=5)
    early = at(35) - 50 * DAY
    assert look(created(34.5 - 50 * 24, 12), watched, early).observation.beyond is None
