"""A figure beyond its value: of few, of nothing and of stale data it says nothing."""

from __future__ import annotations

import pytest

from metrics.errors import AskError
from tests.bot.alerts.desk import alert
from tests.bot.alerts.kinds.conftest import Look
from tests.metrics.desk import NOW, Told


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
