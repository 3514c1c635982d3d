"""Ten years of posts in thirty places: each local slot once, whatever the clocks there do."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import takewhile
from operator import ge
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from metrics.recurrence import Rule, slots
from tests.scenarios.odd_days import EPOCH, TIMES, ZONES, Decade, minute_of, odd_days

CADENCES: dict[str, Callable[[date], bool]] = {
    "daily": lambda day: True,
    "daily mon-fri": lambda day: day.weekday() < 5,
    "weekly sunday": lambda day: day.weekday() == 6,
    "monthly 1": lambda day: day.day == 1,
    "monthly 30": lambda day: day.day == min(30, monthrange(day.year, day.month)[1]),
    "monthly last": lambda day: (day + timedelta(days=1)).day == 1,
    "quarterly 1": lambda day: day.day == 1 and day.month in {1, 4, 7, 10},
}


ODDEST = {
    *("Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Gaza"),
    *("Asia/Tehran", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia"),
}
"""A few of each kind; `make thorough` takes the others too."""


@pytest.mark.parametrize(
    "zone",
    [pytest.param(z, marks=() if z in ODDEST else pytest.mark.thorough) for z in ZONES],
)
def test_ten_years_have_each_local_slot_once(zone: str) -> None:
    decade = Decade(zone)
    days = [EPOCH + timedelta(days=int(day)) for day in decade.days]
    for cadence, on in CADENCES.items():
        chosen = decade.days[[on(day) for day in days]]
        for wall in TIMES:
            expected = np.unique(decade.first_at(chosen, minute_of(wall))).tolist()
            rule = Rule.parse(f"{cadence} {wall} {zone}", ZoneInfo("UTC"))
            posts = slots(rule, expected[0] - 1)
            made = list(takewhile(partial(ge, expected[-1]), posts))
            assert made == expected, (cadence, wall)
            # Samoa's 30 December 2011 never was; at midnight its slot is that of the 31st.
            apart = len(chosen) - (zone == "Pacific/Apia" and wall == "00:00")
            assert len(made) >= apart


def test_the_decades_hold_many_odd_days_and_a_date_that_never_was() -> None:
    apia = list(odd_days("Pacific/Apia"))
    assert sum("2011-12-30" in line and "skipped" in line for line in apia) == len(TIMES)
    assert len(list(odd_days("Australia/Lord_Howe"))) == 20
    assert list(odd_days("Asia/Kathmandu")) == []
