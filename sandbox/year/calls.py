"""The telephone of the made-up year: the calls behind its tickets, and those that led to none.

What each call was is thrown by dice of its own, so that the tickets of the year stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from metrics.tickets.records import Instant
from sandbox.year import Year
from sandbox.year.dice import Dice
from sandbox.year.plan import TicketPlan

_MINUTE: Final = 60
_CALLS_EACH_TICKET: Final = 10
_SEED: Final = 1_000_003


class Outcome(StrEnum):
    """What became of a call. CALLED_BACK: the customer did not wait on the line."""

    ANSWERED = "answered"
    GIVEN_UP = "given up"
    VOICEMAIL = "voicemail"
    OUTBOUND = "outbound"
    CALLED_BACK = "called back"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCall:
    """One call: it began, came out of the menu into the queue, and waited there until `met_at`.

    Then somebody answered, or the caller was gone. It ended after all talk and hold, and after the
    wrap-up it is told. `ticket` None: it led to none.
    """

    id: int
    ticket: int | None
    outcome: Outcome
    team: int
    agent: int | None
    began_at: Instant
    queued_at: Instant
    met_at: Instant
    talk_seconds: int = 0
    hold_seconds: int = 0
    wrap_seconds: int = 0

    @property
    def ended_at(self) -> Instant:
        """When somebody put down the receiver."""
        return self.met_at + self.talk_seconds + self.hold_seconds

    @property
    def done_at(self) -> Instant:
        """When the work after it was over."""
        return self.ended_at + self.wrap_seconds


def calls(year: Year) -> list[PlannedCall]:
    """All calls of the year, in the order in which they are done."""
    planned = [call for plan in year.plans if plan.channel == "phone" for call in _calls(plan)]
    return sorted(planned, key=lambda call: (call.done_at, call.id))


def _calls(plan: TicketPlan) -> Iterator[PlannedCall]:
    """The call that a ticket was made in, and now and then one before it or after it."""
    dice, number = Dice(_SEED * plan.id), _CALLS_EACH_TICKET * plan.id
    holder = plan.holders[-1]
    team, agent = plan.holders[0].team or holder.team, holder.agent
    if team is None or agent is None:
        return
    outcome = Outcome.CALLED_BACK if dice.chance(0.04) else Outcome.ANSWERED
    wait = min(round(dice.around(24, 0.9)), 20 * _MINUTE)
    queued_at = plan.created_at - wait
    yield PlannedCall(
        id=number,
        ticket=plan.id,
        outcome=outcome,
        team=team,
        agent=agent,
        began_at=queued_at - dice.between(6, 40),
        queued_at=queued_at,
        met_at=plan.created_at,
        **_work(dice),
    )
    yield from _beside(plan, dice, number + 1, (team, agent))


def _work(dice: Dice) -> dict[str, int]:
    return {
        "talk_seconds": min(round(dice.around(4 * _MINUTE, 0.5)), 60 * _MINUTE),
        "hold_seconds": dice.between(10, 90) if dice.chance(0.3) else 0,
        "wrap_seconds": min(round(dice.around(_MINUTE, 0.6)), 20 * _MINUTE),
    }


def _beside(
    plan: TicketPlan, dice: Dice, number: int, holder: tuple[int, int]
) -> Iterator[PlannedCall]:
    """A call before that nobody answered, and one that an agent made after it."""
    team, agent = holder
    if dice.chance(0.2):
        voicemail, wait = dice.chance(0.2), dice.between(5, 4 * _MINUTE)
        queued_at = plan.created_at - 15 * _MINUTE - dice.between(0, 40 * _MINUTE)
        yield PlannedCall(
            id=number,
            ticket=None,
            outcome=Outcome.VOICEMAIL if voicemail else Outcome.GIVEN_UP,
            team=team,
            agent=None,
            began_at=queued_at - dice.between(6, 40),
            queued_at=queued_at,
            met_at=queued_at + wait,
        )
    if dice.chance(0.1):
        began_at = plan.created_at + dice.between(30 * _MINUTE, 90 * _MINUTE)
        yield PlannedCall(
            id=number + 1,
            ticket=plan.id,
            outcome=Outcome.OUTBOUND,
            team=team,
            agent=agent,
            began_at=began_at,
            queued_at=began_at,
            met_at=began_at + dice.between(5, 30),
            **_work(dice),
        )
