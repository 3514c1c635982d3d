"""What an alert sees at an instant: of few, of nothing and of stale data it says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.alerts.watching import Sight, watch
from metrics.alerts import Alert, Kind
from metrics.ask import Asker
from metrics.errors import AskError
from metrics.policies import Policies
from metrics.store.engine import Store
from tests.bot.alerts.desk import alert, services
from tests.metrics.desk import DAY, NOW, Told, at, told

Look: TypeAlias = Callable[..., Sight]
WEEK = 168
OPEN_WEEKS = (-4, -3, -2, -1)


def answered(hours: float, n: int = 6) -> list[Told]:
    """Tickets of Tuesday morning, each answered after so many hours."""
    return [Told(f"{hours}-{k}", 33).said(33 + hours, "ann") for k in range(n)]


def created(hour: float, n: int, name: str = "") -> list[Told]:
    return [Told(f"{name}{hour}-{k}", hour) for k in range(n)]


@pytest.fixture
def look(store: Store, tmp_path: Path) -> Look:
    def seen(stories: Iterable[Told], watched: Alert, now: int = NOW, policies: str = "") -> Sight:
        asker = told(store, stories)
        if policies:
            parsed = Policies.parse(policies, asker.calendar.zone)
            asker = Asker(store, asker.calendar, policies=parsed)
        return watch(watched, services(asker, tmp_path), now)

    return seen


@pytest.mark.parametrize(
    ("hours", "beyond", "over"),
    [(6, True, False), (4, False, False), (3.75, False, False), (3.5, False, True)],
)
def test_it_is_over_only_with_room_to_spare(
    look: Look, hours: float, beyond: bool, over: bool
) -> None:
    seen = look(answered(hours), alert()).seen
    assert (seen.beyond, seen.over) == (beyond, over)


@pytest.mark.parametrize(("n", "beyond"), [(4, True), (5, False), (6, False)])
def test_below_a_value_is_beyond_where_less_is_bad(look: Look, n: int, beyond: bool) -> None:
    watched = alert(watch="volume 2026-W46", above=False, value=5.0, clear=6.0)
    seen = look(answered(1, n), watched).seen
    assert seen.beyond is beyond
    assert seen.over is (n == 6)


def test_too_few_say_neither(look: Look) -> None:
    seen = look(answered(6, 9), alert(minimum=10)).seen
    assert (seen.beyond, seen.over) == (None, None)


def test_nothing_and_a_hidden_value_say_neither(look: Look) -> None:
    seen = look(answered(6, 2), alert()).seen
    assert (seen.beyond, seen.over) == (None, None)


@pytest.mark.parametrize(("late", "beyond"), [(600, True), (601, None)])
def test_data_that_have_missed_two_syncs_say_neither(
    look: Look, late: int, beyond: bool | None
) -> None:
    assert look(answered(6), alert(), NOW + late).seen.beyond is beyond


def test_a_figure_is_told_with_what_stands_behind_it(look: Look) -> None:
    sight = look(answered(6), alert(watch="frt email 2026-W46"))
    assert sight.fires == "First response time is above 4h"
    assert sight.now.startswith("6h 0m median")
    assert "6 first replies" in sight.now
    assert sight.scope.startswith("Email")
    assert sight.phrase == "frt email 2026-W46"
    assert sight.look.startswith("triage and routing")
    assert sight.say(18000) == "5h 0m"


@pytest.mark.parametrize("words", ["frt by agent", "frt agent ann"])
def test_nobody_is_watched(look: Look, words: str) -> None:
    with pytest.raises(AskError):
        look([*answered(6)], alert(watch=words))


def test_promises_that_break_soon_are_told_with_their_tickets(look: Look) -> None:
    stories = [Told("soon", 14), Told("later", 16)]
    watched = alert(Kind.BREACHING, "email", value=7200.0, clear=7200.0)
    sight = look(stories, watched, at(16), "frt 4h business")
    assert [due.ticket for due in sight.dues] == ["soon"]
    assert sight.fires == "1 ticket is about to miss a target within 2h of working time"
    assert (sight.seen.beyond, sight.seen.over) == (True, False)


def test_no_promise_in_danger_is_over(look: Look) -> None:
    watched = alert(Kind.BREACHING, "", value=3600.0, clear=3600.0)
    sight = look([Told("soon", 14)], watched, at(15), "frt 4h business")
    assert (sight.seen.beyond, sight.seen.over) == (False, True)


def test_without_promises_none_can_be_watched(look: Look) -> None:
    with pytest.raises(AskError, match="No target of service"):
        look([Told("soon", 14)], alert(Kind.BREACHING, ""))


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
    watched = alert(Kind.SPIKE, "email", value=2.0, clear=1.5, minimum=5)
    seen = look([*usual(2), *created(34.5, came)], watched, at(35)).seen
    assert (seen.beyond, seen.over) == (beyond, over)


def test_a_rush_is_told_beside_what_is_usual(look: Look) -> None:
    watched = alert(Kind.SPIKE, "", value=2.0, clear=1.5, minimum=5)
    sight = look([*usual(2), *created(34.5, 12)], watched, at(35))
    assert "12 tickets in the last hour" in sight.now
    assert sight.now.endswith("usual for these hours: 2 (the last 8 weeks)")
    assert sight.say(6.0) == "6 times the usual"


def test_fewer_than_the_least_are_no_rush(look: Look) -> None:
    watched = alert(Kind.SPIKE, "", value=2.0, clear=1.5, minimum=20)
    assert look([*usual(2), *created(34.5, 12)], watched, at(35)).seen.beyond is False


def test_without_weeks_to_compare_with_there_is_no_rush(look: Look) -> None:
    watched = alert(Kind.SPIKE, "", value=2.0, clear=1.5, minimum=5)
    early = at(35) - 50 * DAY
    assert look(created(34.5 - 50 * 24, 12), watched, early).seen.beyond is None


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
    watched = alert(Kind.GROWING, "email", value=3.0, clear=2.0, minimum=minimum)
    sight = look(weekly(*net), watched, at(10))
    assert (sight.seen.beyond, sight.seen.over) == (beyond, not beyond)


def test_how_it_grew_is_told_week_by_week(look: Look) -> None:
    sight = look(weekly(4, 3, -1, 5), alert(Kind.GROWING, ""), at(10))
    assert sight.now == "Rose in 3 of the last 4 weeks: +4, +3, -1, +5 tickets"
    assert sight.say(11) == "11 more in four weeks"


def test_a_short_history_says_nothing_of_growth(look: Look) -> None:
    seen = look(weekly(4, 3, -1, 5), alert(Kind.GROWING, ""), at(10) - 40 * DAY).seen
    assert (seen.beyond, seen.over) == (None, None)
