from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.syncs import backfill, lease, ledger


@pytest.fixture
def store(store: Store) -> Store:
    with store.write() as connection:
        ledger.register(connection, "z", "acme", 100)
    return store


def source(store: Store) -> ledger.Source:
    with store.read() as connection:
        return ledger.source(connection, "z:acme")


def stream(store: Store) -> ledger.Stream:
    with store.read() as connection:
        return ledger.streams(connection, "z:acme")["tickets"]


def advance(
    store: Store, cursor: str, through_at: int | None, *, caught_up: bool = False
) -> ledger.Stream:
    with store.write() as connection:
        ledger.advance(
            connection, "z:acme", "tickets", cursor, caught_up=caught_up, through_at=through_at
        )
    return stream(store)


def claim(store: Store, holder: str, now: int) -> bool:
    with store.write() as connection:
        return lease.claim(connection, "z:acme", holder, now, 60)


def renew(store: Store, holder: str, now: int) -> bool:
    with store.write() as connection:
        return lease.renew(connection, "z:acme", holder, now, 60)


def test_a_source_is_registered_once(store: Store) -> None:
    with store.write() as connection:
        ledger.next_revision(connection, "z:acme")
        assert ledger.register(connection, "z", "acme", 100).revision == 1


def test_another_account_of_a_vendor_is_another_source(store: Store) -> None:
    with store.write() as connection:
        ledger.register(connection, "z", "else", 40, title="Else", now=50)
        ledger.register(connection, "a", "acme", 100)
        known = ledger.sources(connection)
    told = [(each.name, each.vendor, each.account, each.since_at) for each in known]
    assert told == [
        ("a:acme", "a", "acme", 100),
        ("z:acme", "z", "acme", 100),
        ("z:else", "z", "else", 40),
    ]
    assert [(each.title, each.connected_at) for each in known[1:]] == [("acme", None), ("Else", 50)]


def test_a_source_is_called_what_it_was_called_last(store: Store) -> None:
    with store.write() as connection:
        assert ledger.register(connection, "z", "acme", 100, title="Europe").title == "Europe"
        assert ledger.register(connection, "z", "acme", 100).title == "Europe"
        assert ledger.register(connection, "z", "acme", 100, title="EU").title == "EU"


def test_a_source_nobody_registered_says_to_sync_first(store: Store) -> None:
    with store.read() as connection, pytest.raises(StoreError, match="deskpulse sync"):
        ledger.source(connection, "y")


def begun(store: Store, from_at: int) -> None:
    with store.write() as connection:
        backfill.begin(connection, "z:acme", "tickets", from_at)


def test_an_earlier_beginning_starts_over_and_leaves_what_is_known(store: Store) -> None:
    advance(store, "5", 500, caught_up=True)
    begun(store, 100)
    with store.write() as connection:
        ledger.freshen(connection, "z:acme", 500, 100)
        assert ledger.reach_back(connection, "z:acme", 40) == 40
    known, told = source(store), stream(store)
    assert (known.wanted_at, known.since_at, known.fresh_until) == (40, 100, 500)
    assert (told.cursor, told.caught_up, told.through_at, told.since_at) == (None, False, 500, 100)
    advance(store, "1", 70)
    begun(store, 40)
    assert stream(store).since_at == 100
    told = advance(store, "5", 500, caught_up=True)
    assert (told.since_at, told.read_from_at) == (100, 40)


def test_an_earlier_beginning_leaves_streams_by_time_where_they_are(store: Store) -> None:
    advance(store, "5", 500, caught_up=True)
    with store.write() as connection:
        assert ledger.reach_back(connection, "z:acme", 40, {"tickets"}) == 40
    assert (stream(store).cursor, stream(store).caught_up) == ("5", True)


def test_a_later_beginning_changes_nothing(store: Store) -> None:
    advance(store, "5", 500)
    with store.write() as connection:
        assert ledger.reach_back(connection, "z:acme", 300) == 100
    assert (source(store).wanted_at, stream(store).cursor) == (100, "5")


def test_a_revision_is_never_given_twice(store: Store) -> None:
    def count(_: int) -> int:
        with store.write() as connection:
            return ledger.next_revision(connection, "z:acme")

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(count, range(20))) == list(range(1, 21))


def test_freshness_goes_forward_only(store: Store) -> None:
    for until in (50, 80, 60):
        with store.write() as connection:
            ledger.freshen(connection, "z:acme", until)
    assert source(store).fresh_until == 80


def test_what_is_known_reaches_further_back_and_never_less_far(store: Store) -> None:
    for since_at, known in ((300, 300), (400, 300), (150, 150)):
        with store.write() as connection:
            ledger.freshen(connection, "z:acme", 500, since_at)
        assert source(store).since_at == known


def test_a_cursor_moves_and_what_was_told_stays_told(store: Store) -> None:
    assert advance(store, "1", 500).through_at == 500
    assert advance(store, "2", None).through_at == 500
    told = advance(store, "3", 400, caught_up=True)
    assert (told.cursor, told.caught_up, told.through_at) == ("3", True, 500)


def test_starting_over_forgets_the_cursor_and_not_what_was_told(store: Store) -> None:
    advance(store, "1", 500, caught_up=True)
    with store.write() as connection:
        ledger.restart(connection, "z:acme")
    told = stream(store)
    assert (told.cursor, told.caught_up, told.through_at) == (None, False, 500)


def test_a_refused_stream_keeps_its_place_until_it_gives_a_page_again(store: Store) -> None:
    with store.write() as connection:
        ledger.refuse(connection, "z:acme", "tickets", "never given")
    assert (stream(store).cursor, stream(store).error) == (None, "never given")
    assert advance(store, "1", 500).error is None
    with store.write() as connection:
        ledger.refuse(connection, "z:acme", "tickets", "token revoked")
    assert (stream(store).cursor, stream(store).error) == ("1", "token revoked")


def test_a_lease_is_held_by_one_until_it_is_released(store: Store) -> None:
    assert claim(store, "one", 0)
    assert not claim(store, "two", 59)
    with store.write() as connection:
        lease.release(connection, "z:acme", "two")
    assert not claim(store, "two", 59)
    with store.write() as connection:
        lease.release(connection, "z:acme", "one")
    assert claim(store, "two", 59)


def test_a_lease_that_lapsed_can_be_taken_and_then_not_be_renewed_by_the_old_holder(
    store: Store,
) -> None:
    claim(store, "one", 0)
    assert renew(store, "one", 50)
    assert not claim(store, "two", 109)
    assert claim(store, "two", 110)
    assert not renew(store, "one", 111)


def test_a_lapsed_lease_nobody_took_can_still_be_renewed(store: Store) -> None:
    claim(store, "one", 0)
    assert renew(store, "one", 500)


def test_of_many_who_claim_at_once_one_gets_the_lease(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda number: claim(store, str(number), 0), range(8)))
    assert got.count(True) == 1
