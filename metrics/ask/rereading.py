"""Which helpdesks have not been read and built again since an upgrade that counts otherwise."""

from __future__ import annotations

from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.backfill import backfill_progress
from metrics.store.tickets import timelines
from metrics.tickets.records import Instant
from metrics.tickets.timeline import VERSION


def sources_to_reread(store: Store, since: Instant, now: Instant) -> frozenset[str]:
    """The helpdesks that are not whole since then: their figures may still move by the upgrade.

    No sync has passed that instant, timelines are of an earlier version or wait to be built, or
    streams are being read, back or anew. A retired one is read no more.
    """
    with store.read() as connection:
        helpdesks = [source for source in ledger.sources(connection) if source.asked]
        return frozenset(
            source.name
            for source in helpdesks
            if (source.fresh_until is None or source.fresh_until < since)
            or source.timeline_version != VERSION
            or timelines.pending(connection, source.name)
            or backfill_progress(connection, source.name, now)
            or not all(
                stream.caught_up or stream.error
                for stream in ledger.streams(connection, source.name).values()
            )
        )
