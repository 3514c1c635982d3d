"""Fill stores of growing size, ask them the same questions, and print what it took.

make bench                                   100 thousand and 1 million tickets on SQLite
make bench ARGS="5000000"                    other sizes
make bench ARGS="100000 --database URL"      another (empty) database
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from bot.cards.card import card
from bot.charts import picture
from bot.grammar import parse, render
from metrics.ask import Asker
from metrics.calendar import Calendar, parse_hours
from metrics.errors import AskError
from metrics.records import Instant
from metrics.store.engine import Store
from tests.bench.filling import fill
from tests.bench.questions import PHRASES, by_sql, seconds
from tests.bench.syncing import synced

NOW: Instant = 1_795_500_000
ROUNDS = 12
WEEK = 7 * 86400


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--database", help="an empty database, instead of SQLite in a folder")
    options = parser.parse_args(argv)
    print(synced(NOW))
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            url = options.database or f"sqlite:///{Path(folder) / 'bench.db'}"
            measure(Store.open(url), size)


def measure(store: Store, size: int) -> None:
    """Fill one store and time every question on it."""
    store.migrate()
    begun = time.perf_counter()
    rows = fill(store, size, NOW)
    filled = time.perf_counter() - begun
    calendar = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00"))
    asker = Asker(store, calendar)
    print(f"\n{size:,} tickets ({rows:,} rows, written in {filled:.0f} s)")
    print(f"  columns loaded from cold     {seconds(asker.directory):8.2f} s")
    results: list[float] = []
    cards: list[float] = []
    slowest: dict[str, float] = {}
    left_out: list[str] = []
    for phrase in PHRASES:
        try:
            _card(asker, phrase)
        except AskError:
            left_out.append(phrase)
            continue
        taken = [seconds(lambda p=phrase: _result(asker, p)) for _ in range(ROUNDS)]  # type: ignore[misc]
        drawn = [seconds(lambda p=phrase: _card(asker, p)) for _ in range(ROUNDS)]  # type: ignore[misc]
        slowest[phrase] = float(np.percentile(drawn, 95))
        results += taken
        cards += drawn
    _print("phrase to Result", results)
    _print("phrase to card with chart", cards)
    worst = max(slowest, key=lambda phrase: slowest[phrase])
    print(f"  slowest card: {worst!r}, p95 {slowest[worst] * 1000:.0f} ms")
    print(f"  not in this store: {', '.join(left_out)}")
    sql = by_sql(store, NOW - 13 * WEEK, NOW - WEEK)
    ours = float(np.median([seconds(lambda: _result(asker, "frt email")) for _ in range(ROUNDS)]))
    print(f"  'frt email': {ours * 1000:.1f} ms; by plain SQL {sql * 1000:.1f} ms")
    print(f"  one answer by SQL takes as long as {sql / ours:.1f} of ours")


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
