"""Which copies of the bot are alive."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from metrics.store.books.questions import Questions
from metrics.store.books.replicas import LEASE_SECONDS, Replicas, lag_seconds
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.store.database.read_replica import ReadReplica

NOW = 1_795_500_000


def test_a_copy_has_company_while_another_one_lives(store: Store) -> None:
    ours, other = Replicas(store, "a"), Replicas(store, "b")
    ours.pulse(NOW)
    assert not ours.company(NOW)
    other.pulse(NOW)
    assert ours.company(NOW + LEASE_SECONDS - 1)
    assert not ours.company(NOW + LEASE_SECONDS)
    other.pulse(NOW + LEASE_SECONDS)
    assert ours.company(NOW + LEASE_SECONDS)


def test_one_that_is_about_to_leave_is_no_company(store: Store) -> None:
    ours, other = Replicas(store, "a"), Replicas(store, "b")
    other.announce_leave(NOW)
    assert not ours.company(NOW)
    other.leave()
    assert not ours.company(NOW)


def test_a_pulse_that_comes_late_takes_back_nothing(store: Store) -> None:
    ours, other = Replicas(store, "a"), Replicas(store, "b")
    other.announce_leave(NOW)
    other.pulse(NOW + 1)
    assert not ours.company(NOW + 1)


def test_what_a_leaving_copy_holds_is_its_own_until_it_is_gone(store: Store) -> None:
    Replicas(store, "a").announce_leave(NOW)
    ours, other = Questions(store, "a"), Questions(store, "b")
    ours.take("q", "words", NOW)
    assert other.adopt(NOW, 10) == ()
    Replicas(store, "a").leave()
    assert len(other.adopt(NOW, 10)) == 1


def test_a_process_of_this_machine_that_is_gone_is_seen_at_once(store: Store) -> None:
    gone = f"{socket.gethostname()}/{2**22 + 1}/1/token"
    here = new_holder()
    assert str(os.getpid()) in here
    for name in (gone, here):
        Replicas(store, name).pulse(NOW)
    Questions(store, gone).take("q", "words", NOW)
    Questions(store, here).take("r", "words", NOW)
    ours = Replicas(store, "a")
    ours.pulse(NOW)
    assert [question.id for question in Questions(store, "a").adopt(NOW, 10)] == ["q"]


def test_a_read_replica_lags_by_how_late_it_hears_that_a_copy_lives(
    store: Store, tmp_path: Path
) -> None:
    assert lag_seconds(store) is None, "there is none"
    with closing(Store.open(f"sqlite:///{tmp_path / 'copy.db'}")) as copy:
        both = replace(store, replica=ReadReplica(copy))
        assert lag_seconds(both) is None, "it cannot be read yet"
        copy.migrate()
        Replicas(store, "a").pulse(NOW)
        assert lag_seconds(both) is None, "it tells of nobody yet"
        for at, lag in ((NOW - 700, 700), (NOW, 0), (NOW + 5, 0)):
            Replicas(copy, "a").pulse(at)
            assert lag_seconds(both) == lag
