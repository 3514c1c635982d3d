"""The standup: what its board is made of, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.digests.standup import board, last_working_day
from bot.services import Services
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.question.query import Filter
from metrics.tickets.records import Dimension
from tests.bot import desk

DAY_SECONDS = 86400
EMAIL = (Filter(Dimension.CHANNEL, ("email",)),)
OFFICE = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00"))


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("standup")
    with desk.services(desk.settings(folder), tickets=20_000) as made:
        yield made


@pytest.mark.parametrize("days_ago", [0, 1, 3])
@pytest.mark.parametrize("where", [(), EMAIL, (Filter(Dimension.TEAM, ("t1",)),)])
def test_the_steps_lead_from_the_opening_to_the_closing_backlog(
    services: Services, where: tuple[Filter, ...], days_ago: int
) -> None:
    then = replace(services, now=lambda: desk.NOW - days_ago * DAY_SECONDS)
    made = board(where, then)
    steps = made.steps
    assert steps["created"] > 0
    came = steps["created"] + steps["reopened"] + steps.get("moved in", 0)
    went = steps["solved"] + steps["removed"] + steps.get("moved out", 0)
    assert made.opened_with + came - went == made.closes_with
    assert made.adds_up


def test_a_monday_looks_back_to_friday() -> None:
    assert last_working_day(date(2026, 11, 23), OFFICE) == date(2026, 11, 20)


def test_a_holiday_is_skipped() -> None:
    friday_off = replace(OFFICE, holidays=frozenset({date(2026, 11, 20)}))
    assert last_working_day(date(2026, 11, 23), friday_off) == date(2026, 11, 19)
