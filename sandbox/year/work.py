"""The time that the made-up team notes down, piece by piece, by dice of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from metrics.tickets.records import Instant
from sandbox.year import Year
from sandbox.year.dice import Dice

_SEED: Final = 1_000_033
_PIECES_EACH_TICKET: Final = 100
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWork:
    """A piece of work on a ticket, noted when it was done."""

    id: int
    ticket: int
    agent: int
    at: Instant
    seconds: int


def work(year: Year) -> list[PlannedWork]:
    """All pieces of work that were noted, in the order in which they were done."""
    pieces = (
        piece
        for plan in year.plans
        if (dice := Dice(_SEED * plan.id)).chance(0.7)
        for piece in _pieces(plan.id, [(r.at, r.by.agent) for r in plan.replies], dice)
    )
    return sorted(pieces, key=lambda piece: (piece.at, piece.id))


def _pieces(
    ticket: int, replies: list[tuple[Instant, int | None]], dice: Dice
) -> Iterator[PlannedWork]:
    """One a reply; time is noted in whole minutes."""
    for number, (at, agent) in enumerate(replies):
        minutes = max(1, min(round(dice.around(6, 0.7)), 180))
        if agent is not None:
            yield PlannedWork(
                id=_PIECES_EACH_TICKET * ticket + number,
                ticket=ticket,
                agent=agent,
                at=at,
                seconds=_MINUTE * minutes,
            )
