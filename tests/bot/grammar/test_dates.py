"""Times as people say them: one table of phrases, with what is asked and which days it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.grammar import parse, render
from metrics.ask.question import with_dates
from metrics.errors import AskError
from metrics.periods.readings import DateOrder
from metrics.periods.reckoning import Reckoning, famous
from tests.bot.grammar.desk import DESK, refusal

BERLIN = ZoneInfo("Europe/Berlin")
WEEK_SECONDS = 7 * 86400

MONDAY = datetime(2026, 11, 30, 16, 5, 33, tzinfo=BERLIN)
SUNDAY = datetime(2026, 11, 29, 9, 30, tzinfo=BERLIN)
NEW_YEAR = datetime(2027, 1, 1, 8, 0, tzinfo=BERLIN)

DAYS = [
    # What is typed, when, how it is said again, the first and the last day.
    ("frt monday", MONDAY, "frt monday", "2026-11-23", "2026-11-23"),
    ("frt monday", SUNDAY, "frt monday", "2026-11-23", "2026-11-23"),
    ("frt last monday", MONDAY, "frt monday", "2026-11-23", "2026-11-23"),
    ("frt this monday", MONDAY, "frt this monday", "2026-11-30", "2026-11-30"),
    ("frt on fri", MONDAY, "frt friday", "2026-11-27", "2026-11-27"),
    ("frt thurs", NEW_YEAR, "frt thursday", "2026-12-31", "2026-12-31"),
    ("frt tuesday last week", SUNDAY, "frt tuesday last week", "2026-11-17", "2026-11-17"),
    ("frt last week tuesday", SUNDAY, "frt tuesday last week", "2026-11-17", "2026-11-17"),
    ("frt since monday", SUNDAY, "frt since monday", "2026-11-23", "2026-11-29"),
    ("frt since yesterday", MONDAY, "frt since yesterday", "2026-11-29", "2026-11-30"),
    ("frt since last week", MONDAY, "frt since last week", "2026-11-23", "2026-11-30"),
    ("frt 2 days ago", MONDAY, "frt 2 days ago", "2026-11-28", "2026-11-28"),
    ("frt the day before yesterday", MONDAY, "frt 2 days ago", "2026-11-28", "2026-11-28"),
    ("frt two weeks ago", MONDAY, "frt 2 weeks ago", "2026-11-16", "2026-11-22"),
    ("frt nov 9-12", MONDAY, "frt 9 november..12 november", "2026-11-09", "2026-11-12"),
    ("frt nov 9 to 12 2025", MONDAY, "frt 9..12 nov 2025", "2025-11-09", "2025-11-12"),
    ("frt 9-12 nov", MONDAY, "frt 9 november..12 november", "2026-11-09", "2026-11-12"),
    ("frt nov 28-dec 3", NEW_YEAR, "frt 28 november..3 december", "2026-11-28", "2026-12-03"),
    ("frt 9.11.-12.11.", MONDAY, "frt 9 november..12 november", "2026-11-09", "2026-11-12"),
    ("frt 9.-12.11.", MONDAY, "frt 9 november..12 november", "2026-11-09", "2026-11-12"),
    ("frt 1.11. - 15.11.", MONDAY, "frt 1 november..15 november", "2026-11-01", "2026-11-15"),
    ("frt 28.12.-3.1.", NEW_YEAR, "frt 28 december..3 january", "2026-12-28", "2027-01-03"),
    ("frt 9.11. to 12.11.2025", MONDAY, "frt 9..12 nov 2025", "2025-11-09", "2025-11-12"),
    ("frt 9.11.26", MONDAY, "frt 9 nov 2026", "2026-11-09", "2026-11-09"),
    ("frt 2026-11-09", MONDAY, "frt 9 nov 2026", "2026-11-09", "2026-11-09"),
    ("frt 2026-11-09 - 2026-11-12", MONDAY, "frt 9..12 nov 2026", "2026-11-09", "2026-11-12"),
    ("frt 2026-11-09/2026-11-12", MONDAY, "frt 9..12 nov 2026", "2026-11-09", "2026-11-12"),
    ("frt 2026/11/09", MONDAY, "frt 9 nov 2026", "2026-11-09", "2026-11-09"),
    ("frt 13/11/2026", MONDAY, "frt 13 nov 2026", "2026-11-13", "2026-11-13"),
    ("frt 11/13/2026", MONDAY, "frt 13 nov 2026", "2026-11-13", "2026-11-13"),
    ("frt 11/11/2026", MONDAY, "frt 11 nov 2026", "2026-11-11", "2026-11-11"),
    ("frt 01/11/2026 - 15/11/2026", MONDAY, "frt 1..15 nov 2026", "2026-11-01", "2026-11-15"),
    ("frt kw46", MONDAY, "frt w46", "2026-11-09", "2026-11-15"),
    ("frt KW 46", MONDAY, "frt w46", "2026-11-09", "2026-11-15"),
    ("frt week 46", MONDAY, "frt w46", "2026-11-09", "2026-11-15"),
    ("frt l7d", MONDAY, "frt", "2026-11-23", "2026-11-29"),
    ("frt l30d", MONDAY, "frt last 30 days", "2026-10-31", "2026-11-29"),
    ("volume lm", MONDAY, "volume last month", "2026-10-01", "2026-10-31"),
    ("volume lastmonth", MONDAY, "volume last month", "2026-10-01", "2026-10-31"),
    ("volume h1", MONDAY, "volume h1", "2026-01-01", "2026-06-30"),
    ("volume h2 2025", MONDAY, "volume h2 2025", "2025-07-01", "2025-12-31"),
    ("volume first half", NEW_YEAR, "volume h1", "2027-01-01", "2027-06-30"),
    ("volume ytd", MONDAY, "volume this year", "2026-01-01", "2026-12-31"),
    ("volume q1-q3", MONDAY, "volume 1 january..30 september", "2026-01-01", "2026-09-30"),
]

TWO_PERIODS = [
    # What is typed and how it is said again: the later stands first, the period before is not said.
    ("csat oct vs sep", "csat october"),
    ("csat oct vs aug", "csat october vs august"),
    ("csat oct 2025 vs aug", "csat oct 2025 vs aug 2025"),
    ("csat oct 2025 vs oct 2024", "csat oct 2025 vs last year"),
    ("csat this week vs last", "csat this week"),
    ("csat this quarter vs last", "csat this quarter"),
    ("csat last week vs this week", "csat this week"),
    ("compare this week to last week csat", "csat this week"),
    ("csat compare september and november", "csat september vs november"),
    ("compare csat email with chat this month", "csat email this month vs chat"),
    ("frt today vs last monday", "frt today vs monday"),
    ("frt today vs yesterday", "frt today vs yesterday"),
    ("frt last week vs last month", "frt last week vs last month"),
    ("frt 1-5 nov vs 16-20 nov", "frt 1 november..5 november vs 16 november..20 november"),
    ("frt 9.11.-12.11. vs 2.11.-5.11.", "frt 9 november..12 november"),
    ("frt 2026-11-09 vs 2026-11-04", "frt 9 nov 2026 vs 4 nov 2026"),
    ("frt this morning vs yesterday morning", "frt this morning vs yesterday morning"),
    ("csat wow", "csat last week"),
    ("csat this week wow", "csat this week"),
    ("csat mom", "csat last month"),
    ("csat qoq", "csat last quarter"),
    ("csat yoy", "csat vs last year"),
    ("csat october yoy", "csat october vs last year"),
    ("frt day over day", "frt yesterday vs 2 days ago"),
]

HOURS = [
    # What is typed, when, how it is said again, and how it is dated.
    ("frt this morning", MONDAY, "frt this morning", "frt 30 nov 2026 morning"),
    ("frt yesterday afternoon", MONDAY, "frt yesterday afternoon", "frt 29 nov 2026 afternoon"),
    ("frt friday evening", MONDAY, "frt friday evening", "frt 27 nov 2026 evening"),
    ("frt tonight", MONDAY, "frt this evening", "frt 30 nov 2026 evening"),
    ("frt last night", MONDAY, "frt yesterday night", "frt 29 nov 2026 night"),
    ("frt 9 nov 2026 morning", MONDAY, "frt 9 nov 2026 morning", "frt 9 nov 2026 morning"),
    (
        *("frt last 24h", MONDAY, "frt last 24 hours"),
        "frt 29 nov 2026 16:05..30 nov 2026 16:05",
    ),
    (
        *("frt over the past 48 hours", MONDAY, "frt last 48 hours"),
        "frt 28 nov 2026 16:05..30 nov 2026 16:05",
    ),
    ("frt last hour", SUNDAY, "frt last hour", "frt 29 nov 2026 08:30..29 nov 2026 09:30"),
]

BOUNDS = {
    "this morning": ("2026-11-30 06:00", "2026-11-30 12:00"),
    "yesterday evening": ("2026-11-29 18:00", "2026-11-30 00:00"),
    "last night": ("2026-11-29 22:00", "2026-11-30 06:00"),
    "last 24 hours": ("2026-11-29 16:05", "2026-11-30 16:05"),
}

QUESTIONS = [
    # What is typed, what the bot asks back, and what it offers.
    ("frt 01/11/2026", "“01/11/2026” can be 1 nov 2026 or 11 jan 2026.", "frt 1 nov 2026"),
    ("frt 01/11/2026", "can be", "frt 11 jan 2026"),
    ("frt 01/11/2026 - 05/11/2026", "can be", "frt 1..5 nov 2026"),
    ("frt 3/4", "“3/4” can be 3 april or 4 march.", "frt 4 march"),
    (
        "frt 24h",
        "“24h” alone is not clear. For the time up to now say last 24 hours.",
        "frt last 24 hours",
    ),
    ("frt 30m", "minutes or months", "frt last hour"),
    ("frt october wow", "one period at a time", "frt october"),
]


def at(now: datetime) -> int:
    return int(now.timestamp())


@pytest.mark.parametrize(("typed", "now", "again", "first", "last"), DAYS)
def test_a_phrase_means_these_days(
    typed: str, now: datetime, again: str, first: str, last: str
) -> None:
    query = parse(typed, DESK)
    assert render(query, DESK) == again
    window = query.period.window(at(now), BERLIN)
    assert (window.first, window.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(("typed", "now"), [(row[0], row[1]) for row in (*DAYS, *HOURS)])
def test_what_is_said_again_and_what_is_kept_mean_the_same_time(typed: str, now: datetime) -> None:
    query = parse(typed, DESK)
    assert parse(render(query, DESK), DESK) == query
    kept = with_dates(query, at(now), BERLIN)
    assert parse(render(kept, DESK), DESK) == kept
    was, later = (
        each.period.window(asked_at, BERLIN)
        for each, asked_at in ((query, at(now)), (kept, at(now) + WEEK_SECONDS))
    )
    assert (was.start, was.first, was.last) == (later.start, later.first, later.last)


@pytest.mark.parametrize(("typed", "again"), TWO_PERIODS)
def test_two_periods_are_set_side_by_side(typed: str, again: str) -> None:
    query = parse(typed, DESK)
    assert query == parse(again, DESK)
    assert parse(render(query, DESK), DESK) == query


@pytest.mark.parametrize("typed", [row[0] for row in TWO_PERIODS])
def test_both_periods_are_kept_by_their_dates(typed: str) -> None:
    kept = with_dates(parse(typed, DESK), at(MONDAY), BERLIN)
    assert parse(render(kept, DESK), DESK) == kept
    assert with_dates(kept, at(MONDAY) + WEEK_SECONDS, BERLIN) == kept


@pytest.mark.parametrize(("typed", "now", "again", "dated"), HOURS)
def test_hours_are_kept_by_their_dates(typed: str, now: datetime, again: str, dated: str) -> None:
    query = parse(typed, DESK)
    assert render(query, DESK) == again
    assert render(with_dates(query, at(now), BERLIN), DESK) == dated


@pytest.mark.parametrize("words", BOUNDS)
def test_a_part_of_a_day_has_these_hours(words: str) -> None:
    window = parse(f"frt {words}", DESK).period.window(at(MONDAY), BERLIN)
    ends = (datetime.fromtimestamp(end, BERLIN) for end in (window.start, window.end))
    assert tuple(f"{end:%Y-%m-%d %H:%M}" for end in ends) == BOUNDS[words]


@pytest.mark.parametrize(
    ("typed", "again", "dated"),
    [
        ("volume on black friday", "volume black friday", "volume 27 nov 2026"),
        ("volume new year's eve", "volume new year eve", "volume 31 dec 2025"),
        ("volume payment outage", "volume payment outage", "volume 12..13 nov 2026"),
        ("csat fy26", "csat fy26", "csat 1 apr 2025..31 mar 2026"),
        ("frt fiscal q3", "frt fiscal q3", "frt 1 oct..31 dec 2026 up to 30 nov"),
        ("volume refunds", "volume category Refunds", ""),
    ],
)
def test_the_teams_own_words_of_time_are_known(typed: str, again: str, dated: str) -> None:
    outage = (date(2026, 11, 12), date(2026, 11, 13))
    named = [("Payment outage", outage), ("Refunds", outage)]
    reckoning = Reckoning(fiscal_month=4, occasions=famous()).with_named(named)
    desk = replace(DESK, reckoning=reckoning)
    query = parse(typed, desk)
    assert render(query, desk) == again
    assert parse(again, desk) == query
    if dated:
        assert render(with_dates(query, at(MONDAY), BERLIN), desk) == dated


def test_the_own_order_of_dates_stands_first() -> None:
    desk = replace(DESK, reckoning=Reckoning(order=DateOrder.MONTH_FIRST))
    with pytest.raises(AskError) as caught:
        parse("frt 01/11/2026", desk)
    assert caught.value.suggestions == ("frt 11 jan 2026", "frt 1 nov 2026")


@pytest.mark.parametrize(("typed", "asked", "offer"), QUESTIONS)
def test_what_has_two_readings_is_asked_back(typed: str, asked: str, offer: str) -> None:
    error = refusal(typed)
    assert asked in str(error)
    assert offer in error.suggestions
