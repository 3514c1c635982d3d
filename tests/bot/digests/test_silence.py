"""A helpdesk that tells of no ticket on a day that usually has many."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.cards import things
from bot.cards.edition import SilentDay
from bot.digests import compose, find
from bot.digests.silence import silent_days
from metrics.periods import Period, PeriodKind
from metrics.question.query import Query
from metrics.store.database.engine import Store
from tests.bot.alerts.desk import services
from tests.metrics.desk import DAY, MONDAY, Told, told

HOURS = 24
LAST_WEEK = Query(metric="volume", period=Period.of("last week"))
TUESDAY = date(2026, 11, 17)


def stories(a_day: int, silent: int = 8) -> list[Told]:
    """So many tickets on each day of nine weeks, and none on one of them."""
    return [
        Told(f"{day}-{n}", hour=HOURS * day + n % 20)
        for day in range(-54, 14)
        for n in range(a_day)
        if day != silent
    ]


def found(store: Store, folder: Path, a_day: int, silent: int = 8) -> tuple[SilentDay, ...]:
    asked = services(told(store, stories(a_day, silent), days=90), folder)
    return silent_days(LAST_WEEK, PeriodKind.WEEK, MONDAY + 7 * DAY, asked)


def test_a_day_of_which_nothing_was_told_is_named(store: Store, tmp_path: Path) -> None:
    assert found(store, tmp_path, 22) == (SilentDay(TUESDAY, 22),)


@pytest.mark.parametrize(("a_day", "silent"), [(5, 8), (22, 1), (22, 99)])
def test_few_tickets_and_days_of_before_are_no_news(
    a_day: int, silent: int, store: Store, tmp_path: Path
) -> None:
    assert found(store, tmp_path, a_day, silent) == ()


def test_the_digest_of_that_week_says_so(store: Store, tmp_path: Path) -> None:
    around = services(told(store, stories(22), days=90), tmp_path)
    edition = compose(find("weekly"), (), around.now(), around)
    assert edition.silent == (SilentDay(TUESDAY, 22),)


def test_it_is_said_with_what_to_look_at() -> None:
    assert things.silence(()) == ""
    assert things.silence([SilentDay(TUESDAY, 22)]) == (
        "No ticket came in on Tue 17 Nov (usually about 22): look in the helpdesk, data may be "
        "missing."
    )
    assert "and 2 more days" in things.silence([SilentDay(TUESDAY, 22)] * 5)
