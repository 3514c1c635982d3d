"""Rows are kept narrow, each equal array once, and no more than so many bytes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from metrics.ask.figures import Rows, source
from metrics.ask.kept_rows import KeptRows, Once, Source, _Equal
from metrics.ask.snapshots import SnapshotCache, Snapshots
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Duration
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.schedules import Schedules
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.tickets.columns import Facts, Spans, facts
from metrics.tickets.facts import cut_only
from metrics.tickets.lazy import LazyCut
from metrics.tickets.records import Dimension
from tests.filled import fill, supply
from tests.metrics.store.tickets.test_snapshots import changed

NOW = 1_795_500_000
Kind = TypeVar("Kind")


def rows(seed: int, many: int = 1000) -> Facts:
    chance = np.random.default_rng(seed)
    at = chance.integers(0, 10**9, many)
    codes = {Dimension.TEAM: chance.integers(0, 5, many).astype(np.int32)}
    return facts(ticket=np.arange(many), at=at, hit_at=at + 9, cut=codes)


def made_by(seed: int, many: int = 1000) -> Source:
    return lambda _: rows(seed, many)


def test_what_could_not_be_made_is_made_at_the_next_try() -> None:
    tries: list[int] = []

    def make() -> int:
        tries.append(len(tries))
        if len(tries) == 1:
            raise LookupError("no rows")
        return 7

    once = Once(make)
    with pytest.raises(LookupError, match="no rows"):
        once()
    assert (once(), once(), tries) == (7, 7, [0, 1])


def test_rows_are_as_they_were_made_in_few_bytes() -> None:
    kept = KeptRows()
    same(kept.rows(made_by(1), lambda: rows(1)), rows(1))
    # An instant takes four bytes, as does a number; the code of a team one.
    assert kept.nbytes <= 1000 * (2 + 4 + 4 + 1)


def test_equal_arrays_are_kept_once() -> None:
    kept = KeptRows()
    kept.rows(made_by(1), lambda: rows(1))
    once = kept.nbytes
    kept.rows(made_by(2), lambda: rows(1))
    assert kept.nbytes == once
    kept.rows(made_by(3), lambda: rows(3))
    assert kept.nbytes > once


def test_what_was_asked_for_longest_ago_is_let_go_of_and_made_again() -> None:
    alone = KeptRows()
    alone.rows(made_by(0), lambda: rows(0))
    kept, counts = KeptRows(alone.nbytes * 5 // 2), [0, 0, 0]
    sources = [made_by(seed) for seed in range(3)]

    def ask(number: int) -> Rows:
        def make() -> Rows:
            counts[number] += 1
            return rows(number)

        return kept.rows(sources[number], make)

    held = ask(0)
    for number in (1, 0, 2):
        ask(number)
    assert counts == [1, 1, 1]
    ask(0)
    assert counts == [1, 1, 1]
    same(ask(1), rows(1))
    assert counts == [1, 2, 1]
    same(held, rows(0))
    assert kept.nbytes <= alone.nbytes * 5 // 2


def test_what_alone_is_more_than_may_be_kept_is_kept_as_long_as_it_is_the_last() -> None:
    kept, one, other = KeptRows(10), made_by(1), made_by(2)
    first = kept.rows(one, lambda: rows(1))
    assert kept.rows(one, lambda: rows(1)) is first
    kept.rows(other, lambda: rows(2))
    assert kept.rows(one, lambda: rows(1)) is not first


def same(one: Rows, other: Rows) -> None:
    """Both have the same values, of the same types, in every column."""
    assert len(one) == len(other)
    assert set(one.cut) == set(other.cut)
    for dimension, codes in other.cut.items():
        equal(one.cut[dimension], codes)
    for entry in fields(other):
        mine, theirs = getattr(one, entry.name), getattr(other, entry.name)
        if isinstance(theirs, np.ndarray):
            equal(mine, theirs)
        elif isinstance(theirs, Spans):
            same(mine, theirs)
        elif entry.name != "cut":
            assert mine is theirs is None


def equal(mine: np.ndarray, theirs: np.ndarray) -> None:
    assert mine.dtype == theirs.dtype
    np.testing.assert_array_equal(mine, theirs)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'kept.db'}")
    opened.migrate()
    fill(opened, 600, NOW)
    supply(opened, 600, NOW)
    yield opened
    opened.close()


def snapshots(store: Store, folder: Path | None = None) -> Snapshots:
    calendar = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00"))
    return Snapshots(store, calendar, Schedules(), Policies(), folder=folder)


def every_measure() -> list[AnyMetric]:
    return [
        metric
        for each in CATALOGUE.values()
        for metric in (each, *(variant.metric for variant in each.variants))
    ]


def test_each_measure_has_the_rows_it_has_of_plain_copies_of_all_columns(store: Store) -> None:
    of = snapshots(store)
    of.newest()
    for ticket in range(1, 40, 3):  # so that a part of the tickets is newer than the others
        changed(store, ticket)
    cache = of.newest()
    plain = _Plain(cache)
    for metric in every_measure():
        if metric.supply is None or metric.supply.there(plain):
            made = cache.snapshot.lifetimes.within(source(metric)(plain))
            same(_without_tier(cache.rows(metric)), made)
            if isinstance(metric, Duration) and metric.open is not None:
                spans = cache.open_spans(metric)
                assert spans is not None
                same(_without_tier(spans), metric.open.spans(plain))


def _without_tier(rows: Rows) -> Rows:
    return cut_only(rows, [d for d in rows.cut if d is not Dimension.TIER])


class _Plain:
    """The columns of a snapshot as plain arrays, each on its own."""

    def __init__(self, cache: SnapshotCache) -> None:
        snapshot = cache.snapshot
        self.words, self.imported = snapshot.words, snapshot.imported
        self.attributes = dict(snapshot.attributes)
        self.tickets, self.waits = _plain(snapshot.tickets), _plain(snapshot.waits)
        self.solves, self.spans = _plain(snapshot.solves), _plain(snapshot.spans)
        self.ratings = _plain(snapshot.ratings)
        self.promises = None if snapshot.promises is None else _plain(snapshot.promises)


def _plain(table: Kind) -> Kind:
    values: dict[str, Any] = {}
    for entry in fields(table):  # type: ignore[arg-type]
        value = getattr(table, entry.name)
        if isinstance(value, np.ndarray):
            value = np.array(value)
        elif isinstance(value, LazyCut):
            value = {dimension: np.array(codes) for dimension, codes in value.items()}
        values[entry.name] = value
    kind: Any = type(table).__mro__[-2]
    return kind(**values)  # type: ignore[no-any-return]


def test_of_equal_orders_one_stands_for_all_even_where_others_have_the_same_sum() -> None:
    equal, up, down = _Equal(), np.array([0, 1, 2]), np.array([2, 1, 0])
    assert equal.one(up) is up
    assert equal.one(down) is down
    assert equal.one(down.copy()) is down
    assert equal.one(up.copy()) is up
