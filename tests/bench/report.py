"""What was measured, in words and tables: ratios first, then what it took on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

import duckdb
import numpy as np

from tests.bench.process import Spent, machine
from tests.bench.speed import CHANGED, Answers, Speed, Times
from tests.bench.tables import Aim, Line, aligned, growing, number
from tests.bench.versus import FIRST, Compared

WORST = 6
MILLION = 1_000_000
AimOf: TypeAlias = Callable[[int], Aim | None]
"""The aim at so many tickets."""
START_AIMS = {MILLION: 2.0, 5 * MILLION: 3.0}
"""Seconds, by how many tickets there are."""


def beside_peer(tickets: int, compared: Compared) -> str:
    """How many times what DuckDB takes we take, question by question."""
    rows = [["ours / DuckDB", "clock", "core", "ours, ms of a core", "DuckDB"]]
    cold = f"cold, to the first answer ({FIRST.phrase})"
    rows.append(_ratio(cold, compared.cold, compared.peer_cold))
    for phrase, spent in compared.warm.items():
        rows.append(_ratio(phrase, Spent.middle(spent), Spent.middle(compared.peer_warm[phrase])))
    for name, share in (("all of these, median", 50), ("all of these, p95", 95)):
        rows.append(_ratio(name, _at(compared.warm, share), _at(compared.peer_warm, share)))
    title = f"{tickets:,} tickets beside DuckDB {duckdb.__version__}: the same tickets and figures"
    return f"{title} ({machine()})\n{aligned(rows)}"


def _ratio(name: str, mine: Spent, theirs: Spent) -> list[str]:
    clock, cpu = mine.clock / theirs.clock, mine.cpu / theirs.cpu
    return [name, f"{clock:.2f}", f"{cpu:.2f}", *(_ms(spent.cpu) for spent in (mine, theirs))]


def _ms(seconds: float) -> str:
    return number(seconds * 1000)


def _at(times: Times, share: float) -> Spent:
    """A percentile of all that was measured, of either clock."""
    every = list(chain(*times.values()))
    clock, cpu = ([getattr(spent, name) for spent in every] for name in ("clock", "cpu"))
    return Spent(float(np.percentile(clock, share)), float(np.percentile(cpu, share)))


def growth(speeds: Sequence[Speed]) -> str:
    """What each size took beside its aim, and how that grows; then what took longest."""
    table = growing(
        f"What it takes ({machine()})",
        [each.tickets for each in speeds],
        [
            Line(name, unit, [value(s) for s in speeds], [aim_of(s.tickets) for s in speeds])
            for name, unit, value, aim_of in MEASURED
        ],
    )
    return "\n".join((table, "! misses its aim", *(_slowest(s) for s in speeds)))


def _none(_: int) -> Aim | None:
    return None


def _start(tickets: int) -> Aim | None:
    fitting = [most for size, most in START_AIMS.items() if tickets <= size]
    return Aim(most=fitting[0]) if fitting else None


def _up_to_a_million(most: float) -> AimOf:
    return lambda tickets: Aim(most=most) if tickets <= MILLION else None


def _always(most: float) -> AimOf:
    return lambda _: Aim(most=most)


def _renewal(speed: Speed) -> float:
    return Spent.middle(speed.answers.renewals).cpu


def _first(speed: Speed) -> float:
    return max(_cpu(speed.answers.first).values()) * 1000


def _next(speed: Speed) -> float:
    return max(_cpu(speed.answers.next).values()) * 1000


def _warm(times: Times, share: float) -> float:
    return _at(times, share).cpu * 1000


MEASURED: Sequence[tuple[str, str, Callable[[Speed], float], AimOf]] = (
    ("first load, out of the tables", "s of a core", lambda s: s.load.cpu, _none),
    ("start with the columns in a file", "s", lambda s: s.start.clock, _start),
    ("  the same", "s of a core", lambda s: s.start.cpu, _none),
    ("memory of its own, loaded", "MB", lambda s: s.answers.loaded, _none),
    ("  every measure asked", "MB", lambda s: s.answers.asked, _up_to_a_million(400)),
    ("  and drawn", "MB", lambda s: s.answers.drawn, _none),
    ("  and renewed, and asked again", "MB", lambda s: s.answers.again, _up_to_a_million(400)),
    (f"renewal, {CHANGED} changed tickets", "s of a core", _renewal, _always(0.2)),
    ("first ask of a new snapshot, worst", "ms of a core", _first, _up_to_a_million(300)),
    ("  asked of the one before too", "ms of a core", _next, _up_to_a_million(300)),
    ("a result, warm, median", "ms of a core", lambda s: _warm(s.answers.results, 50), _none),
    ("  p95", "ms of a core", lambda s: _warm(s.answers.results, 95), _none),
    (
        "a card with its picture, warm, median",
        "ms of a core",
        lambda s: _warm(s.answers.cards, 50),
        _none,
    ),
    ("  p95", "ms of a core", lambda s: _warm(s.answers.cards, 95), _none),
)


def _slowest(speed: Speed) -> str:
    answers = speed.answers
    return "\n".join(
        (
            f"{speed.tickets:,} tickets, the slowest in ms of a core:",
            f"  first ask: {_named(_cpu(answers.first))}",
            f"  asked of the one before too: {_named(_cpu(answers.next))}",
            f"  results, p95: {_named(_late(answers.results))}",
            f"  cards, p95: {_named(_late(answers.cards))}",
            _asked(answers),
        )
    )


def _asked(answers: Answers) -> str:
    never = ", ".join(answers.never) or "none"
    return f"  {len(answers.results)} questions, every measure among them but {never}"


def _cpu(first: Mapping[str, Spent]) -> Mapping[str, float]:
    return {phrase: spent.cpu for phrase, spent in first.items()}


def _late(times: Times) -> Mapping[str, float]:
    return {p: float(np.percentile([s.cpu for s in all], 95)) for p, all in times.items()}


def _named(seconds: Mapping[str, float]) -> str:
    worst: Iterable[str] = sorted(seconds, key=seconds.__getitem__, reverse=True)[:WORST]
    return ", ".join(f"{phrase} {seconds[phrase] * 1000:.0f}" for phrase in worst)
