"""How far back streams were read."""

from __future__ import annotations

from datetime import UTC

import pytest

from metrics.helpdesks.contract import Page
from metrics.store.database.engine import Store
from metrics.store.syncs import backfill, ledger
from metrics.store.syncs.backfill import NEWEST_SECONDS, Slice
from metrics.tickets.records import Instant

DAY = 86_400
NOW = 400 * DAY
FROM = NOW - NEWEST_SECONDS
SOURCE = "z:acme"


@pytest.fixture
def store(store: Store) -> Store:
    """Of 400 days the newest are read."""
    with store.write() as connection:
        ledger.register(connection, "z", "acme", 0, now=NOW - 600)
        for stream in ("tickets", "events"):
            ledger.advance(connection, SOURCE, stream, "9", caught_up=True, through_at=NOW)
            backfill.begin(connection, SOURCE, stream, FROM)
    return store


def stream(store: Store, name: str = "tickets") -> ledger.Stream:
    with store.read() as connection:
        return ledger.streams(connection, SOURCE)[name]


def page(cursor: str, through_at: Instant | None, *, caught_up: bool = False) -> Page:
    return Page(records=(), cursor=cursor, caught_up=caught_up, through_at=through_at, unknown={})


def advance(store: Store, part: Slice, told: Page, name: str = "tickets") -> ledger.Stream:
    with store.write() as connection:
        backfill.advance(connection, SOURCE, name, part, told)
    return stream(store, name)


def test_the_newest_part_holds_last_week_and_the_week_before() -> None:
    assert backfill.newest_from(0, NOW) == NOW - 22 * DAY
    assert backfill.newest_from(NOW - DAY, NOW) == NOW - DAY


def test_each_slice_is_as_long_as_all_that_was_read_before_it(store: Store) -> None:
    lengths = []
    while (part := backfill.next_slice(stream(store), 0, NOW)) is not None:
        lengths.append((part.end_at - part.start_at) // DAY)
        advance(store, part, page("x", part.end_at + 1))
    assert lengths == [22, 44, 88, 176, 48]
    assert (stream(store).since_at, stream(store).read_from_at) == (FROM, 0)


def test_a_slice_goes_on_where_it_was_until_a_page_goes_beyond_its_end(store: Store) -> None:
    part = backfill.next_slice(stream(store), 0, NOW)
    assert part == Slice(start_at=FROM - 22 * DAY, end_at=FROM)
    told = advance(store, part, page("3", FROM))
    assert (told.since_at, told.cursor, told.through_at) == (FROM, "9", NOW)
    again = backfill.next_slice(told, 0, NOW)
    assert again == Slice(start_at=part.start_at, end_at=FROM, cursor="3")
    told = advance(store, part, page("4", FROM + 1))
    assert (told.since_at, told.read_from_at, told.back_cursor) == (FROM, part.start_at, None)


def test_a_slice_ends_also_where_the_stream_does(store: Store) -> None:
    part = backfill.next_slice(stream(store), 0, NOW)
    assert part is not None
    assert advance(store, part, page("4", None, caught_up=True)).read_from_at == part.start_at


def test_no_slice_is_read_before_the_newest_part_is(store: Store) -> None:
    assert backfill.next_slice(None, 0, NOW) is None
    assert backfill.next_slice(stream(store), FROM, NOW) is None
    with store.write() as connection:
        ledger.advance(connection, SOURCE, "tickets", "9", caught_up=False, through_at=NOW)
    assert backfill.next_slice(stream(store), 0, NOW) is None


def test_how_far_a_back_fill_is_and_when_it_will_be_done(store: Store) -> None:
    def filling() -> backfill.BackfillProgress | None:
        with store.read() as connection:
            return backfill.backfill_progress(connection, SOURCE, NOW)

    begun = filling()
    assert begun is not None
    assert begun.since_at == FROM
    assert begun.share == pytest.approx(22 / 400)
    assert begun.done_at == NOW + round(600 * (400 - 22) / 22)
    said = "read back to 14 Jan 1971, 6% of it; whole by about 5 Feb 02:51 UTC"
    assert begun.words(UTC) == said
    for name in ("tickets", "events"):
        advance(store, Slice(start_at=0, end_at=FROM), page("1", FROM // 2), name)
    half = filling()
    assert half is not None
    assert half.share == pytest.approx((22 + 189) / 400)
    for name in ("tickets", "events"):
        advance(store, Slice(start_at=0, end_at=FROM), page("1", FROM + 1), name)
    assert filling() is None
