"""A backlog that grows."""

from __future__ import annotations

import pytest

from bot.alerts.kinds.shared import lasting_weeks
from tests.bot.alerts.desk import alert
from tests.bot.alerts.kinds.conftest import WEEK, Look, created
from tests.bot.samples import wait
from tests.bot.samples import weekly as by_week
from tests.metrics.desk import DAY, Told, at

SLOW = (0, 4, 1, 3, 4, 3, -1, 5)
"""As many weeks as the desk knows."""


def weekly(*net: int) -> list[Told]:
    """Tickets of the last weeks: so many that stay open, or so many old ones that are solved."""
    old = [Told(f"old{k}", -(len(net) + 1) * WEEK) for k in range(60)]
    unsolved, stories = iter(old), list[Told]()
    for week, step in zip(range(-len(net), 0), net, strict=True):
        if step >= 0:
            stories += created(week * WEEK + 10, step)
        else:
            stories += [
                next(unsolved).solved(week * WEEK + 9, week * WEEK + 10) for _ in range(-step)
            ]
    return [*stories, *(each for each in old if each not in stories)]


@pytest.mark.parametrize(
    ("net", "minimum", "beyond", "over"),
    [
        pytest.param(SLOW, 0, True, False, id="steadily"),
        pytest.param((5, -3, -2, 3, 4, 3, -1, 5), 0, False, False, id="may be chance"),
        pytest.param((0, 4, 1, 3, 4, -3, -1, 5), 0, False, False, id="not lately"),
        pytest.param((0, 4, 1, 3, 4, -3, -1, 0), 0, False, True, id="not any more"),
        pytest.param((9, 9, 9, 9, 1, 1, -9, 1), 0, False, True, id="fell again"),
        pytest.param(SLOW, 12, False, False, id="by few"),
        pytest.param((0,) * 8, 0, False, True, id="still"),
    ],
)
def test_a_backlog_grows_lately_and_beyond_chance(
    look: Look, net: tuple[int, ...], minimum: int, beyond: bool, over: bool
) -> None:
    sight = look(weekly(*net), alert("growing", "email", minimum=minimum), at(10))
    assert (sight.observation.beyond, sight.observation.over) == (beyond, over)


def test_how_it_grew_is_told_with_how_sure_that_is(look: Look) -> None:
    sight = look(weekly(*SLOW), alert("growing", ""), at(10))
    # Steps of mean 2.375 and deviation 2.134; t is 2.365 for eight weeks: +0.6 to +4.2.
    assert sight.now == (
        "Rose in 3 of the last 4 weeks: +4, +3, -1, +5 tickets "
        "\u00b7 over 8 weeks +2.4 a week on average, more than chance does"
    )
    assert sight.say(11) == "11 more in four weeks"
    assert sight.phrase == "backlog_growth 31 aug..8 nov 2026"


def test_what_may_be_chance_is_said_to_be(look: Look) -> None:
    sight = look(weekly(5, -3, -2, 3, 4, 3, -1, 5), alert("growing", ""), at(10))
    assert sight.now.endswith("a week on average, which could be chance")


@pytest.mark.parametrize(("late", "beyond"), [(662, True), (663, None)])
def test_what_has_missed_two_syncs_does_not_grow_nor_stop_growing(
    look: Look, late: int, beyond: bool | None
) -> None:
    sight = look(weekly(*SLOW), alert("growing", ""), at(10) + late, fresh=at(10))
    assert sight.observation.beyond is beyond
    assert sight.blind == ("" if beyond else "my data reach only to 10:00")


def test_a_short_history_says_nothing_of_growth(look: Look) -> None:
    sight = look(weekly(*SLOW), alert("growing", ""), at(10) - 7 * DAY)
    assert (sight.observation.beyond, sight.observation.over) == (None, None)
    assert sight.now == "Only 7 whole weeks are known"


@pytest.mark.parametrize(
    ("told", "since", "whole"),
    [
        ("nnnnnnnnnyyy", 9, False),
        ("yyynyyyyyyyy", 4, False),
        ("????yyyyyyyy", 4, True),
        ("yyyyyyyyyyyn", None, False),
        ("yyyyyyyyyyyy", 0, False),
    ],
)
def test_since_when_it_is_so_is_told_by_the_weeks_up_to_each(
    told: str, since: int | None, whole: bool
) -> None:
    weeks = by_week([wait(8040)] * len(told))
    answers = {"y": True, "n": False, "?": None}
    found = lasting_weeks(weeks, lambda known: answers[told[len(known) - 1]])
    assert (found.since_at if found else None) == (
        None if since is None else weeks[since].window.end
    )
    assert bool(found and found.whole) is whole


def test_a_post_says_since_when_it_grows_and_asks_why(look: Look) -> None:
    sight = look(weekly(*SLOW), alert("growing", "email"), at(10))
    lasting = sight.story().lasting
    assert lasting is not None
    assert lasting.since_at <= at(10)
    assert sight.why.startswith("backlog email ")
    assert sight.why.endswith(" why")
