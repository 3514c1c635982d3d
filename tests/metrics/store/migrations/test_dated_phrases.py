"""The revision that writes the periods of kept phrases as the dates that they meant."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.grammar import parse, render
from metrics.catalogue import measure
from metrics.periods import Period
from metrics.question.query import Directory
from metrics.store.database.engine import Store
from metrics.store.database.schema import step_to

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
    "frt today": "frt 25 nov 2026",
    "frt this year": "frt 2026 up to 25 nov",
    "frt last quarter": "frt q3 2026",
    "frt last 3 months": "frt 1 aug..31 oct 2026",
    "frt 2026-q4": "frt q4 2026 up to 25 nov",
    "frt q2": "frt q2 2026",
    "frt 2025": "frt 2025",
    "frt 2026-10": "frt oct 2026",
    "frt w53": "frt 28 dec 2020..3 jan 2021",
    "frt 29 february": "frt 29 feb 2024",
    "frt 2026-11-20": "frt 20 nov 2026",
    "frt 2026-12-28..2027-01-03": "frt 28 dec 2026..3 jan 2027",
    "frt 20 november..10 january": "frt 20 nov 2026..10 jan 2027 up to 25 nov",
    "frt nov 2026 up to 17 nov": "frt nov 2026 up to 17 nov",
}
NAMED = {
    "frt team A/B": "frt team A/B 16..22 nov 2026",
    "frt category refunds, returns/late last month": "frt category refunds, returns/late oct 2026",
}
"""Names with a slash, which are no time zones."""
UNREADABLE = ("frt US/Nowhere", "frt last week Atlantis/Capital by team", "frt last week ../etc")
"""Phrases whose time zone this machine does not know, or no longer."""


@pytest.fixture
def old(store: Store) -> Store:
    """A database of the revision before."""
    with store.write() as connection:
        SQLModel.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        step_to(connection, "0002")
    return store


def keep(store: Store, phrases: Iterable[str], at: int = AT) -> None:
    """Keep an answer and a look for each phrase."""
    rows = [{"id": f"{n:08x}", "phrase": phrase, "at": at} for n, phrase in enumerate(phrases)]
    answer = text(
        'INSERT INTO receipt (id, phrase, asked_at, person, "window", headline, n, '
        "figures, making) VALUES (:id, :phrase, :at, 'U1', 'w', 'h', 1, 'f', 'm')"
    )
    look = text(
        "INSERT INTO look (at, person, channel, phrase, allowed) "
        "VALUES (:at, 'U1', 'C1', :phrase, true)"
    )
    with store.write() as connection:
        connection.execute(answer, rows)
        connection.execute(look, rows)


def dated(store: Store) -> list[str]:
    """The phrases of answers after the step; those of looks are the same."""
    with store.write() as connection:
        step_to(connection, "0003", BERLIN)
    with store.read() as connection:
        answers = connection.execute(text("SELECT phrase FROM receipt ORDER BY id")).scalars().all()
        looks = connection.execute(text("SELECT phrase FROM look ORDER BY key")).scalars().all()
    assert answers == looks
    return list(answers)


def test_kept_phrases_get_the_dates_that_they_meant(old: Store) -> None:
    phrases = PHRASES | NAMED
    keep(old, phrases)
    assert dated(old) == list(phrases.values())


def test_a_phrase_that_cannot_be_read_stays_as_it_is_and_stops_nothing(
    old: Store, caplog: pytest.LogCaptureFixture
) -> None:
    keep(old, [*UNREADABLE, "frt", ""])
    assert dated(old) == [*UNREADABLE, "frt 16..22 nov 2026", ""]
    left = [
        record.message for record in caplog.records if "left without its dates" in record.message
    ]
    assert len(left) == 2 * len(UNREADABLE)
    assert left[0].startswith("The phrase of receipt 00000000 is left")


def test_an_instant_that_no_calendar_has_stops_nothing(old: Store) -> None:
    keep(old, ["frt"], at=2**60)
    assert dated(old) == ["frt"]


def test_many_rows_are_never_in_memory_at_once(old: Store) -> None:
    number = 12_000
    dated_at_peak(old, 1)  # what is made once in a process is made by now
    with old.write() as connection:
        connection.execute(text("DELETE FROM receipt"))
        connection.execute(text("DELETE FROM look"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    assert dated_at_peak(old, number) / number < 150, "bytes for each row"


def dated_at_peak(store: Store, number: int) -> int:
    """The bytes that the step takes at most for so many rows, each of which it dates."""
    keep(store, ["frt email last week by team"] * number)
    tracemalloc.start()
    with store.write() as connection:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        step_to(connection, "0003", BERLIN)
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    with store.read() as connection:
        left = text("SELECT count(*) FROM receipt WHERE phrase LIKE '%last week%'")
        assert connection.execute(left).scalar() == 0
    return peak - before


@pytest.mark.parametrize(("before", "after"), PHRASES.items())
def test_they_ask_the_same_of_the_same_days(before: str, after: str) -> None:
    was, now = parse(before, NAMES), parse(after, NAMES)
    usual = measure(was.metric, was.variant).default_period
    if was.period == usual and "7 days" in str(usual) and "days" not in before:
        was = replace(was, period=Period.of("last week"))  # what none meant then
    assert render(now, NAMES) == after
    zone = ZoneInfo(was.zone or BERLIN)
    then = was.period.window(AT, zone)
    window = now.period.window(AT, zone)
    assert (window.start, window.first, window.last) == (then.start, then.first, then.last)
    assert min(window.end, AT) == min(then.end, AT)
    assert now.where == was.where
    assert (now.split, now.against, now.percentile) == (was.split, was.against, was.percentile)
