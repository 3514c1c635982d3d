"""Who goes on with which ticket: once, until it moves or is given back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import insert

from metrics.store.books.takes import EVENT, PERSON, Takes
from metrics.store.database.engine import Store
from metrics.tickets.records import TicketId

TICKET = TicketId("zendesk", "31076")
TAKEN_AT = 1000
CHANGE = {"kind": "change", "public": False, "automated": True}
MESSAGE = {"kind": "message", "public": True, "automated": False}


def happens(
    store: Store, event: dict[str, object], at: int = TAKEN_AT + 1, ticket: TicketId = TICKET
) -> None:
    row = {"source": ticket.source, "ticket": ticket.id, "id": f"e{at}", "at": at, "order": 0}
    with store.write() as connection:
        connection.execute(insert(EVENT).values(row | event))


@pytest.fixture
def takes(store: Store) -> Takes:
    people = (("a1", "agent"), ("c1", "customer"), ("b1", "bot"))
    with store.write() as connection:
        for id, role in people:
            row = {"source": "zendesk", "id": id, "role": role, "name": "", "active": True}
            connection.execute(insert(PERSON).values(row | {"address": "", "changed_at": 0}))
    return Takes(store)


def test_of_many_clicks_at_once_one_takes_it_and_all_see_who(store: Store, takes: Takes) -> None:
    with closing(Store.open(store.engine.url)) as other:
        copy = Takes(other)
        for number in range(10):
            ticket = TicketId("zendesk", str(number))
            clicks = [(takes, "U1"), (copy, "U2"), (takes, "U3"), (copy, "U1")] * 4
            with ThreadPoolExecutor(16) as people:
                done = list(people.map(lambda c: c[0].take(ticket, c[1], TAKEN_AT), clicks))  # noqa: B023
            assert [new for _, new in done].count(True) == 1
            (winner,) = {take.person for take, new in done if new}
            assert {(take.person, take.number) for take, _ in done} == {(winner, 1)}


@pytest.mark.parametrize(
    ("event", "over"),
    [
        ({**CHANGE, "field": "status", "new": "solved"}, True),
        ({**CHANGE, "field": "agent", "new": "a2"}, True),
        ({**CHANGE, "field": "team", "new": "t2"}, True),
        ({**CHANGE, "field": "priority", "new": "urgent"}, False),
        ({**MESSAGE, "actor": "a1"}, True),
        ({**MESSAGE, "actor": "a1", "public": False}, True),
        ({**MESSAGE, "actor": "gone", "author": "agent"}, True),
        ({**MESSAGE, "actor": "c1"}, False),
        ({**MESSAGE, "actor": "a1", "automated": True}, False),
        ({**MESSAGE, "actor": "b1"}, False),
    ],
)
def test_it_stands_until_the_ticket_moves(
    store: Store, takes: Takes, event: dict[str, object], over: bool
) -> None:
    takes.take(TICKET, "U1", TAKEN_AT)
    happens(store, event)
    assert (TICKET not in takes.standing([TICKET])) is over
    assert takes.ever([TICKET])[TICKET].person == "U1"
    take, new = takes.take(TICKET, "U2", TAKEN_AT + 2)
    assert (take.person, take.number, new) == (("U2", 2, True) if over else ("U1", 1, False))


def test_what_happened_before_or_elsewhere_ends_nothing(store: Store, takes: Takes) -> None:
    """Also where it is read only after somebody has taken it."""
    takes.take(TICKET, "U1", TAKEN_AT)
    for at, ticket in ((TAKEN_AT, TICKET), (2000, TicketId("other", "31076"))):
        happens(store, {**CHANGE, "field": "status", "new": "open"}, at, ticket)
    assert takes.standing([TICKET, TicketId("other", "31076")]).keys() == {TICKET}


def test_it_can_be_given_back_once_and_taken_again(takes: Takes) -> None:
    assert takes.give_back(TICKET, "U1", 5) is None
    takes.take(TICKET, "U1", TAKEN_AT)
    with ThreadPoolExecutor(4) as people:
        given = list(people.map(lambda _: takes.give_back(TICKET, "U2", TAKEN_AT), range(4)))
    assert [take.person for take in given if take] == ["U1"]
    assert takes.standing([TICKET]) == takes.ever([TICKET]) == {}
    assert takes.take(TICKET, "U2", TAKEN_AT)[1]
    assert takes.standing([TICKET])[TICKET].number == 2


def test_more_tickets_than_one_query_asks_for(takes: Takes) -> None:
    many = [TicketId("zendesk", str(n)) for n in range(1200)]
    for ticket in (many[0], many[-1]):
        takes.take(ticket, "U1", TAKEN_AT)
    assert takes.standing(many).keys() == {many[0], many[-1]}
    assert takes.standing([]) == {}
