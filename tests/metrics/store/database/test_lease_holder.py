"""A holder that was killed on this machine is known to be gone; anybody else is not."""

from __future__ import annotations

import subprocess
import sys

from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import is_gone, new_holder
from metrics.store.syncs import ledger
from metrics.store.syncs.lease import Lease

PRINT = (
    "from metrics.store.database.lease_holder import new_holder; print(new_holder(), flush=True)"
)


def dead_holder() -> str:
    """The name of a process that runs no more."""
    return subprocess.run(
        [sys.executable, "-c", PRINT], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_this_process_is_not_gone() -> None:
    assert not is_gone(new_holder())


def test_two_holders_of_one_process_are_told_apart() -> None:
    assert new_holder() != new_holder()


def test_a_process_that_has_ended_is_gone() -> None:
    assert is_gone(dead_holder())


def test_a_process_of_another_machine_is_not_known_to_be_gone() -> None:
    assert not is_gone(dead_holder().replace(dead_holder().split("/")[0], "elsewhere", 1))


def test_a_number_given_to_another_process_does_not_hide_that_the_first_is_gone() -> None:
    host, pid, started, token = new_holder().rsplit("/", 3)
    assert is_gone("/".join((host, pid, str(int(started) - 1), token)))


def test_a_name_of_another_form_is_not_gone() -> None:
    assert not is_gone("0123456789abcdef")


def test_the_lease_of_a_killed_process_is_free_at_once(store: Store) -> None:
    with store.write() as connection:
        ledger.register(connection, "zendesk", "acme", 0)
    first = Lease(
        store=store, source="zendesk:acme", holder=dead_holder(), clock=lambda: 100, seconds=300
    )
    second = Lease(
        store=store, source="zendesk:acme", holder=new_holder(), clock=lambda: 101, seconds=300
    )
    third = Lease(
        store=store, source="zendesk:acme", holder=new_holder(), clock=lambda: 102, seconds=300
    )
    assert first.claim()
    assert second.claim()
    assert not third.claim()
