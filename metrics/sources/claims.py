"""Who in Slack says that they are which agent of the helpdesk, and who has confirmed that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from metrics.tickets.records import Instant

ADDRESS = "address"
"""Stands for whoever has confirmed it, where an equal address did."""


class Decision(StrEnum):
    """What became of a claim. WITHDRAWN: by the person, or because a later one took its place."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody in Slack, by id, says which agent they are, by id.

    `asked` are the ids of those who can confirm it and were asked to; `decided_by` did, ADDRESS
    where helpdesk and Slack tell the same e-mail address of both.
    """

    id: str
    person: str
    agent: str
    asked_at: Instant
    asked: tuple[str, ...] = ()
    decision: Decision = Decision.OPEN
    decided_by: str = ""
    decided_at: Instant | None = None


def claim_id(person: str, agent: str, asked_at: Instant) -> str:
    """The id of a claim: the same one said twice at once is one."""
    return blake2b(f"{person}|{agent}|{asked_at}".encode(), digest_size=4).hexdigest()
