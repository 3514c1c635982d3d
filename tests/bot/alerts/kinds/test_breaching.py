"""Promises that break soon."""

from __future__ import annotations

import pytest

from metrics.errors import AskError
from tests.bot.alerts.desk import alert
from tests.bot.alerts.kinds.conftest import Look
from tests.metrics.desk import Told, at


def test_promises_that_break_soon_are_told_with_their_tickets(look: Look) -> None:
    stories = [Told("soon", 14), Told("later", 16)]
    watched = alert("breaching", "email", value=7200.0, clear=7200.0)
    sight = look(stories, watched, at(16), "frt 4h business")
    assert [due.ticket for due in sight.dues] == ["soon"]
    assert sight.owner(sight.dues[0]) == "nobody's"
    assert sight.story().advice == "It has no owner: assign it."
    assert sight.fires == "1 ticket is about to miss a target within 2h of working time"
    assert (sight.observation.beyond, sight.observation.over) == (True, False)


def test_no_promise_in_danger_is_over(look: Look) -> None:
    watched = alert("breaching", "", value=3600.0, clear=3600.0)
    sight = look([Told("soon", 14)], watched, at(15), "frt 4h business")
    assert (sight.observation.beyond, sight.observation.over) == (False, True)


def test_without_promises_none_can_be_watched(look: Look) -> None:
    with pytest.raises(AskError, match=r"no SLA target is known\. To have it, set DESKPULSE_SLA"):
        look([Told("soon", 14)], alert("breaching", ""))
