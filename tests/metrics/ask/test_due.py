"""Which open tickets break a promise next."""

from __future__ import annotations

import pytest

from metrics.ask import Asker
from metrics.errors import UnavailableError
from metrics.question.query import Filter
from metrics.service_levels.due import Due
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension, SlaMeasure
from tests.metrics.desk import DAY, HOUR, Told, at, told

POLICIES = "frt 4h business; next_reply 2h; resolution 20h business"
DAYS = 100 * DAY


def told_by(store: Store, *stories: Told, policies: str = POLICIES) -> Asker:
    """One who answers from these stories under the team's own policies, open 9 to 17 in UTC."""
    asker = told(store, stories)
    parsed = Policies.parse(policies, asker.calendar.zone)
    return Asker(store, asker.calendar, policies=parsed)


def first(asker: Asker, hour: float, within_seconds: int = DAYS) -> list[tuple[str, float, int]]:
    """Ticket, working hours left and instant of each, asked at an hour of the week."""
    found = asker.breaching((), at(hour), within_seconds)
    return [(due.ticket, due.left_seconds / HOUR, due.due_at) for due in found]


def test_each_open_ticket_is_told_with_its_first_promise_the_next_due_first(store: Store) -> None:
    early = Told("early", 10).agent(10.5, "ann")
    asker = told_by(store, Told("late", 14), early, policies="frt 4h business; resolution 9h")
    assert asker.breaching((), at(13), DAYS) == (
        Due(
            ticket="early",
            number="early",
            source="zendesk:acme",
            agent="ann",
            measure=SlaMeasure.FRT,
            due_at=at(14),
            left_seconds=HOUR,
        ),
    )
    assert first(asker, 15) == [("early", 2.0, at(19)), ("late", 2.0, at(23))]


def test_the_night_takes_no_time_from_what_is_left(store: Store) -> None:
    # Created at 14:00 with 4 working hours: 3 that day and 1 on the next.
    asker = told_by(store, Told("late", 14))
    assert first(asker, 16) == [("late", 2.0, at(34))]
    assert first(asker, 20) == first(asker, 30) == [("late", 1.0, at(34))]


def test_only_what_is_due_within_the_time_is_told(store: Store) -> None:
    asker = told_by(store, Told("late", 14), policies="frt 4h business")
    assert first(asker, 16, 2 * HOUR) != []
    assert first(asker, 16, 2 * HOUR - 1) == []


def test_a_promise_by_the_clock_is_told_in_the_working_time_that_is_left(store: Store) -> None:
    asker = told_by(store, Told("chat", 16), policies="frt 3h")
    assert first(asker, 16.5) == [("chat", 0.5, at(19))]
    assert first(asker, 18) == [("chat", 0.0, at(19))]


def test_what_is_kept_broken_or_solved_is_not_told(store: Store) -> None:
    answered = Told("answered", 10).said(11, "ann")
    solved = Told("solved", 10).solved(11, 12)
    asker = told_by(store, answered, solved, Told("broken", 0), policies="frt 4h business")
    assert first(asker, 12.75) == [("broken", 0.25, at(13))]
    assert first(asker, 13.25) == []


def test_after_the_first_reply_the_solution_is_due(store: Store) -> None:
    asker = told_by(store, Told("answered", 10).said(11, "ann"))
    (due,) = asker.breaching((), at(13), DAYS)
    assert (due.measure, due.left_seconds / HOUR) == (SlaMeasure.RESOLUTION, 17.0)


def test_what_ran_out_since_the_data_were_read_has_no_time_left(store: Store) -> None:
    asker = told_by(store, Told("chat", 15 * 24 - 1), policies="frt 2h")
    assert first(asker, 15 * 24 + 3) == [("chat", 0.0, at(15 * 24 + 1))]


def test_only_the_tickets_that_are_asked_for_are_told(store: Store) -> None:
    mine = Told("mine", 10).agent(10, "ann")
    asker = told_by(store, mine, Told("other", 10, channel=Channel.CHAT).agent(10, "bob"))
    for where in (Filter(Dimension.AGENT, ("ann",)), Filter(Dimension.CHANNEL, ("email",))):
        assert [due.ticket for due in asker.breaching((where,), at(11), DAYS)] == ["mine"]


def test_where_nothing_is_promised_it_says_how_to(store: Store) -> None:
    with pytest.raises(UnavailableError, match="DESKPULSE_SLA"):
        told(store, [Told("1", 10)]).breaching((), at(11), DAYS)
