"""What answers of one store take: to whoever reads its tables, and to who finds its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from metrics.errors import UnavailableError
from metrics.tickets.records import Instant
from tests.bench.process import Spent, alone, private_megabytes
from tests.bench.questions import PHRASES, Desk
from tests.bench.stores import Filled

STARTS = 3
RESULTS, CARDS = 5, 3
"""So often each phrase is answered, and drawn."""
RENEWALS, CHANGED = 5, 100
"""So often so many tickets are changed."""

Times = Mapping[str, Sequence[Spent]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one process took that found the columns in a file, in this order; megabytes its own.

    `first` are the first answers after a renewal, `next` those after another one beside who asks,
    `never` what nobody has supplied data for.
    """

    loaded: float
    asked: float
    results: Times
    cards: Times
    drawn: float
    renewals: Sequence[Spent]
    first: Mapping[str, Spent]
    next: Mapping[str, Spent]
    again: float
    never: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What a store took whoever came first, who found its file of columns, and who went on."""

    tickets: int
    load: Spent
    start: Spent
    answers: Answers


def speed(filled: Filled, cache: Path, now: Instant) -> Speed:
    """Measure one store, each part in a process of its own; columns lie in the empty `cache`."""
    url = filled.url
    return Speed(
        tickets=filled.tickets,
        load=alone(ready, url, cache, now),
        start=Spent.middle([alone(ready, url, cache, now) for _ in range(STARTS)]),
        answers=alone(answers, url, cache, now),
    )


def ready(url: str, cache: Path, now: Instant) -> Spent:
    """What it takes until questions can be answered: who comes first reads the tables."""
    with Desk.open(url, cache, now) as desk:
        return Spent.on(desk.asker.directory)


def answers(url: str, cache: Path, now: Instant) -> Answers:
    """Ask everything once, then again; then change tickets, and ask everything once more."""
    with Desk.open(url, cache, now) as desk:
        desk.asker.directory()
        loaded = private_megabytes()
        answered = [phrase for phrase in PHRASES if _is_answered(desk, phrase)]
        asked = private_megabytes()
        results = {p: _times(partial(desk.result, p), RESULTS) for p in answered}
        cards = {p: _times(partial(desk.card, p), CARDS) for p in answered}
        drawn = private_megabytes()
        renewals = [_renewal(desk, number) for number in range(RENEWALS)]
        first = {p: Spent.on(partial(desk.result, p)) for p in answered}
        again = private_megabytes()
        _change(desk, RENEWALS)
        desk.renew_beside()
        following = {p: Spent.on(partial(desk.result, p)) for p in answered}
        return Answers(
            loaded=loaded,
            asked=asked,
            results=results,
            cards=cards,
            drawn=drawn,
            renewals=renewals,
            first=first,
            next=following,
            again=again,
            never=[phrase for phrase in PHRASES if phrase not in answered],
        )


def _is_answered(desk: Desk, phrase: str) -> bool:
    try:
        desk.result(phrase)
    except UnavailableError:
        return False
    return True


def _times(work: Callable[[], object], rounds: int) -> Sequence[Spent]:
    return [Spent.on(work) for _ in range(rounds)]


def _renewal(desk: Desk, number: int) -> Spent:
    """What it takes to have a hundred changed tickets, that lie anywhere."""
    _change(desk, number)
    return Spent.on(desk.asker.directory)


def _change(desk: Desk, number: int) -> None:
    extent = desk.asker.extent()
    assert extent is not None
    changed = np.unique(np.linspace(1 + number, extent.tickets, CHANGED).astype(np.int64))
    desk.change(changed)
