"""Promises of service: built from what the helpdesk said of them, and loaded as columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Final

import numpy as np
from sqlalchemy import Connection, select
from sqlmodel import col

from metrics.service_levels.promises import MEASURES, Stretch, Stretches, close, stretches
from metrics.sources.codebooks import Codebook
from metrics.sources.needs import Need
from metrics.store.database.rows import TABLES
from metrics.store.database.statements import Row, select_in
from metrics.store.syncs.knowledge import counts_from
from metrics.store.tables.service_levels import SlaStretchRow
from metrics.store.tables.tickets import table
from metrics.store.tickets.loading import Loader, instant
from metrics.tickets.records import Instant, SlaEvent, SlaMeasure, SlaStep

STRETCH: Final = table(SlaStretchRow)
_STORED: Final = tuple(name for name in Stretch._fields if name not in {"clock", "cycle"})
_VALUES: Final = attrgetter(*_STORED)
_measure, _step = lru_cache(SlaMeasure), lru_cache(SlaStep)
_CODES: Final = Codebook({measure.value: code for code, measure in enumerate(MEASURES)})


def build(
    connection: Connection,
    source: str,
    keys: Mapping[str, int],
    done_at: Mapping[str, Instant | None],
) -> list[Row]:
    """The rows of the promises of some tickets; only reads.

    By id are given their keys, and since when they are done, as we know it.
    """
    events_by_ticket: dict[str, list[SlaEvent]] = defaultdict(list)
    event = TABLES[SlaEvent]
    since_at = counts_from(connection, source, Need.PROMISES)
    query = select(event).where(event.c.source == source, event.c.at >= since_at)
    for row in select_in(connection, query, event.c.ticket, keys):
        events_by_ticket[row["ticket"]].append(_event(row))
    rows: list[Row] = []
    for ticket, events in events_by_ticket.items():
        promises: dict[tuple[str, int], int] = {}
        for number, stretch in enumerate(close(stretches(events), done_at[ticket])):
            promise = promises.setdefault((stretch.clock, stretch.cycle), len(promises))
            place: Row = {"ticket": keys[ticket], "number": number, "promise": promise}
            place.update(zip(_STORED, _VALUES(stretch), strict=True), measure=str(stretch.measure))
            rows.append(place)
    return rows


def _event(row: Row) -> SlaEvent:
    return SlaEvent(
        id=row["id"],
        ticket=row["ticket"],
        at=row["at"],
        clock=row["clock"],
        cycle=row["cycle"],
        measure=_measure(row["measure"]),
        step=_step(row["step"]),
        target_seconds=row["target_seconds"],
        business=row["business"],
        dropped=row["dropped"],
    )


def load(loader: Loader) -> Stretches:
    """All stretches of the tickets that `loader` reads."""
    row = SlaStretchRow
    own = (row.ticket, row.promise, row.measure, row.started_at, row.target_seconds, row.business)
    late = (row.ended_at, row.fulfilled_at, row.breached_at)
    statement = select(*map(col, own), *map(instant, late))
    kinds = [None, None, _CODES, *[None] * 6]
    found = loader.arrays(statement, kinds, col(row.ticket))
    ticket, promise, measure, started_at, target, business, *at = found
    return Stretches(
        ticket=ticket,
        promise=promise,
        measure=measure.astype(np.int64),
        started_at=started_at,
        ended_at=at[0],
        target_seconds=target,
        business=business.astype(np.bool_),
        fulfilled_at=at[1],
        breached_at=at[2],
        by_desk=np.ones(len(ticket), dtype=np.bool_),
    )
