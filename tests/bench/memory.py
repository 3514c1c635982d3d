"""How much memory answers take where the data change between them, beside where they do not."""

from __future__ import annotations

import gc
import resource
import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from metrics.ask.snapshots import SnapshotCache
from metrics.catalogue import CATALOGUE
from metrics.errors import UnavailableError
from metrics.tickets.records import Instant
from tests.bench.process import KILOBYTES_A_MEGABYTE, Spent, alone, private_megabytes
from tests.bench.questions import Desk
from tests.bench.stores import filled

ROUNDS = 5


class Taken(NamedTuple):
    """Megabytes of its own once columns are loaded and after all questions; snapshots alive.

    `peak` is the most that was in memory, pages of mapped files among it. `warm_seconds` is the
    median of all questions asked again, nothing having been written.
    """

    loaded: float
    after: float
    peak: float
    alive: int
    warm_seconds: float


def memory(size: int, now: Instant) -> str:
    """Every measure asked of one snapshot, then with a ticket changed before each question."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = filled(folder, size, now, with_peer=False).url
        still, moving = (
            alone(ask_all, url, folder / "cache", now, changing=each) for each in (False, True)
        )
    return said(size, still, moving)


def said(size: int, still: Taken, moving: Taken) -> str:
    """Both in words."""
    lines = [
        f"Memory of {len(CATALOGUE)} measures, {size:,} tickets, each in a process of its own",
        _line("nothing changes", still),
        _line("a ticket changes before each question", moving),
        f"  ratio of the second to the first: {moving.after / still.after:.2f} after all, "
        f"{moving.peak / still.peak:.2f} at most; "
        f"warm answers {moving.warm_seconds / still.warm_seconds:.2f}",
    ]
    return "\n".join(lines)


def _line(what: str, taken: Taken) -> str:
    return (
        f"  {what:<38} {taken.loaded:6.0f} MB loaded, {taken.after:6.0f} MB after, "
        f"{taken.peak:6.0f} MB at most, {taken.alive} snapshots alive, "
        f"{taken.warm_seconds * 1000:.1f} ms a warm answer"
    )


def ask_all(url: str, cache: Path, now: Instant, *, changing: bool) -> Taken:
    """Ask every measure once, then all of them again."""
    with Desk.open(url, cache, now) as desk:
        desk.asker.directory()
        loaded, answered = private_megabytes(), []
        for number, key in enumerate(CATALOGUE):
            if changing:
                desk.change(np.array([1 + number]))
            try:
                desk.result(key)
            except UnavailableError:
                continue
            answered.append(key)
        after = private_megabytes()
        alive = sum(type(each) is SnapshotCache for each in gc.get_objects())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_A_MEGABYTE
        warm = [Spent.on(partial(desk.result, key)) for key in answered * ROUNDS]
        return Taken(loaded, after, peak, alive, median(spent.clock for spent in warm))
