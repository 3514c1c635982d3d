"""Stores of a size, each with a DuckDB file of the same tickets; made once, where they are kept."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from metrics.store.database.engine import Store
from metrics.tickets.records import Instant
from tests.bench import bulk, filling, peer, supplies


@dataclass(frozen=True, slots=True)
class Filled:
    """A store with so many tickets, the DuckDB file beside it, and how long it took to make."""

    url: str
    peer: Path
    tickets: int
    seconds: float


def filled(
    folder: Path, tickets: int, now: Instant, database: str = "", *, with_peer: bool = True
) -> Filled:
    """A store in `folder` or the empty `database`; one that is there already is taken as it is."""
    name = f"{tickets}-{_mark(now)}"
    path, copied = folder / f"{name}.db", folder / f"{name}.duckdb"
    url = database or f"sqlite:///{path}"
    begun = time.perf_counter()
    if database:
        _fill(url, tickets, now)
    elif not path.exists():
        new = _new(path)
        _fill(f"sqlite:///{new}", tickets, now)
        new.rename(path)
    with closing(Store.open(url)) as store:
        store.migrate()  # one that was kept may be of an older revision
        if with_peer and not copied.exists():
            new = _new(copied)
            peer.copy(store, new)
            new.rename(copied)
    return Filled(url, copied, tickets, time.perf_counter() - begun)


def _fill(url: str, tickets: int, now: Instant) -> None:
    with closing(Store.open(url)) as store:
        store.migrate()
        filling.fill(store, tickets, now)
        supplies.supply(store, tickets, now)


def _new(path: Path) -> Path:
    """Where it is made, and nothing is yet: what was broken off is not taken for whole."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    return new


def _mark(now: Instant) -> str:
    """What changes when what fills stores is changed."""
    files = (Path(module.__file__ or "") for module in (bulk, filling, supplies, peer))
    code = b"".join(each.read_bytes() for each in files)
    return blake2b(code + str(now).encode(), digest_size=4).hexdigest()
