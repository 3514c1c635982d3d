"""What a ticket and its events tell as they stand: from when on it is known, and what is missing.

The helpdesk's own word on a ticket is a witness beside its events. Where it tells of a reply, a
solve or a reopening that is not among them, that is said; it never takes their place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from metrics.tickets.pieces import Solve
from metrics.tickets.records import NEVER, Event, EventKind, Field, Instant, Role, Status, Ticket

ALWAYS: Instant = -NEVER
"""Since when a history is known that reaches back to the beginning of time."""

RoleAt: TypeAlias = Callable[[str | None, Instant], Role | None]
"""Who somebody was at an instant; None for an author nobody has told us about."""

_PHASE = {Field.TEAM: 0, Field.AGENT: 0, Field.PRIORITY: 0, None: 1, Field.STATUS: 2}


def _place(event: Event) -> tuple[Instant, int, int, str]:
    return event.at, _PHASE[event.field], event.order, event.id


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket with the events that are known of it, in their order.

    `known_from_at`: before, nobody knows what was the case; None: it is known from its creation.
    """

    ticket: Ticket
    events: Sequence[Event]
    known_from_at: Instant | None

    @staticmethod
    def of(
        ticket: Ticket,
        events: Sequence[Event],
        since_at: Instant = ALWAYS,
        moved_at: Instant = ALWAYS,
    ) -> Story:
        """The story of a ticket by its events, of which all are there from `since_at` on.

        A ticket that is older is known from then on, unless its events reach to its creation. One
        from before `moved_at` is the copy of another helpdesk's, which tells what was until then.
        """
        in_order = sorted(events, key=_place)
        if ticket.created_at < moved_at:
            begins_at = max(moved_at, since_at)
            return Story(ticket, [each for each in in_order if each.at >= begins_at], begins_at)
        reaches = bool(in_order) and in_order[0].at <= ticket.created_at
        if reaches or ticket.created_at >= since_at:
            return Story(ticket, in_order, None)
        return Story(ticket, [event for event in in_order if event.at >= since_at], since_at)

    @property
    def starts_at(self) -> Instant:
        """From when on it is told."""
        return self.ticket.created_at if self.known_from_at is None else self.known_from_at

    @property
    def removed_at(self) -> Instant | None:
        """When the ticket was merged, deleted or found to be spam."""
        ticket = self.ticket
        if ticket.removal is None:
            return None
        return ticket.removed_at if ticket.removed_at is not None else ticket.changed_at

    def first_value(self, which: Field) -> str | None:
        """What a field was at the start: what its first change replaced, or else what it is now."""
        first = next((e for e in self.events if e.field is which), None)
        if first is None:
            now: str | None = getattr(self.ticket, which.value)
            return now
        created = first.at <= self.ticket.created_at and first.old is None
        return first.new if created else first.old

    def opening_message(self) -> Event | None:
        """The message it was opened with, where that is known."""
        first = next((e for e in self.events if e.kind is EventKind.MESSAGE), None)
        return first if first and first.at <= self.ticket.created_at else None

    def opened_by_agent(self) -> bool:
        """Whether the helpdesk says that an agent wrote to the customer first."""
        first = self.opening_message()
        return first is not None and first.public and first.author is Role.AGENT

    def came_closed(self) -> bool:
        """Whether it was solved when it came, by its events and not by its state of today alone."""
        status = self.first_value(Field.STATUS)
        if self.known_from_at is not None or status is None or Status(status).unsolved:
            return False
        reaches = bool(self.events) and self.events[0].at <= self.ticket.created_at
        return reaches or any(event.field is Field.STATUS for event in self.events)

    def unread_reply_at(self) -> Instant | None:
        """When it was answered, by the helpdesk's word alone: at its creation if it says no time.

        To be asked where no word of the staff's is among the events.
        """
        vendor = self.ticket.vendor
        if self.known_from_at is not None or not (vendor.replies or vendor.reply_minutes):
            return None
        return self.ticket.created_at + 60 * (vendor.reply_minutes or 0)

    def unread_solve_at(self, status: Status, solves: Sequence[Solve]) -> Instant | None:
        """When it was solved by the helpdesk's word alone, given what the events came to."""
        ticket, solved_at = self.ticket, self.ticket.vendor.solved_at
        if self.known_from_at is None and not solves:
            by_status = None if ticket.status.unsolved else ticket.changed_at
            return by_status if solved_at is None else solved_at
        newest_at = self.events[-1].at if self.events else self.starts_at
        if not status.unsolved or ticket.status.unsolved or ticket.changed_at < newest_at:
            return None
        return ticket.changed_at if solved_at is None else solved_at

    def unread_reopen(self, solves: Sequence[Solve]) -> bool:
        """Whether it was reopened by the helpdesk's word alone."""
        reopened = any(solve.reopened_at is not None for solve in solves)
        return self.known_from_at is None and bool(self.ticket.vendor.reopens) and not reopened


def author_of(event: Event, ticket: Ticket, role_at: RoleAt) -> Role:
    """What somebody who wrote or changed something is to the ticket."""
    if event.automated or event.author is Role.BOT:
        return Role.BOT
    if event.author is Role.CUSTOMER:
        return Role.CUSTOMER
    role = role_to(ticket, event.actor, event.at, role_at) or Role.CUSTOMER
    staff = event.author is Role.AGENT and event.actor != ticket.requester
    # Who may not answer customers today and did was an agent then.
    is_agent = role is Role.CUSTOMER or (role is Role.LIGHT and event.public)
    return Role.AGENT if is_agent and staff else role


def role_to(ticket: Ticket, person: str | None, at: Instant, role_at: RoleAt) -> Role | None:
    """Who somebody is to a ticket: a colleague who asks is its customer."""
    role = role_at(person, at)
    staff = role is Role.AGENT or role is Role.LIGHT
    return Role.CUSTOMER if staff and person == ticket.requester else role
