"""The revision that writes the periods of kept phrases as the dates that they meant."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.grammar import parse, render
from metrics.query import Directory
from metrics.store.engine import Store
from metrics.store.schema import step_to

BERLIN = "Europe/Berlin"
AT = int(datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo(BERLIN)).timestamp())
"""Half past midnight on a Wednesday, which in UTC was still the Tuesday."""
NAMES = Directory(teams={"1": "Billing", "2": "last week", "3": "today"}, categories=("by agent",))
PHRASES = {
    "frt": "frt 16..22 nov 2026",
    "backlog": "backlog 25 nov 2026",
    "nps": "nps q3 2026",
    "churn": "churn oct 2026",
    "frt email by team": "frt email 16..22 nov 2026 by team",
    "frt yesterday vs last year": "frt 24 nov 2026 vs last year",
    "frt this month": "frt nov 2026 up to 25 nov",
    "frt this week by team and channel": "frt 23..29 nov 2026 up to 25 nov by team and channel",
    "frt last 30 days": "frt 26 oct..24 nov 2026",
    "frt last 7 days America/New_York": "frt 17..23 nov 2026 America/New_York",
    "frt 17 july..20 august": "frt 17 jul..20 aug 2026",
    "frt since 2026-11-01": "frt 1..25 nov 2026",
    "frt 2026-W40": "frt 28 sep..4 oct 2026",
    "frt december": "frt dec 2025",
    'frt team "last week"': 'frt team "last week" 16..22 nov 2026',
    "frt team today": "frt team today 16..22 nov 2026",
    "frt team Billing, today last month": "frt team Billing, today oct 2026",
    'frt category "by agent" p90 w3': 'frt category "by agent" p90 12..18 jan 2026',
    "repeat 30": "repeat 30 16..22 nov 2026",
    "frt vs target": "frt 16..22 nov 2026 vs target",
}


@pytest.fixture
def old(store: Store) -> Store:
    """A database of the revision before, with an answer and a look for each phrase."""
    with store.write() as connection:
        SQLModel.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        step_to(connection, "0002")
        for number, phrase in enumerate(PHRASES):
            row = {"id": f"{number:08x}", "phrase": phrase, "at": AT}
            connection.execute(
                text(
                    'INSERT INTO receipt (id, phrase, asked_at, person, "window", headline, n, '
                    "figures, making) VALUES (:id, :phrase, :at, 'U1', 'w', 'h', 1, 'f', 'm')"
                ),
                row,
            )
            connection.execute(
                text(
                    "INSERT INTO look (at, person, channel, phrase, allowed) "
                    "VALUES (:at, 'U1', 'C1', :phrase, true)"
                ),
                row,
            )
    return store


def test_kept_phrases_get_the_dates_that_they_meant(old: Store) -> None:
    with old.write() as connection:
        step_to(connection, "0003", BERLIN)
    with old.read() as connection:
        answers = connection.execute(text("SELECT phrase FROM receipt ORDER BY id")).scalars().all()
        looks = connection.execute(text("SELECT phrase FROM look ORDER BY key")).scalars().all()
    assert answers == list(PHRASES.values())
    assert looks == list(PHRASES.values())


@pytest.mark.parametrize(("before", "after"), PHRASES.items())
def test_they_ask_the_same_of_the_same_days(before: str, after: str) -> None:
    was, now = parse(before, NAMES), parse(after, NAMES)
    assert render(now, NAMES) == after
    zone = ZoneInfo(was.zone or BERLIN)
    then = was.period.window(AT, zone)
    window = now.period.window(AT, zone)
    assert (window.start, window.first, window.last) == (then.start, then.first, then.last)
    assert min(window.end, AT) == min(then.end, AT)
    assert now.where == was.where
    assert (now.split, now.against, now.percentile) == (was.split, was.against, was.percentile)
