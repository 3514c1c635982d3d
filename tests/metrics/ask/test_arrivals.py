"""New tickets of the newest hours, beside the same hours of the weeks before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from metrics.ask import Asker
from metrics.question.query import Filter
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension
from tests.metrics.desk import Told, at, told

WEEK = 168
FIRST = Told("first", -8 * WEEK)
BERLIN = ZoneInfo("Europe/Berlin")


def test_the_hours_of_each_week_are_counted_from_their_start_to_before_their_end(
    store: Store,
) -> None:
    stories = [
        FIRST,
        *(Told(f"now{hour}", hour) for hour in (33.9, 34, 34.5, 34.99, 35.5)),
        Told("week", 34.2 - WEEK),
        *(Told(f"two{hour}", hour - 2 * WEEK) for hour in (34.1, 34.9)),
    ]
    asker = told(store, stories)
    assert asker.arrivals((), at(35), 1, 3) == (3, (1, 2, 0))
    assert asker.arrivals((), at(35), 4, 3) == (4, (1, 2, 0))


def test_only_the_tickets_that_are_meant_are_counted(store: Store) -> None:
    stories = [
        Told("old", -WEEK * 2, channel=Channel.CHAT),
        Told("mail", 34.5),
        Told("chat", 34.6, channel=Channel.CHAT),
    ]
    chats = (Filter(Dimension.CHANNEL, ("chat",)),)
    assert told(store, stories).arrivals(chats, at(35), 1, 1) == (1, (0,))


def test_weeks_from_before_the_history_are_left_out(store: Store) -> None:
    # The history begins 60 days before the week: 8 weeks and 4 days.
    asker = told(store, [Told("old", -70 * 24), Told("one", 34.5)])
    assert len(asker.arrivals((), at(35), 1, 12)[1]) == 8


def test_weeks_before_the_first_of_these_tickets_are_left_out(store: Store) -> None:
    stories = [Told("old", -8 * WEEK), Told("chat", 30 - 3 * WEEK, channel=Channel.CHAT)]
    chats = (Filter(Dimension.CHANNEL, ("chat",)),)
    asker = told(store, stories)
    assert asker.arrivals(chats, at(35), 1, 8) == (0, (0, 0, 0))
    assert asker.arrivals((Filter(Dimension.CHANNEL, ("web",)),), at(35), 1, 8) == (0, ())


def test_an_hour_is_that_of_the_wall_clock(store: Store) -> None:
    # Berlin left summer time on 25 October: 10:30 there was 08:30 in UTC the week before.
    summer = int(datetime(2026, 10, 20, 10, 30, tzinfo=BERLIN).timestamp())
    winter = int(datetime(2026, 10, 27, 11, 0, tzinfo=BERLIN).timestamp())
    hour = (summer - at(0)) / 3600
    asker = told(store, [FIRST, Told("summer", hour)])
    asker = Asker(asker.store, replace(asker.calendar, zone=BERLIN))
    assert asker.arrivals((), winter, 1, 1) == (0, (1,))
