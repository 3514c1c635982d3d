"""What `make bench` measures, by the words behind it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from metrics.tickets.records import Instant
from tests.bench.beside import beside
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
ALL = ("speed", "sync")
PARTS = ("all", *ALL, "memory", "beside", "freshness", "replay")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("what", choices=PARTS)
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--stores", type=Path, help="a folder where filled stores are kept")
    parser.add_argument("--database", default="", help="an empty database, and one size")
    parser.add_argument("--seed", type=int, default=SEED, help="which year is replayed")
    given = list(sys.argv[1:] if argv is None else argv)
    options = parser.parse_args(given if {*PARTS} & {*given} else ["all", *given])
    for part in ALL if options.what == "all" else (options.what,):
        _measure(part, options)


def _measure(what: str, options: argparse.Namespace) -> None:
    match what:
        case "sync":
            print(synced(NOW), flush=True)
        case "beside":
            print(beside(), flush=True)
        case "freshness":
            print(freshness(), flush=True)
        case "memory":
            for size in options.sizes or (60_000,):
                print(memory(size, NOW), flush=True)
        case "replay":
            for size in options.sizes or (TICKETS,):
                print(replayed(size, options.seed), flush=True)
        case _:
            print(growth([_speed(size, options) for size in options.sizes or SIZES]), flush=True)


def _speed(size: int, options: argparse.Namespace) -> Speed:
    with ExitStack() as stack:
        folder = options.stores or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        store = filled(folder, size, NOW, options.database)
        print(f"{size:,} tickets: a store and its DuckDB took {store.seconds:.0f} s", flush=True)
        cache = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        measured = speed(store, cache, NOW)
        print(f"\n{beside_peer(size, compared(store, cache, NOW))}\n", flush=True)
        return measured
