"""What a measure is made of, and who supplies it: streams of a helpdesk, or files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Need(StrEnum):
    """Something measures are made of. The first ones come from helpdesks, the others from files.

    Some come from either.
    """

    TICKETS = "tickets"
    HISTORY = "history"
    CHANGES = "changes"
    REPLIES = "replies"
    PEOPLE = "people"
    SURVEYS = "surveys"
    PROMISES = "promises"
    HOURS = "hours"
    AI = "ai"
    ANSWERS = "answers"
    REVIEWS = "reviews"
    HANDLING = "handling"
    SHIFTS = "shifts"
    COSTS = "costs"
    CUSTOMERS = "customers"
    SESSIONS = "sessions"
    CHURN = "churn"
    CALLS = "calls"
    TIERS = "tiers"
    CUSTOMER_TIERS = "customer-tiers"
    TONE = "tone"

    @property
    def words(self) -> str:
        """What people call it, within a sentence."""
        return _WORDS[self]

    @property
    def file(self) -> str:
        """The kind of file that brings it; "" for what only helpdesks tell."""
        if self in OF_HELPDESKS or self is Need.TONE:
            return ""
        return "surveys" if self is Need.ANSWERS else self.value


_WORDS: Final = {
    Need.TICKETS: "tickets",
    Need.HISTORY: "the history of status, holder and priority",
    Need.CHANGES: "each change of status, team and agent",
    Need.REPLIES: "messages with their authors and times",
    Need.PEOPLE: "the names of teams and people",
    Need.SURVEYS: "satisfaction ratings",
    Need.PROMISES: "service levels",
    Need.HOURS: "office hours",
    Need.AI: "which answers are those of AI agents",
    Need.ANSWERS: "answers to surveys",
    Need.REVIEWS: "quality reviews with their rubric",
    Need.HANDLING: "handle times from the telephone system or from time tracking",
    Need.SHIFTS: "the roster with tracked time",
    Need.COSTS: "costs by month",
    Need.CUSTOMERS: "customer counts with their dates",
    Need.SESSIONS: "self-service sessions with their visitors",
    Need.CHURN: "lost customers",
    Need.CALLS: "the log of the telephone system",
    Need.TIERS: "the tier of each team",
    Need.CUSTOMER_TIERS: "the tiers of customers",
    Need.TONE: "the tone of messages",
}

OF_HELPDESKS: Final = frozenset(
    (
        *(Need.TICKETS, Need.HISTORY, Need.CHANGES, Need.REPLIES, Need.PEOPLE),
        *(Need.SURVEYS, Need.PROMISES, Need.HOURS, Need.AI),
    )
)
"""What only a helpdesk may supply; the others come from files."""

OF_EITHER: Final = frozenset((Need.HANDLING, Need.CALLS, Need.TONE))
"""What some helpdesks supply, and a file may bring as well, but for the tone of messages."""

CORE: Final = (Need.TICKETS, Need.HISTORY, Need.REPLIES)
"""What nearly all measures of tickets are made of: up to when it is whole, the data are."""


def need_of_file(kind: str) -> Need:
    """What a kind of file brings."""
    return next(need for need in Need if need.file == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """How a helpdesk supplies a need: by which streams, all of which it takes.

    `also` are streams that add to it where the plan has them, and are not missing where it has not.
    `how` is empty where it is exactly what is needed; else it says how it only comes near.
    `observed`: the helpdesk does not tell it, and it is seen by what differs from one reading to
    the next, so nothing of it is known from before the source was connected.
    """

    streams: tuple[str, ...]
    also: tuple[str, ...] = ()
    how: str = ""
    observed: bool = False
