"""How the syncs of each source go: the last success and failure, since when it fails, what it took.

Whoever syncs writes it down, in whatever process, so every copy of the bot tells the same. Counts
only grow, whatever restarts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, func, select, update

from metrics.store.database.rows import clean
from metrics.store.database.statements import insert_new
from metrics.store.tables.ledger import SyncStateRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

SYNC_STATE = table(SyncStateRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a sync did since it was last written down; `failures`: of earlier ones, unwritten."""

    records: int = 0
    calls: int = 0
    waited_seconds: float = 0.0
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """How the syncs of a source go.

    `succeeded_at`: a sync ended well, or brought pages. `failing_since` is None unless the newest
    that ended has failed; `failure` says why.
    """

    source: str
    succeeded_at: Instant | None = None
    failed_at: Instant | None = None
    failing_since: Instant | None = None
    failure: str = ""
    successes: int = 0
    failures: int = 0
    records: int = 0
    calls: int = 0
    waited_ms: int = 0


_NAMES = tuple(field.name for field in fields(SyncState))


def sync_states(connection: Connection) -> dict[str, SyncState]:
    """The state of each source that was ever synced, by name."""
    rows = connection.execute(select(*(SYNC_STATE.c[name] for name in _NAMES))).mappings()
    return {row["source"]: SyncState(**row) for row in rows}


def note_progress(connection: Connection, source: str, work: Work, now: Instant) -> None:
    """A sync that goes on has brought pages; whether it ends well is not known yet."""
    _note(connection, source, work, succeeded_at=now)


def note_success(connection: Connection, source: str, work: Work, now: Instant) -> None:
    """A sync has ended well."""
    more = {"successes": SYNC_STATE.c.successes + 1}
    _note(connection, source, work, succeeded_at=now, failing_since=None, failure="", **more)


def note_failure(connection: Connection, source: str, work: Work, now: Instant, why: str) -> None:
    """A sync has failed; since when they do is known from the first failure in a row."""
    since = func.coalesce(SYNC_STATE.c.failing_since, now)
    work = replace(work, failures=work.failures + 1)
    _note(connection, source, work, failed_at=now, failing_since=since, failure=clean(why))


def _note(connection: Connection, source: str, work: Work, **values: Any) -> None:
    insert_new(connection, SYNC_STATE, [{"source": source, "failure": ""} | _ZEROS])
    counts = {
        "records": SYNC_STATE.c.records + work.records,
        "calls": SYNC_STATE.c.calls + work.calls,
        "failures": SYNC_STATE.c.failures + work.failures,
        "waited_ms": SYNC_STATE.c.waited_ms + round(1000 * work.waited_seconds),
    }
    here = update(SYNC_STATE).where(SYNC_STATE.c.source == source)
    connection.execute(here.values(values | counts))


_ZEROS = dict.fromkeys(("successes", "failures", "records", "calls", "waited_ms"), 0)
