"""Limits of time: shares within and beyond them, and what is older, worked out by hand."""

from __future__ import annotations

import pytest

from metrics.ask import Asker
from metrics.periods import Period
from metrics.question.query import Clock, Query
from metrics.store.database.engine import Store
from tests.metrics.desk import NOW, Told, ask, hits, told

WEEK = 7 * 24
FIRST_REPLIES = (
    Told("answered in time").said(2, "ann"),
    Told("answered late").said(6, "ann"),
    Told("waits", hour=10),
    Told("answered in time next week", hour=WEEK - 2).said(WEEK + 1, "ann"),
    Told("waits since the end", hour=WEEK - 2),
    Told("late from last week", hour=-2).said(3, "ann"),
    Told("late in last week", hour=-6).said(1, "ann"),
    Told("solved in silence in time").became(1, "solved"),
    Told("solved in silence late").became(8, "solved"),
    Told("opened by an agent", submitter="ann").said(0, "ann").said(9, "ann"),
)
SOLVES = (
    Told("in time").became(5, "solved"),
    Told("again later").became(5, "solved").became(50, "open").became(60, "solved"),
    Told("back and open").became(5, "solved").became(8, "open"),
    Told("never"),
    Told("late").became(30, "solved"),
    Told("late again", hour=1).became(30, "solved").became(40, "open"),
)


def tickets(asker: Asker, metric: str, variant: str) -> set[object]:
    query = Query(metric=metric, variant=variant, period=Period.of("2026-W46"))
    return {line["ticket"] for line in asker.tickets(query, NOW)}


def test_each_first_reply_counts_once_when_it_is_decided(store: Store) -> None:
    asker = told(store, FIRST_REPLIES)
    assert hits(ask(asker, "frt", "within 4h")) == (1, 5)
    assert hits(ask(asker, "frt", "beyond 4h")) == (4, 5)
    assert hits(ask(asker, "frt", "within 4h", "2026-W47")) == (1, 2)
    assert hits(ask(asker, "frt", "within 4h", "2026-W45")) == (0, 1)
    assert tickets(asker, "frt", "beyond 4h") == {
        *("answered late", "waits", "late from last week", "solved in silence late"),
    }


def test_who_has_time_left_is_not_in_it_yet(store: Store) -> None:
    asker = told(store, [Told("1", hour=14 * 24 + 22).said(14 * 24 + 23, "ann"), Told("2", 359)])
    assert hits(ask(asker, "frt", "within 2h", "2026-W48")) == (1, 1)
    assert hits(ask(asker, "frt", "within 30m", "2026-W48")) == (0, 2)


def test_the_very_second_of_the_limit_is_within(store: Store) -> None:
    asker = told(store, [Told("1").said(4, "ann"), Told("2").said(4 + 1 / 3600, "ann")])
    assert hits(ask(asker, "frt", "within 4h")) == (1, 2)
    assert hits(ask(asker, "frt", "beyond 4h")) == (1, 2)


def test_a_solve_is_in_time_by_the_last_one_and_counts_once(store: Store) -> None:
    asker = told(store, SOLVES)
    assert hits(ask(asker, "resolution", "within 1d")) == (2, 6)
    assert tickets(asker, "resolution", "beyond 1d") == {
        *("again later", "never", "late", "late again"),
    }


def test_every_wait_counts_for_itself(store: Store) -> None:
    story = (
        Told("1").said(0, "cleo").said(2, "ann").said(5, "cleo").said(11, "bob").said(20, "cleo")
    )
    asker = told(store, [story])
    assert hits(ask(asker, "art", "within 4h")) == (1, 3)
    assert hits(ask(asker, "next_reply", "within 4h")) == (0, 2)


def test_office_hours_run_the_limit_out_when_we_are_open(store: Store) -> None:
    stories = [
        Told("answered on tuesday", hour=16).said(34, "ann"),
        Told("waits since monday", hour=16),
        Told("waits since friday", hour=4 * 24 + 16),
    ]
    asker = told(store, stories)

    def share(variant: str, period: str) -> tuple[int | None, int]:
        query = Query(metric="frt", variant=variant, period=Period.of(period), clock=Clock.BUSINESS)
        return hits(asker.answer(query, NOW))

    assert share("within 3h", "2026-W46") == (1, 2)
    assert share("within 3h", "2026-W47") == (0, 1)
    assert share("within 1h30m", "2026-W46") == (0, 2)


@pytest.mark.parametrize(
    ("metric", "variant", "n"),
    [
        ("backlog", "older than 7d", 1),
        ("backlog", "younger than 7d", 2),
        ("backlog", "older than 6d", 3),
        ("backlog", "older than 8d", 0),
        ("unassigned", "older than 7d", 1),
        ("pending_reply", "older than 6d", 2),
    ],
)
def test_what_is_open_is_older_than_a_limit_at_that_instant(
    store: Store, metric: str, variant: str, n: int
) -> None:
    stories = [
        Told("old", hour=-10),
        Told("younger by an hour", hour=1).agent(2, "ann"),
        Told("just so old").said(150, "ann"),
        Told("solved", hour=-10).became(100, "solved"),
    ]
    asker = told(store, stories)
    result = ask(asker, metric, variant)
    assert result.figure.value == n
    assert len(tickets(asker, metric, variant)) == n


def test_a_limit_has_no_target_and_says_how_waits_are_treated(store: Store) -> None:
    result = ask(told(store, FIRST_REPLIES), "frt", "within 4h")
    assert (result.title, result.statistic) == ("First response time within 4h", "share")
    assert "at most 4h" in result.definition
    assert "Whoever still waits then is beyond it" in result.population
    assert result.target is None
