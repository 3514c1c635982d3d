"""The views of the Home tab that people have chosen."""

from __future__ import annotations

from metrics.store.books.homes import Homes
from metrics.store.database.engine import Store


def test_the_last_choice_of_each_person_in_each_workspace_is_remembered(store: Store) -> None:
    homes = Homes(store)
    homes.choose("T1", "U1", "manager")
    homes.choose("T1", "U1", "agent")
    homes.choose("T1", "U2", "manager")
    homes.choose("T2", "U1", "executive")
    chosen = [homes.view(*who) for who in (("T1", "U1"), ("T1", "U2"), ("T2", "U1"))]
    assert chosen == ["agent", "manager", "executive"]


def test_who_has_never_chosen_has_no_view(store: Store) -> None:
    assert Homes(store).view("T1", "U1") is None
