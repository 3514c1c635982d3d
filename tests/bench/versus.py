"""The same questions answered by us and by DuckDB, over the same tickets and in the same run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from metrics.tickets.records import Instant
from tests.bench.peer import Peer, Windows, ours, require_equal
from tests.bench.peer_questions import QUESTIONS
from tests.bench.process import Spent, alone
from tests.bench.questions import Desk
from tests.bench.speed import STARTS, Times
from tests.bench.stores import Filled

ROUNDS = 12
"""So often each question is asked of either."""
FIRST = QUESTIONS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """From cold, and again and again."""

    cold: Spent
    peer_cold: Spent
    warm: Times
    peer_warm: Times


def compared(filled: Filled, cache: Path, now: Instant) -> Compared:
    """Ours and DuckDB's answers; raises DifferentError where a figure is not the same."""
    windows, warm, peer_warm = alone(side_by_side, filled, cache, now)
    cold = [alone(first_answer, filled.url, cache, now) for _ in range(STARTS)]
    peer_cold = [alone(first_of_peer, filled.peer, windows[FIRST.phrase]) for _ in range(STARTS)]
    return Compared(
        cold=Spent.middle(cold),
        peer_cold=Spent.middle(peer_cold),
        warm=warm,
        peer_warm=peer_warm,
    )


def first_answer(url: str, cache: Path, now: Instant) -> Spent:
    """From the address of the store to the first answer."""

    def answer() -> None:
        with Desk.open(url, cache, now) as desk:
            desk.result(FIRST.phrase)

    return Spent.on(answer)


def first_of_peer(path: Path, windows: Windows) -> Spent:
    """From DuckDB's file to its first answer."""
    return Spent.on(lambda: Peer(path).ask(FIRST, windows))


def side_by_side(
    filled: Filled, cache: Path, now: Instant
) -> tuple[Mapping[str, Windows], Times, Times]:
    """Both asked by turns, each question as often; first their figures are held together."""
    windows: dict[str, Windows] = {}
    mine: dict[str, list[Spent]] = {question.phrase: [] for question in QUESTIONS}
    theirs: dict[str, list[Spent]] = {question.phrase: [] for question in QUESTIONS}
    peer = Peer(filled.peer)
    with Desk.open(filled.url, cache, now) as desk:
        for question in QUESTIONS:
            phrase, result = question.phrase, desk.result(question.phrase)
            windows[phrase] = Windows.of(result)
            require_equal(question, ours(question, result), peer.ask(question, windows[phrase]))
            for _ in range(ROUNDS):
                mine[phrase].append(Spent.on(partial(desk.result, phrase)))
                theirs[phrase].append(Spent.on(partial(peer.ask, question, windows[phrase])))
    peer.close()
    return windows, mine, theirs
