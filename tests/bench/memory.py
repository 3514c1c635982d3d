"""How much memory answers take where the data change between them, beside where they do not."""

from __future__ import annotations

import gc
import multiprocessing
import resource
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import text

from metrics.ask import Asker
from metrics.catalogue import CATALOGUE
from metrics.errors import UnavailableError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Query
from metrics.store.database.engine import Store
from metrics.tickets.columns import Tickets
from metrics.tickets.records import Instant
from tests.bench.filling import fill
from tests.bench.questions import seconds
from tests.bench.supplies import supply

MEGABYTE = 2**20
ROUNDS = 5
PERIOD = Period.of("last week")


class Taken(NamedTuple):
    """Megabytes once the columns are loaded, after all questions, and at most; snapshots alive.

    `warm_seconds` is the median of all questions asked again, nothing having been written.
    """

    loaded: float
    after: float
    peak: float
    alive: int
    warm_seconds: float


def compared(size: int, now: Instant) -> str:
    """Every measure asked of one snapshot, then with a ticket changed before each question."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        store = Store.open(url)
        store.migrate()
        fill(store, size, now)
        supply(store, size, now)
        store.close()
        still, moving = (_in_a_process(url, now, changing=each) for each in (False, True))
    lines = [
        f"Memory of {len(CATALOGUE)} measures, {size:,} tickets, each in a process of its own",
        _line("nothing changes", still),
        _line("a ticket changes before each question", moving),
        f"  ratio of the second to the first: {moving.after / still.after:.2f} after all, "
        f"{moving.peak / still.peak:.2f} at most; warm answers {_times(still, moving):.2f}",
    ]
    return "\n".join(lines)


def _times(still: Taken, moving: Taken) -> float:
    return moving.warm_seconds / still.warm_seconds


def _line(what: str, taken: Taken) -> str:
    return (
        f"  {what:<38} {taken.loaded:6.0f} MB loaded, {taken.after:6.0f} MB after, "
        f"{taken.peak:6.0f} MB at most, {taken.alive} snapshots alive, "
        f"{taken.warm_seconds * 1000:.1f} ms a warm answer"
    )


def _in_a_process(url: str, now: Instant, *, changing: bool) -> Taken:
    """Nothing of the one case is left over in the other."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        return alone.submit(ask_all, url, now, changing=changing).result()


def ask_all(url: str, now: Instant, *, changing: bool) -> Taken:
    """Ask every measure once, then all of them again."""
    store = Store.open(url)
    asker = Asker(store, Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00")))
    asker.directory()
    loaded, answered = _resident(), []
    for number, key in enumerate(CATALOGUE):
        if changing:
            _change(store, 1 + number)
        if _asked(asker, key, now):
            answered.append(key)
    after, alive = _resident(), sum(type(each) is Tickets for each in gc.get_objects())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    for key in answered:
        _asked(asker, key, now)
    warm = [seconds(partial(_asked, asker, key, now)) for key in answered * ROUNDS]
    return Taken(loaded, after, peak, alive, float(np.median(warm)))


def _asked(asker: Asker, key: str, now: Instant) -> bool:
    try:
        asker.answer(Query(metric=key, period=PERIOD), now)
    except UnavailableError:
        return False
    return True


def _change(store: Store, ticket: int) -> None:
    """Write a ticket anew, as a sync does."""
    with store.write() as connection:
        connection.execute(text("update source set revision = revision + 1"))
        newest = "(select max(revision) from source)"
        where = {"ticket": ticket}
        changed = f"update timeline set revision = {newest} where ticket = :ticket"
        connection.execute(text(changed), where)


def _resident() -> float:
    """The megabytes of this process that are in memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / MEGABYTE
