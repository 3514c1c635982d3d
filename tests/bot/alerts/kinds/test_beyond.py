"""A figure beyond its value: how far it is, since when, and right words for every measure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.alerts.kinds.beyond import is_decided
from bot.cards import differences, facts
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Unit
from metrics.store.database.engine import Store
from metrics.store.syncs.ledger import SOURCE
from tests.bot.alerts.desk import alert
from tests.bot.alerts.kinds.conftest import Look
from tests.bot.samples import answer, figure
from tests.metrics.desk import DAY, HOUR, MONDAY, NOW, Told, at

MINUTES = 5 * 60


def unowned(*hours: float) -> list[Told]:
    return [Told(f"n{n}", hour) for n, hour in enumerate(hours)]


@pytest.mark.parametrize(
    ("watch", "value", "stories", "hour"),
    [
        ("unassigned", 2, unowned(10, 20, 30), 30),
        ("unassigned", 2, unowned(10, 20, 355), 355),
        ("unassigned", 2, [*unowned(1, 2, 3, 350), Told("x", 4).solved(5, 340)], 3),
        ("unassigned", 1, [*unowned(10), Told("x", 20).agent(30, "ann"), Told("y", 357)], 357),
        ("backlog", 1, [*unowned(10), Told("x", 5).solved(6, 20), Told("y", 350)], 350),
        ("volume today", 1, [Told("a", 330), Told("b", 337), Told("c", 341), Told("d", 355)], None),
    ],
)
def test_since_when_it_is_so_is_looked_up_in_the_data(
    look: Look, watch: str, value: float, stories: list[Told], hour: float | None
) -> None:
    """However new the alert is. Hours count from Monday two weeks ago; 360 is now."""
    sight = look(stories, alert(watch=watch, value=value, clear=value), NOW - (hour is None))
    assert sight.observation.beyond is True
    found = sight.story().lasting
    assert found is not None
    within = MINUTES if found.exact else DAY
    assert 0 <= found.since_at - at(341 if hour is None else hour) <= within


def test_what_was_so_before_the_data_begin_is_said_to_be_longer(look: Look) -> None:
    sight = look(unowned(-24 * 70, -24 * 69), alert(watch="backlog", value=1, clear=1))
    found = sight.story().lasting
    assert found is not None
    assert found.whole
    assert found.since_at - at(-24 * 60) < DAY


def test_a_median_is_so_since_the_day_on_which_it_rose(look: Look) -> None:
    slow = [Told(f"s{n}", 24 * n + 9).said(24 * n + 15, "ann") for n in range(9, 15)]
    quick = [Told(f"q{n}", 24 * n + 9).said(24 * n + 10, "ann") for n in range(9)]
    watched = alert(watch="frt today", minimum=1)
    one_a_day = [
        Told(f"{each.ticket.id}-{k}", (each.ticket.created_at - at(0)) / HOUR).said(
            (each.events[0].at - at(0)) / HOUR, "ann"
        )
        for each in (*slow, *quick)
        for k in range(6)
    ]
    found = look(one_a_day, watched, NOW - 1).story().lasting
    assert found is not None
    assert found.since_at // DAY == at(24 * 9) // DAY


NOUNS = {
    "visitors and requesters": "visitor or requester",
    "replies": "reply",
    "first replies": "first reply",
    "tries": "try",
}


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_measure_is_told_without_a_verb_that_its_title_might_not_agree_with(
    look: Look, key: str
) -> None:
    """ "Unassigned tickets is above 5" was wrong, and "Backlog are above 5" would be."""
    metric = CATALOGUE[key]
    result = answer(key, figure=figure(1.0, 1))
    assert " is " not in f" {result.title} above 5 "
    noun = metric.counts
    one = NOUNS.get(noun, noun.removesuffix("s"))
    assert facts.count_words(result, 1) == f"1 {one}"
    assert facts.count_words(result, 2) == f"2 {noun}"


@pytest.mark.parametrize("key", CATALOGUE)
@pytest.mark.parametrize("above", [True, False])
def test_how_far_every_measure_is_past_its_value_is_told_in_its_own_unit(
    key: str, above: bool
) -> None:
    unit = CATALOGUE[key].unit
    by_unit = {
        Unit.SECONDS: (17100.0, 14400.0, "45m", "4h"),
        Unit.SHARE: (0.82, 0.9, "8 points", "90%"),
        Unit.COUNT: (132.0, 100.0, "32", "100"),
        Unit.EASE: (5.5, 5.0, "0.50", "5.00 of 7"),
        Unit.POINTS: (85.0, 80.0, "5.0", "80.0 of 100"),
        Unit.NET: (40.0, 30.0, "10", "+30"),
        Unit.MONEY: (14.5, 12.0, "2.50", "12.00"),
        Unit.RATIO: (3.5, 3.0, "0.50", "3.00"),
    }
    value, limit, size, level = by_unit[unit]
    if (value > limit) is not above:
        value = 2 * limit - value
    told = differences.past(answer(key, figure=figure(value, 50)), limit)
    assert told == f"{size} {'above' if above else 'below'} the limit of {level}"


def test_a_count_of_one_is_told_in_the_singular(look: Look) -> None:
    sight = look(unowned(10), alert(watch="unassigned", value=0.0, clear=0.0))
    assert sight.fires == "Unassigned tickets above 0"
    assert sight.now == "1 unassigned ticket, 1 above the limit of 0"


@pytest.mark.parametrize(
    ("key", "above", "told"),
    [
        ("volume", True, True),
        ("volume", False, False),
        ("backlog_growth", False, False),
        ("cost_ticket", True, False),  # a month's cost beside the tickets of its first days
        ("contact_rate", False, False),
        ("frt", False, True),
        ("csat", False, True),
        ("backlog", False, True),
    ],
)
def test_of_a_running_period_only_what_cannot_turn_counts(
    key: str, above: bool, told: bool
) -> None:
    running = replace(answer(key), complete=False)
    watched = alert(above=above, value=1e6, clear=1e6)
    assert is_decided(watched, running) is told
    assert is_decided(watched, replace(running, complete=True))


def test_nothing_is_told_of_a_figure_while_older_tickets_are_read(look: Look, store: Store) -> None:
    stories = [Told(f"n{n}", 340 - 24 * n).said(341 - 24 * n, "ann") for n in range(5)]
    stories += [Told("old", -24 * 62).said(300, "ann")]
    watched = alert(watch="frt", value=60, clear=60, minimum=1)
    assert look(stories, watched).observation.beyond
    with store.write() as connection:
        connection.execute(update(SOURCE).values(wanted_at=MONDAY - 90 * DAY))
    sight = look([], watched)
    assert sight.observation.beyond is None
    assert sight.few == "older tickets are still to be read, 1 of this period"
