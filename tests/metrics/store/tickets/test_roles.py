from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.store.database.engine import Store
from metrics.store.tickets.roles import RoleHistory, add_role, observe, recorded_role, role_lookup
from metrics.tickets.records import Role
from tests.metrics.scripted import a_person

HISTORY: RoleHistory = ((10, Role.CUSTOMER), (20, Role.AGENT))
SEEN = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(Role)), max_size=12)


@pytest.mark.parametrize(
    ("at", "role"),
    [(5, Role.CUSTOMER), (10, Role.CUSTOMER), (19, Role.CUSTOMER), (20, Role.AGENT)],
)
def test_the_first_role_holds_for_all_time_before_and_a_later_one_from_its_instant(
    at: int, role: Role
) -> None:
    assert recorded_role(HISTORY, at) is role


def test_of_somebody_nobody_knows_there_is_no_role() -> None:
    assert recorded_role((), 10) is None


@pytest.mark.parametrize("seen", [(15, Role.CUSTOMER), (99, Role.AGENT), (1, Role.CUSTOMER)])
def test_seeing_what_is_known_adds_nothing(seen: tuple[int, Role]) -> None:
    assert add_role(HISTORY, *seen) is HISTORY


def test_an_earlier_version_told_late_takes_its_place() -> None:
    assert add_role(((20, Role.AGENT),), 10, Role.CUSTOMER) == HISTORY


def test_of_one_instant_the_role_told_last_counts() -> None:
    assert add_role(HISTORY, 20, Role.BOT) == ((10, Role.CUSTOMER), (20, Role.BOT))


@given(SEEN)
def test_a_history_is_ordered_without_repeats_and_knows_what_was_seen_last(
    seen: list[tuple[int, Role]],
) -> None:
    history: RoleHistory = ()
    for at, role in seen:
        history = add_role(history, at, role)
        assert recorded_role(history, at) is role
    instants = [at for at, _ in history]
    assert instants == sorted(set(instants))
    assert all(a[1] is not b[1] for a, b in pairwise(history))


def test_the_look_up_knows_those_it_was_made_for(store: Store) -> None:
    people = [
        a_person("bo", Role.CUSTOMER, 10),
        a_person("bo", Role.AGENT, 20),
        a_person("rob", Role.BOT),
    ]
    with store.write() as connection:
        assert observe(connection, "z", people) == {"bo", "rob"}
        assert observe(connection, "z", people) == set()
    with store.read() as connection:
        look_up = role_lookup(connection, "z", ["bo", "rob", "nobody"])
        elsewhere = role_lookup(connection, "y", ["bo"])
    assert [look_up("bo", at) for at in (1, 19, 20)] == [Role.CUSTOMER, Role.CUSTOMER, Role.AGENT]
    assert look_up("rob", 0) is Role.BOT
    assert look_up("nobody", 0) is look_up(None, 0) is elsewhere("bo", 20) is None


def test_a_row_that_no_longer_holds_is_removed(store: Store) -> None:
    with store.write() as connection:
        observe(
            connection, "z", [a_person("bo", Role.CUSTOMER, 10), a_person("bo", Role.AGENT, 20)]
        )
        observe(connection, "z", [a_person("bo", Role.AGENT, 10)])
    with store.read() as connection:
        assert role_lookup(connection, "z", ["bo"])("bo", 10) is Role.AGENT
