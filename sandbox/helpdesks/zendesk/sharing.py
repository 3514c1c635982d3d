"""Tickets that the stand-in shares with another account, whose agents write into them too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from sandbox.year import Year
from sandbox.year.plan import PlannedStep, Speech, TicketPlan

PARTNER: Final = 900_140
"""An agent of the other account."""
VIA: Final = "ticket sharing"
_AGREEMENT: Final = 8_101
_EACH: Final = 40
_DAYS_SPARED: Final = 3 * 86_400
_LEAST_SECONDS: Final = 120


def agreements() -> dict[str, Any]:
    """The agreement with the other account, and one that was never accepted."""
    ours = {"type": "outbound", "partner_name": None, "url": None, "updated_at": None}
    one = {"id": _AGREEMENT, "name": "Globex Repairs", "remote_subdomain": "globex"}
    other = {"id": _AGREEMENT + 1, "name": "Initech", "remote_subdomain": "initech"}
    return {
        "sharing_agreements": [
            {**ours, **one, "status": "accepted"},
            {**ours, **other, "status": "declined"},
        ]
    }


def agreements_of(ticket: int) -> list[int]:
    """By which agreements a ticket is shared."""
    return [_AGREEMENT] if ticket % _EACH == 0 else []


def with_partner(year: Year) -> Year:
    """The year as the account knows it: the partner has written into what is shared."""
    return replace(year, plans=tuple(_with_partner(plan, year.ends_at) for plan in year.plans))


def _with_partner(plan: TicketPlan, ends_at: int) -> TicketPlan:
    spared = plan.created_at > ends_at - _DAYS_SPARED
    if not agreements_of(plan.id) or spared or plan.channel not in {"email", "web"}:
        return plan
    return replace(plan, steps=tuple(_steps(plan)))


def _steps(plan: TicketPlan) -> Iterator[PlannedStep]:
    """The steps, and after the first one the partner's note and answer, where there is time."""
    first, *others = plan.steps
    yield first
    later = others[0].at if others else first.at
    if later - first.at > _LEAST_SECONDS:
        middle = (first.at + later) // 2
        yield PlannedStep(at=middle, who=PARTNER, via=VIA, speech=Speech.NOTE)
        yield PlannedStep(at=middle + 1, who=PARTNER, via=VIA, speech=Speech.PUBLIC)
    yield from others
