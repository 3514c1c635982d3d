"""The day of a month that stands out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.cards import things
from bot.cards.edition import Surge
from bot.digests.surge import surge
from metrics.periods import Period
from metrics.question.query import Query
from metrics.store.database.engine import Store
from tests.bot.alerts.desk import services
from tests.metrics.desk import Told, told

VOLUME = Query(metric="volume", period=Period.of("last month"))
DAY = 24


def stories(crowd: int, category: str) -> list[Told]:
    """Five tickets on each day, and a crowd more on one Tuesday of October."""
    usual = [
        Told(f"{day}-{n}", hour=-DAY * day + n, category="billing")
        for day in range(1, 42)
        for n in range(5)
    ]
    more = (
        Told(f"x{n}", hour=-DAY * 20 + n % 12, category=category if n % 4 else "refund")
        for n in range(crowd)
    )
    return [*usual, *more]


def found(store: Store, folder: Path, crowd: int, category: str = "outage") -> Surge | None:
    return surge(VOLUME, services(told(store, stories(crowd, category), days=90), folder))


def test_a_crowd_on_one_day_is_named_with_what_it_was_about(store: Store, tmp_path: Path) -> None:
    assert found(store, tmp_path, 40) == Surge(
        day=date(2026, 10, 20), n=45, usual=5, category="outage", of_category=30
    )


@pytest.mark.parametrize("crowd", [0, 15])
def test_a_few_more_make_no_day_stand_out(store: Store, tmp_path: Path, crowd: int) -> None:
    assert found(store, tmp_path, crowd) is None


def test_it_is_told_as_a_colleague_would() -> None:
    day = Surge(day=date(2026, 10, 6), n=186, usual=47, category="outage", of_category=156)
    assert " ".join(things.surge(day)) == (
        "Tue 6 Oct brought 186 tickets, usually 47 on a Tuesday. 156 of them are filed under "
        "outage."
    )
