"""A figure beyond its value: of few, of nothing and of stale data it says nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.alerts.changes import context
from bot.alerts.kinds.threshold import history, preview
from bot.alerts.phrases import read_alert
from metrics.errors import AskError
from metrics.store.database.engine import Store
from tests.bot.alerts.desk import alert, reach, services
from tests.bot.alerts.kinds.conftest import Look
from tests.metrics.desk import DAY, MONDAY, NOW, Told, told


def answered(hours: float, n: int = 6) -> list[Told]:
    """Tickets of Tuesday morning, each answered after so many hours."""
    return [Told(f"{hours}-{k}", 33).said(33 + hours, "ann") for k in range(n)]


@pytest.mark.parametrize(
    ("hours", "beyond", "over"),
    [(6, True, False), (4, False, False), (3.75, False, False), (3.5, False, True)],
)
def test_it_is_over_only_with_room_to_spare(
    look: Look, hours: float, beyond: bool, over: bool
) -> None:
    seen = look(answered(hours), alert()).observation
    assert (seen.beyond, seen.over) == (beyond, over)


@pytest.mark.parametrize(("n", "beyond"), [(4, True), (5, False), (6, False)])
def test_below_a_value_is_beyond_where_less_is_bad(look: Look, n: int, beyond: bool) -> None:
    watched = alert(watch="volume 2026-W46", above=False, value=5.0, clear=6.0)
    seen = look(answered(1, n), watched).observation
    assert seen.beyond is beyond
    assert seen.over is (n == 6)


def test_too_few_say_neither(look: Look) -> None:
    seen = look(answered(6, 9), alert(minimum=10)).observation
    assert (seen.beyond, seen.over) == (None, None)


def test_nothing_and_a_hidden_value_say_neither(look: Look) -> None:
    seen = look(answered(6, 2), alert()).observation
    assert (seen.beyond, seen.over) == (None, None)


@pytest.mark.parametrize(("late", "beyond"), [(662, True), (663, None)])
def test_data_that_have_missed_two_syncs_say_neither(
    look: Look, late: int, beyond: bool | None
) -> None:
    assert look(answered(6), alert(), NOW + late).observation.beyond is beyond


def test_why_it_cannot_tell_is_said(look: Look) -> None:
    assert look(answered(6), alert()).blind == ""
    assert look(answered(6), alert(), NOW + 663).blind == "my data reach only to 00:00"
    few = look(answered(6, 9), alert(minimum=10))
    assert (few.blind, few.few) == ("", "only 9 first replies, 10 are needed")


def test_of_days_that_are_not_known_nothing_is_claimed(store: Store, tmp_path: Path) -> None:
    """The data end at noon five days ago: that day is not known to its end, nor those since."""
    over = services(told(store, answered(6)), tmp_path)
    one = read_alert("volume today above 0", context(over, "C1"))
    whole = preview(one, replace(over, now=lambda: MONDAY + 3 * DAY + 3600))
    assert whole.endswith("on 1 of the last 28 days.")
    reach(store, MONDAY + 3 * DAY + DAY // 2)
    late = preview(one, replace(over, now=lambda: MONDAY + 8 * DAY))
    assert late.endswith("on 1 of the 23 days, of the last 28, that I know.")


def test_a_figure_is_told_with_what_stands_behind_it(look: Look) -> None:
    sight = look(answered(6), alert(watch="frt email 2026-W46"))
    assert sight.fires == "First response time above 4h"
    assert sight.now == "6h 0m, 2h above the limit of 4h \u00b7 6 first replies"
    assert sight.scope.startswith("Email")
    assert sight.phrase == "frt email 9..15 nov 2026"
    assert sight.say(18000) == "5h 0m"


@pytest.mark.parametrize("words", ["frt by agent", "frt agent ann"])
def test_nobody_is_watched(look: Look, words: str) -> None:
    with pytest.raises(AskError):
        look([*answered(6)], alert(watch=words))


@pytest.mark.parametrize(
    ("yesterday", "today", "beyond", "over"),
    [
        (3, 0, False, True),  # the day has only begun: yesterday counts
        (0, 0, True, False),
        (0, 1, True, False),
        (0, 2, False, True),  # where a low number is over already, the day need not end
    ],
)
def test_a_day_that_is_running_is_not_below_a_whole_day(
    look: Look, yesterday: int, today: int, beyond: bool, over: bool
) -> None:
    """At 00:42 hardly anything has come, which is no reason to call anybody."""
    stories = [Told(f"y{n}", 20) for n in range(yesterday)] + [
        Told(f"t{n}", 24.5) for n in range(today)
    ]
    watched = alert(watch="volume today", above=False, value=1.0 if not today else 2.0, clear=2.0)
    seen = look(stories, watched, MONDAY + 24 * 3600 + 42 * 60).observation
    assert (seen.beyond, seen.over) == (beyond, over)


def test_a_day_that_is_running_may_be_above_early(look: Look) -> None:
    stories = [Told(f"t{n}", 24.5) for n in range(3)]
    watched = alert(watch="volume today", value=2.0, clear=1.0)
    assert look(stories, watched, MONDAY + 24 * 3600 + 42 * 60).observation.beyond is True


def test_a_level_is_below_as_it_stands(look: Look) -> None:
    watched = alert(watch="backlog today", above=False, value=2.0, clear=3.0)
    assert look([Told("a", 1)], watched, MONDAY + 24 * 3600 + 42 * 60).observation.beyond is True


def test_of_a_single_day_with_enough_it_is_said_in_the_singular(
    store: Store, tmp_path: Path
) -> None:
    plan = read_alert(
        "volume today above 9", context(services(told(store, answered(6)), tmp_path), "C1")
    )
    one = history([0] * 27 + [20], [True], plan)
    assert "Only one of the last 28 days had enough to tell: at its end it was above." in one
    assert "at its end it was not above." in history([0] * 27 + [20], [False], plan)
