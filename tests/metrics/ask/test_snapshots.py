"""What is worked out from a snapshot: shared while it is the newest, and gone with it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator, Mapping
from threading import Event, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from metrics.ask import Asker
from metrics.ask.figures import Rows, source
from metrics.ask.patience import Patience
from metrics.ask.snapshots import SnapshotCache, Snapshots
from metrics.catalogue import CATALOGUE
from metrics.errors import UnavailableError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Query
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.store.tickets.snapshot import Snapshot
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.columns import Columns, Ints
from metrics.tickets.lazy import columns_of
from tests.filled import fill, supply
from tests.metrics.store.tickets.test_snapshots import changed
from tests.patience import SECONDS

NOW = 1_795_500_000
ZONE = ZoneInfo("Europe/Berlin")
FRT, VOLUME = CATALOGUE["frt"], CATALOGUE["volume"]


@pytest.fixture
def store(sqlite_store_url: str) -> Iterator[Store]:
    opened = Store.open(sqlite_store_url)
    fill(opened, 200, NOW)
    yield opened
    opened.close()


@pytest.fixture
def asker(store: Store) -> Asker:
    policies = Policies.parse("frt 2h; resolution 16h business", ZONE)
    return Asker(store, Calendar(ZONE, parse_hours("mon-fri 09:00-18:00")), policies=policies)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[weakref.ref[Ints]]:
    """A column of the tickets of each snapshot that was read: it lives as long as they do."""
    loads: list[weakref.ref[Ints]] = []
    original = SnapshotReader._load

    def noting(
        self: SnapshotReader, connection: Connection, revisions: Mapping[str, int]
    ) -> Snapshot:
        loaded = original(self, connection, revisions)
        loads.append(weakref.ref(loaded.tickets.key))
        return loaded

    monkeypatch.setattr(SnapshotReader, "_load", noting)
    return loads


@pytest.fixture
def no_collector() -> Iterator[None]:
    """What is let go of must go at once, by itself: in a circle it would stay a long time."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def living(loads: list[weakref.ref[Ints]]) -> int:
    """How many of the snapshots that were read are still in memory."""
    return sum(key() is not None for key in loads)


def ask(asker: Asker, key: str) -> object:
    try:
        return asker.answer(Query(metric=key, period=Period.of("last month")), NOW)
    except UnavailableError:
        return None


def test_whatever_is_asked_between_syncs_the_snapshots_of_before_are_gone(
    store: Store, asker: Asker, loads: list[weakref.ref[Ints]], no_collector: None
) -> None:
    supply(store, 200, NOW)
    for number, key in enumerate(CATALOGUE, 1):
        changed(store, number)
        ask(asker, key)
        assert (len(loads), living(loads)) == (number, 1), key


def test_one_who_stands_still_and_a_third_share_two_snapshots(
    store: Store, asker: Asker, loads: list[weakref.ref[Ints]], no_collector: None
) -> None:
    for number in range(5):
        still = asker.still()
        before = ask(still, "frt")
        for again in range(3):
            changed(store, 1 + number * 3 + again)
            ask(asker, "frt")
            assert living(loads) == 2
        assert ask(still, "frt") == before
        del still


def test_many_who_ask_while_much_is_written_share_two_snapshots(
    store: Store,
    asker: Asker,
    loads: list[weakref.ref[Ints]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alive: list[int] = []
    original = SnapshotReader._load

    def counting(
        self: SnapshotReader, connection: Connection, revisions: Mapping[str, int]
    ) -> Snapshot:
        alive.append(living(loads))
        return original(self, connection, revisions)

    monkeypatch.setattr(SnapshotReader, "_load", counting)
    asker.fresh_until()

    def work() -> None:
        for number in range(8):
            changed(store, 1 + number)
            still = asker.still()
            for key in ("frt", "backlog", "sla"):
                ask(still, key)
                ask(asker, key)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) > 3
    assert alive == [0] + [1] * (len(loads) - 1)  # the newest alone, when one more is read


def test_who_asks_while_another_reads_gets_the_one_before_at_once(
    store: Store, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, on = Event(), Event()
    original = SnapshotReader._load

    def slow(
        self: SnapshotReader, connection: Connection, revisions: Mapping[str, int]
    ) -> Snapshot:
        entered.set()
        on.wait()
        return original(self, connection, revisions)

    before = asker._cache()
    monkeypatch.setattr(SnapshotReader, "_load", slow)
    changed(store)
    reading = Thread(target=asker.fresh_until, daemon=True)
    reading.start()
    assert entered.wait(SECONDS)
    assert asker._cache() is before
    on.set()
    reading.join(SECONDS)
    assert asker._cache() is not before


def test_a_list_that_is_read_lets_go_of_its_snapshot_at_its_end(
    store: Store, asker: Asker, loads: list[weakref.ref[Ints]], no_collector: None
) -> None:
    query = Query(metric="volume", period=Period.of("last month"))
    rows = iter(asker.tickets(query, NOW))
    next(rows)
    changed(store)
    ask(asker, "volume")
    assert living(loads) == 2
    assert list(rows)
    del rows
    assert living(loads) == 1


def test_rows_are_made_once_and_gone_with_their_snapshot(
    store: Store, asker: Asker, no_collector: None
) -> None:
    asker._cache()
    changed(store)
    made = asker._cache().rows(FRT)
    assert asker._cache().rows(FRT) is asker.still()._cache().rows(FRT) is made
    gone = weakref.ref(columns_of(made))
    del made
    assert gone() is not None
    changed(store)
    asker.fresh_until()
    assert gone() is None


def test_a_later_freshness_alone_has_nothing_worked_out_again(store: Store, asker: Asker) -> None:
    made, promises = asker._cache().rows(FRT), asker._cache().snapshot.promises
    with store.write() as connection:
        connection.execute(text("update source set fresh_until = fresh_until + 60"))
    assert asker.fresh_until() == NOW + 60
    assert asker._cache().rows(FRT) is made
    assert asker._cache().snapshot.promises is promises is not None


def test_whoever_makes_rows_holds_up_nobody_who_asks_for_others(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, on = Event(), Event()
    really = source(FRT)

    def slow(columns: Columns) -> Rows:
        entered.set()
        on.wait()
        return really(columns)

    cache, first = asker._cache(), []
    monkeypatch.setattr("metrics.ask.snapshots.source", lambda m: slow if m is FRT else source(m))
    making = Thread(target=lambda: first.append(cache.rows(FRT)), daemon=True)
    making.start()
    assert entered.wait(SECONDS)
    others = Thread(target=lambda: first.append(cache.rows(VOLUME)), daemon=True)
    others.start()
    others.join(SECONDS)
    on.set()
    making.join(SECONDS)
    assert [len(rows) > 0 for rows in first] == [True, True]
    assert first[0] is cache.rows(VOLUME)


def test_how_much_there_is_to_answer_from_is_told_without_reading_anything(
    asker: Asker, loads: list[weakref.ref[Ints]]
) -> None:
    assert asker.extent() is None
    assert loads == []
    one = asker.for_one_answer()
    until = one.fresh_until()
    extent = asker.extent()
    assert extent is not None
    assert (extent.tickets, extent.fresh_until) == (200, until)
    assert one.extent() == extent
    assert len(loads) == 1


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Every snapshot after the first is read only once this is set."""
    go_on, original, count = Event(), SnapshotReader._load, iter(range(1000))

    def slowly(
        self: SnapshotReader, connection: Connection, revisions: Mapping[str, int]
    ) -> Snapshot:
        if next(count):
            assert go_on.wait(SECONDS)
        return original(self, connection, revisions)

    monkeypatch.setattr(SnapshotReader, "_load", slowly)
    return go_on


def patient(store: Store, **given: float) -> Asker:
    calendar = Calendar(ZONE, parse_hours("mon-fri 09:00-18:00"))
    return Asker(store, calendar, patience=Patience(**given))


def newest_of(asker: Asker) -> SnapshotCache:
    return asker._snapshots.newest()


def test_who_asks_gets_what_there_was_while_the_newest_is_read_beside(
    store: Store, slow: Event
) -> None:
    asker = patient(store, seconds=0.01, rest=0.0)
    before = newest_of(asker)
    changed(store)
    assert newest_of(asker) is before
    assert newest_of(asker) is before
    slow.set()
    snapshots = asker._snapshots
    assert isinstance(snapshots, Snapshots)
    snapshots.patience = Patience(seconds=SECONDS)
    assert newest_of(asker).base.revisions != before.base.revisions


def test_what_was_asked_for_is_made_anew_before_what_is_new_is_handed_out(store: Store) -> None:
    asker = patient(store, seconds=SECONDS, least_rest_seconds=0.0)
    before = newest_of(asker)
    before.rows(FRT)
    before.open_spans(FRT)
    changed(store)
    after = newest_of(asker)
    assert after is not before
    assert before.joint is not None
    assert after.joint is not None
    base = after.joint.base
    assert base is before.joint.base
    assert len(after.joint._joined) == len(base.kept._rows) == 2
    base.kept._most_bytes = 0  # what is let go of may not be asked for again
    after.rows(FRT)
    after.rows(VOLUME)
    assert len(after.joint._joined) == 1
    del before
    changed(store, 3)
    following = newest_of(asker).joint
    assert following is not None
    assert set(following.base.kept._rows) == {source(VOLUME)}
    assert len(following._joined) == 1
    del after, following
    changed(store, 2)
    asker.renew()  # whoever waits for what they have written themselves waits for nothing else
    newest = newest_of(asker).joint
    assert newest is not None
    assert not newest._joined


def test_what_takes_long_to_read_is_left_alone_for_a_while_but_not_by_a_sync(
    store: Store, slow: Event
) -> None:
    slow.set()
    asker = patient(store, seconds=SECONDS, rest=9.0)
    clock = iter(range(0, 100, 5))
    snapshots = asker._snapshots
    assert isinstance(snapshots, Snapshots)
    snapshots.patience = Patience(seconds=1.0, rest=9.0)
    snapshots.clock = lambda: float(next(clock))
    before = newest_of(asker)  # from 0 to 5; rests until 10 + 45
    changed(store)
    assert newest_of(asker) is before
    asker.keep_columns()
    assert newest_of(asker) is not before


def test_while_a_sync_writes_page_after_page_nothing_newer_is_looked_for_until_it_has_ended(
    store: Store,
) -> None:
    asker, now = patient(store), [1000.0]
    snapshots = asker._snapshots
    assert isinstance(snapshots, Snapshots)
    snapshots.patience = Patience(seconds=SECONDS, least_rest_seconds=30.0)
    snapshots.clock = lambda: now[0]
    seen = []
    for page in range(1, 13):
        changed(store, page)
        seen.append(newest_of(asker).base.revisions["zendesk:acme"])
        now[0] += 5.0
    first = seen[0]
    assert seen == [first, *[first + 1] * 6, *[first + 7] * 5]
    asker.keep_columns()
    assert newest_of(asker).base.revisions["zendesk:acme"] == first + 11


def test_who_has_written_something_is_answered_with_it_at_once(store: Store) -> None:
    asker = patient(store, seconds=SECONDS)
    newest_of(asker)
    changed(store)
    newest_of(asker)
    changed(store, 2)
    before = newest_of(asker)
    asker.for_one_answer().renew()
    assert newest_of(asker) is not before
    assert newest_of(asker).rows(FRT) is asker._cache().rows(FRT)
