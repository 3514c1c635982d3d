"""A customer who was not content: the bad rating of a ticket, and how long that took."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.tickets.records import Instant, TicketId


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRating:
    """A bad rating of a ticket, whose row has `key`. `reason` is chosen from a list, "" for none.

    `id` is that of the rating in its helpdesk; people know the ticket by its `number`, "" where
    that is its id.
    """

    id: str
    ticket: TicketId
    key: int
    at: Instant
    number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhappy:
    """A bad rating and its ticket: `channel` and what its helpdesk is called, "" where it is alone.

    `first_reply` and `resolution` are the seconds that these took, None where they are not known.
    """

    rating: BadRating
    channel: str
    helpdesk: str = ""
    first_reply: int | None = None
    resolution: int | None = None
