"""Rows that are made of what changed and of all else are those that are made of all tickets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import text

from metrics.ask import halves
from metrics.ask.figures import Rows, source
from metrics.ask.halves import _promises
from metrics.ask.snapshots import SnapshotCache, Snapshots, _clock
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Duration
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.schedules import Mode, Schedules
from metrics.service_levels.policies import Policies
from metrics.sources.needs import OF_HELPDESKS
from metrics.store.database.engine import Store
from metrics.store.tickets import scratch_file, state
from metrics.store.tickets.snapshot import Snapshot
from metrics.tickets.columns import Columns, Promises, Spans, subset
from metrics.tickets.facts import cut_only
from metrics.tickets.intervals import place
from metrics.tickets.records import Dimension
from tests.filled import supplied
from tests.metrics.ask.test_kept_rows import every_measure
from tests.metrics.store.tickets.test_snapshots import changed
from tests.metrics.store.tickets.test_state import SIZE, change

NOW = 1_795_500_000
ZONE = ZoneInfo("Europe/Berlin")
CALENDAR = Calendar(ZONE, parse_hours("mon-fri 09:00-18:00"))
EARLY = "Early | teams: t1, n3 | hours: mon-sat 06:00-12:00"
OWN = "frt 2h; next_reply 4h business; resolution 16h business"
FRT, SLA, FCR = CATALOGUE["frt"], CATALOGUE["sla"], CATALOGUE["fcr"]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new base is worth its while of few tickets already."""
    monkeypatch.setattr(state, "FEWEST_CHANGED", 60)


@pytest.fixture
def store(sqlite_store_url: str) -> Iterator[Store]:
    with supplied(sqlite_store_url, SIZE, NOW) as made:
        yield made


def snapshots(
    store: Store, policies: str = "", schedules: str = "", folder: Path | None = None
) -> Snapshots:
    several = Schedules.parse(schedules, CALENDAR, Mode.PIECES) if schedules else Schedules()
    own = Policies.parse(policies, ZONE) if policies else Policies()
    return Snapshots(store, CALENDAR, several, own, folder=folder)


def whole(of: Snapshots, cache: SnapshotCache) -> Snapshot:
    """The snapshot with promises made of all its tickets."""
    names = {key: cache.directory.names(Dimension.TEAM, key) for key in cache.directory.teams}
    clock = partial(_clock, of.calendar, of.schedules, names)
    return replace(cache.base, promise=lambda: _promises(cache.base, clock, of.policies))


def lines(rows: Rows | Promises) -> list[tuple[Any, ...]]:
    """The rows in an order of their own."""
    columns: list[Any] = []
    for entry in fields(rows):
        value = getattr(rows, entry.name)
        if entry.name == "cut":
            columns += [value[dimension].tolist() for dimension in sorted(value)]
        elif isinstance(value, np.ndarray):
            columns.append(value.tolist())
    return sorted(zip(*columns, strict=True))


def made_of_all(metric: AnyMetric, snapshot: Snapshot, make: Any = None) -> Rows:
    rows: Rows = (make or source(metric))(snapshot)
    own = make is None and not metric.made_of & OF_HELPDESKS
    return rows if own else snapshot.lifetimes.within(rows)


def plain(rows: Rows) -> Rows:
    """The rows without tiers, and without times that end before they begin."""
    if isinstance(rows, Spans):
        rows = subset(rows, rows.started_at < rows.ended_at)
    return cut_only(rows, [d for d in rows.cut if d is not Dimension.TIER])


@pytest.mark.parametrize(("policies", "schedules"), [("", ""), (OWN, EARLY)])
def test_whatever_changes_each_measure_has_the_rows_it_has_of_all_tickets(
    store: Store, policies: str, schedules: str
) -> None:
    of, chance = snapshots(store, policies, schedules), np.random.default_rng(3)
    of.newest()
    joined = 0
    for number in range(7):
        change(store, chance, number)
        cache = of.newest()
        snapshot = whole(of, cache)
        assert lines_of(cache.snapshot.promises) == lines_of(snapshot.promises)
        for metric in every_measure():
            if metric.supply is None or metric.supply.there(snapshot):
                same(cache.rows(metric), made_of_all(metric, snapshot))
                if isinstance(metric, Duration) and metric.open is not None:
                    spans = cache.open_spans(metric)
                    assert spans is not None
                    same(spans, made_of_all(metric, snapshot, metric.open.spans))
        assert cache.joint is not None
        joined += len(cache.joint._joined)
    assert joined > 7 * 20  # most measures are made so, and not of all tickets


def lines_of(promises: Promises | None) -> list[tuple[Any, ...]]:
    return [] if promises is None else lines(promises)


def same(mine: Rows, theirs: Rows) -> None:
    """Both have the same rows, in the order of their instants."""
    order = mine.ended_at if isinstance(mine, Spans) else mine.at
    assert (np.diff(order) >= 0).all()
    assert lines(plain(mine)) == lines(plain(theirs))
    if not isinstance(mine, Spans) and mine.paused is not None:
        assert not isinstance(theirs, Spans)
        assert theirs.paused is not None
        places = place(mine.paused.ticket, mine.paused.started_at)
        assert (np.diff(places) >= 0).all()
        assert lines(mine.paused) == lines(theirs.paused)


def test_of_a_new_snapshot_only_what_changed_is_made(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    of, seen = snapshots(store, OWN), list[int]()
    make = source(SLA)

    def noting(columns: Columns) -> Rows:
        seen.append(len(columns.tickets.key))
        return make(columns)

    monkeypatch.setattr("metrics.ask.snapshots.source", lambda _: noting)
    of.newest().rows(SLA)
    changed(store)
    of.newest().rows(SLA)
    changed(store, 8)
    of.newest().rows(SLA)
    assert seen == [SIZE, 1, 2]


def test_the_rows_of_a_large_base_lie_in_a_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory = snapshots(store).newest()
    monkeypatch.setattr(halves, "FILED_FROM", 1)
    monkeypatch.setattr(scratch_file, "LEAST_BYTES", 1)
    monkeypatch.setattr(scratch_file, "SPARE_BYTES", 0)
    monkeypatch.setattr(scratch_file, "MOUNTS", tmp_path / "none")
    cache = snapshots(store, folder=tmp_path).newest()
    assert lines(cache.rows(SLA)) == lines(in_memory.rows(SLA))
    assert in_memory.joint is not None
    assert in_memory.joint.base.kept.nbytes > 0
    assert cache.joint is not None
    assert cache.joint.base.kept.nbytes == 0
    assert cache.joint.base.kept.has(source(SLA))


def test_what_hangs_on_other_tickets_is_made_of_all_of_them(store: Store) -> None:
    of = snapshots(store)
    of.newest()
    changed(store)
    cache = of.newest()
    cache.rows(FCR)
    cache.rows(FRT)
    assert cache.joint is not None
    assert cache.joint.base.not_alone == {source(FCR)}
    assert cache._kept.has(source(FCR))
    assert not cache._kept.has(source(FRT))


def test_other_office_hours_make_another_base(store: Store) -> None:
    of = snapshots(store, OWN, EARLY)
    base = of.newest().joint
    assert base is not None
    changed(store)
    following = of.newest().joint
    assert following is not None
    assert following.base is base.base
    with store.write() as connection:
        connection.execute(
            text("insert or replace into team values ('zendesk:acme', 't1', 'A', 1)")
        )
    changed(store)
    renamed = of.newest().joint
    assert renamed is not None
    assert renamed.base is not base.base
