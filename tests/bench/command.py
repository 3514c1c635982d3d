"""What `make bench` measures, by the words behind it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from metrics.tickets.records import Instant
from tests.bench.beside import beside
from tests.bench.burst import burst
from tests.bench.freshness import freshness
from tests.bench.memory import memory
from tests.bench.replay import SEED, TICKETS, replayed
from tests.bench.report import beside_peer, growth
from tests.bench.speed import Speed, speed
from tests.bench.stores import filled
from tests.bench.syncing import synced
from tests.bench.versus import compared

NOW: Instant = 1_795_500_000
SIZES = (100_000, 1_000_000)
ALL = ("speed", "sync", "burst", "beside")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("what", choices=("all", *MEASURES))
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--stores", type=Path, help="a folder where filled stores are kept")
    parser.add_argument("--database", default="", help="an empty database, and one size")
    parser.add_argument("--seed", type=int, default=SEED, help="which year is replayed")
    given = list(sys.argv[1:] if argv is None else argv)
    options = parser.parse_args(given if {"all", *MEASURES} & {*given} else ["all", *given])
    for part in ALL if options.what == "all" else (options.what,):
        _measure(part, options)


def _measure(what: str, options: argparse.Namespace) -> None:
    for said in MEASURES[what](options):
        print(f"\n{said}", flush=True)


def _speeds(options: argparse.Namespace) -> Iterator[str]:
    speeds: list[Speed] = []
    for size in options.sizes or SIZES:
        with ExitStack() as stack:
            folder = options.stores or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            folder.mkdir(parents=True, exist_ok=True)
            store = filled(folder, size, NOW, options.database)
            yield f"{size:,} tickets: it took {store.seconds:.0f} s to have a store and its DuckDB"
            cache = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            speeds.append(speed(store, cache, NOW))
            yield beside_peer(size, compared(store, cache, NOW))
    yield growth(speeds)


MEASURES: Mapping[str, Callable[[argparse.Namespace], Iterable[str]]] = {
    "speed": _speeds,
    "sync": lambda _: [synced(NOW)],
    "burst": lambda _: [burst()],
    "beside": lambda _: [beside()],
    "memory": lambda options: (memory(size, NOW) for size in options.sizes or (60_000,)),
    "freshness": lambda _: [freshness()],
    "replay": lambda options: (
        replayed(size, options.seed) for size in options.sizes or (TICKETS,)
    ),
}
