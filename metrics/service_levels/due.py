"""A promise of service that is running, and what is left of its time."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.tickets.records import Instant, SlaMeasure


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A running promise to an open ticket. What it promises must be done by `due_at`.

    `left_seconds` is the working time until then, by the hours of the team that has the ticket;
    0 where it has run out since the data were read, or will before anybody works again. `helpdesk`
    is the name of that of the ticket, "" where there is only one; `number` what people know it by,
    "" where that is its id.
    """

    ticket: str
    source: str
    agent: str
    measure: SlaMeasure
    due_at: Instant
    left_seconds: int
    helpdesk: str = ""
    number: str = ""
