"""Open work: which tickets lie in which pile, and how each of them stands."""

from __future__ import annotations

import pytest

from metrics.ask import Asker
from metrics.ask.work import Work, find_tickets, known_since, open_work
from metrics.question.query import Filter
from metrics.question.ticket_state import Outcome, Pile, TicketState, WaitsFor
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension, Priority, SlaMeasure, Status, TicketId
from tests.metrics.desk import DAY, MONDAY, Told, at, told

POLICIES = "frt 4h; next_reply 2h; resolution 200h"
STORIES = (
    Told("1", 8),  # nobody's; its first reply was due at 12
    Told("2", 9, priority=Priority.URGENT),  # the same, urgent, due at 13
    Told("3", 12).agent(12.5, "ann").team(12.5, "t1"),  # ann's, due at 16
    Told("4", 8, status=Status.PENDING)
    .agent(9, "bob")
    .said(10, "bob")
    .became(10, "pending", "bob"),
    Told("5", 8, status=Status.SOLVED).agent(9, "bob").said(9, "bob").became(11, "solved", "bob"),
    Told("6", 8, channel=Channel.CHAT, status=Status.HOLD)
    .agent(9, "bob")
    .said(9, "bob")
    .became(10, "hold", "bob"),
)


def answering(store: Store, policies: str = POLICIES) -> Asker:
    asker = told(store, STORIES)
    own = Policies.parse(policies, asker.calendar.zone) if policies else Policies()
    return Asker(store, asker.calendar, policies=own).still()


def work(asker: Asker, hour: float = 14, until: float = 18, *where: Filter) -> Work:
    return open_work(asker, where, at(hour), at(0), at(until))


def numbers(found: Work, pile: Pile) -> list[str]:
    return [state.id.id for state in found.states(found.piles[pile].tolist())]


def state(asker: Asker, number: str, hour: float = 14) -> TicketState:
    (found,) = find_tickets(asker, number, at(hour))
    return found


@pytest.mark.parametrize(
    ("hour", "until", "pile", "expected"),
    [
        (14, 18, Pile.BREACHED, ["2", "1"]),  # the urgent one first
        (12.5, 18, Pile.BREACHED, ["1"]),
        (11, 18, Pile.BREACHED, []),
        (14, 18, Pile.DUE, ["3"]),
        (14, 15, Pile.DUE, []),
        (12.6, 18, Pile.DUE, ["2", "3"]),  # the first due first
        (14, 18, Pile.NOBODYS, ["2", "1"]),
        (14, 18, Pile.WAITING, ["1", "2", "3"]),  # the longest first
    ],
)
def test_each_pile_has_its_tickets_what_goes_first_first(
    store: Store, hour: float, until: float, pile: Pile, expected: list[str]
) -> None:
    assert numbers(work(answering(store), hour, until), pile) == expected


def test_what_was_broken_lately_comes_before_what_has_been_for_long(store: Store) -> None:
    asker = answering(store)
    found = open_work(asker, (), at(17), at(15), at(18))
    assert (found.fresh, numbers(found, Pile.BREACHED)) == (1, ["3", "2", "1"])
    assert work(asker, 17).fresh == 3


def test_what_is_broken_is_never_counted_as_due(store: Store) -> None:
    """Also where another promise of the same ticket is due: it lies with the broken ones."""
    found = work(answering(store, "frt 4h; resolution 8h"), 14, 18)
    assert not set(found.piles[Pile.BREACHED]) & set(found.piles[Pile.DUE])
    assert numbers(found, Pile.BREACHED) == ["2", "1"]


def test_work_is_narrowed_like_any_figure(store: Store) -> None:
    where = Filter(Dimension.TEAM, ("t1",))
    found = work(answering(store), 14, 18, where)
    assert (found.open, numbers(found, Pile.DUE), numbers(found, Pile.BREACHED)) == (1, ["3"], [])


def test_without_any_policy_the_rest_is_told_and_why(store: Store) -> None:
    found = work(answering(store, ""))
    assert set(found.piles) == {Pile.NOBODYS, Pile.WAITING}
    assert "no SLA target is known" in found.unpromised


def test_piles_are_counted_by_whatever_cuts_them(store: Store) -> None:
    groups = work(answering(store)).groups(Dimension.CHANNEL)
    assert list(groups) == ["email", "chat"]
    email = {Pile.BREACHED: 2, Pile.DUE: 1, Pile.NOBODYS: 2, Pile.WAITING: 3}
    assert groups["email"] == {None: 4} | email
    assert groups["chat"] == {None: 1} | dict.fromkeys(Pile, 0)


def test_a_ticket_is_found_with_all_that_is_known_of_it(store: Store) -> None:
    found = state(answering(store), "3")
    assert found.id == TicketId("zendesk:acme", "3")
    assert (found.unsolved, found.channel, found.team) == (True, "email", "t1")
    assert found.owner is not None
    assert (found.owner.name, str(found.owner)) == ("ann", "")
    assert (found.waits_for, found.since_at) == (WaitsFor.US, at(12))
    promises = {each.measure: (each.due_at, each.outcome) for each in found.promises}
    assert promises[SlaMeasure.FRT] == (at(16), Outcome.DUE)
    assert found.due is not None
    assert found.due.measure is SlaMeasure.FRT
    assert found.broken is None


@pytest.mark.parametrize(
    ("number", "waits_for", "since", "outcome"),
    [
        ("1", WaitsFor.US, 8, Outcome.BREACHED),
        ("4", WaitsFor.CUSTOMER, 10, Outcome.MET),
        ("5", None, 11, Outcome.MET),
        ("6", WaitsFor.OTHERS, 10, Outcome.MET),
    ],
)
def test_whom_it_waits_for_and_how_its_first_promise_stands(
    store: Store, number: str, waits_for: WaitsFor | None, since: float, outcome: Outcome
) -> None:
    found = state(answering(store), number)
    assert (found.waits_for, found.since_at) == (waits_for, at(since))
    first = {each.measure: each.outcome for each in found.promises}[SlaMeasure.FRT]
    assert first is outcome


def test_a_number_that_two_helpdesks_have_is_found_in_both(store: Store) -> None:
    for account in ("eu", "us"):
        asker = told(store, [Told("7", 8)], account=account, title=f"Acme {account.upper()}")
    found = find_tickets(asker, "7", at(14))
    assert [each.helpdesk for each in found] == ["Acme EU", "Acme US"]
    assert find_tickets(asker, "8", at(14)) == []


def test_from_when_tickets_are_known(store: Store) -> None:
    assert known_since(answering(store), at(14)) == MONDAY - 60 * DAY
