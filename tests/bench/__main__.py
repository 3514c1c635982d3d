"""Fill stores of growing size, ask them the same questions, and print what it took.

make bench                                   100 thousand and 1 million tickets on SQLite
make bench ARGS="5000000"                    other sizes
make bench ARGS="100000 --database URL"      another (empty) database
make bench ARGS="memory 60000"               memory, where the data change between the questions
make bench ARGS=beside                       commands while all helpdesks are read, or none
make bench ARGS=freshness                    how long after a change the answers have it
make bench ARGS=replay                       what digests put first: planted shifts, quiet weeks
make bench ARGS="replay 135 --seed 8"        the same of another year, so many tickets a weekday
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from bot.cards.card import card
from bot.charts import picture
from bot.grammar import parse, render
from metrics.ask import Asker
from metrics.errors import UnavailableError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant
from tests.bench.beside import beside
from tests.bench.filling import fill
from tests.bench.freshness import freshness
from tests.bench.memory import compared
from tests.bench.questions import PHRASES, by_sql, seconds
from tests.bench.replay import SEED, TICKETS, replayed
from tests.bench.supplies import supply
from tests.bench.syncing import synced

NOW: Instant = 1_795_500_000
ROUNDS = 12
NAMED = 6
"""So many of the slowest are named."""
WEEK = 7 * 86400


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("what", choices=("speed", "memory", "beside", "freshness", "replay"))
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--database", help="an empty database, instead of SQLite in a folder")
    parser.add_argument("--seed", type=int, default=SEED, help="which year is replayed")
    given = list(sys.argv[1:] if argv is None else argv)
    named = {"memory", "beside", "freshness", "replay"} & {*given}
    options = parser.parse_args(given if named else ["speed", *given])
    if options.what == "memory":
        for size in options.sizes or (60_000,):
            print(compared(size, NOW))
        return
    if options.what == "beside":
        print(beside())
        return
    if options.what == "freshness":
        print(freshness())
        return
    if options.what == "replay":
        for size in options.sizes or (TICKETS,):
            print(replayed(size, options.seed))
        return
    print(synced(NOW))
    for size in options.sizes or (100_000, 1_000_000):
        with tempfile.TemporaryDirectory() as folder:
            url = options.database or f"sqlite:///{Path(folder) / 'bench.db'}"
            measure(Store.open(url), size)


def measure(store: Store, size: int) -> None:
    """Fill one store and time every question on it."""
    store.migrate()
    begun = time.perf_counter()
    rows = fill(store, size, NOW) + supply(store, size, NOW)
    filled = time.perf_counter() - begun
    calendar = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00"))
    asker = Asker(store, calendar)
    print(f"\n{size:,} tickets ({rows:,} rows, written in {filled:.0f} s)")
    print(f"  load of this machine         {os.getloadavg()[0]:8.2f} ({os.cpu_count()} cores)")
    print(f"  columns loaded from cold     {seconds(asker.directory):8.2f} s")
    _time_all(asker)
    sql = by_sql(store, NOW - 13 * WEEK, NOW - WEEK)
    ours = float(np.median([seconds(lambda: _result(asker, "frt email")) for _ in range(ROUNDS)]))
    print(f"  'frt email': {ours * 1000:.1f} ms; by plain SQL {sql * 1000:.1f} ms")
    print(f"  one answer by SQL takes as long as {sql / ours:.1f} of ours")


def _time_all(asker: Asker) -> None:
    """Time every question, and name the slowest and those that are never answered."""
    results: dict[str, list[float]] = {}
    cards: dict[str, list[float]] = {}
    never: list[str] = []
    for phrase in PHRASES:
        try:
            _card(asker, phrase)
        except UnavailableError:
            never.append(phrase)
            continue
        results[phrase] = [seconds(partial(_result, asker, phrase)) for _ in range(ROUNDS)]
        cards[phrase] = [seconds(partial(_card, asker, phrase)) for _ in range(ROUNDS)]
    for what, taken in (("phrase to Result", results), ("phrase to card with chart", cards)):
        _print(what, [each for times in taken.values() for each in times])
        late = {phrase: float(np.percentile(times, 95)) for phrase, times in taken.items()}
        worst = sorted(late, key=late.__getitem__, reverse=True)[:NAMED]
        told = ", ".join(f"{phrase} {late[phrase] * 1000:.0f}" for phrase in worst)
        print(f"    slowest, in ms p95: {told}")
    print(f"  {len(results)} questions, every measure among them but {', '.join(never) or 'none'}")


def _result(asker: Asker, phrase: str) -> object:
    return asker.answer(parse(phrase, asker.directory()), NOW)


def _card(asker: Asker, phrase: str) -> object:
    directory = asker.directory()
    query = parse(phrase, directory)
    result = asker.answer(query, NOW)
    return card(result, render(query, directory), picture(result))


def _print(what: str, taken: Sequence[float]) -> None:
    p50, p95 = np.percentile(taken, [50, 95]) * 1000
    print(f"  {what:<28} {p50:8.0f} ms p50 {p95:8.0f} ms p95  (n={len(taken)})")


if __name__ == "__main__":
    main()
