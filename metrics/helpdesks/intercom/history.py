"""The parts of a conversation or a ticket as our events: what was said, and what changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from metrics.helpdesks.fields import Raw, as_identity, identity, instant, mapping, optional_instant
from metrics.helpdesks.intercom import vocabulary
from metrics.helpdesks.intercom.normalise import Reading, ticket_state
from metrics.helpdesks.intercom.parts import Part, Parts
from metrics.tickets.records import Event, EventKind, Field, Instant, Role, Status


def of_conversation(raw: Raw, parts: Parts) -> Iterator[Event]:
    """All that happened in a conversation; it began with what stands in its source."""
    created_at = instant(raw, "created_at")
    if parts.cut:
        yield from _beginning_of_cut(raw, parts)
        parts = _without_half_waits(raw, parts)
    else:
        yield _opening(raw)
    first = _as_it_came([part for part in parts.parts if part.at <= created_at])
    yield from _Walk(identity(raw, "id"), created_at, first, cut=parts.cut).events(parts)


def _first_reply_at(raw: Raw) -> Instant | None:
    """When a teammate answered first, as Intercom keeps it."""
    return optional_instant(mapping(raw, "statistics"), "first_admin_reply_at")


def _beginning_of_cut(raw: Raw, parts: Parts) -> Iterator[Event]:
    """How a conversation began whose earliest parts are missing, with the first reply among them.

    Where Intercom does not say when that was, it is not known who waited, and nobody is said to.
    """
    opening, reply_at = _opening(raw), _first_reply_at(raw)
    if reply_at is None:
        return
    yield opening
    if opening.author is Role.CUSTOMER and (not parts.parts or reply_at < parts.parts[0].at):
        yield Event(
            id=f"{opening.ticket}:first-reply",
            ticket=opening.ticket,
            at=reply_at,
            order=0,
            kind=EventKind.MESSAGE,
            author=Role.AGENT,
            public=True,
        )


def _without_half_waits(raw: Raw, parts: Parts) -> Parts:
    """Without the words of customers who may have waited since a part that is missing."""
    reply_at = _first_reply_at(raw)
    if reply_at is not None and parts.parts and reply_at >= parts.parts[0].at:
        return parts
    answers = (n for n, part in enumerate(parts.parts) if part.public and part.author is Role.AGENT)
    known_from = next(answers, len(parts.parts))
    silent = (replace(part, public=None) for part in parts.parts[:known_from])
    return replace(parts, parts=(*silent, *parts.parts[known_from:]))


def _as_it_came(at_once: Sequence[Part]) -> Status:
    """The status at the creation: closed where it was so in that second, and nobody answered."""
    answered = any(part.public and part.author is Role.AGENT for part in at_once)
    statuses = [part.status for part in at_once if part.status is not None]
    closed = bool(statuses) and not statuses[-1].unsolved
    return statuses[-1] if closed and not answered else Status.OPEN


def of_ticket(raw: Raw, parts: Parts, reading: Reading) -> Iterator[Event]:
    """All that happened to a ticket. What it was before its first change of state it came as."""
    moves = [part for part in parts.parts if part.status is not None]
    first = moves[0].status_before if moves else None
    if not moves:
        first = ticket_state(mapping(raw, "ticket_state").get("category"), reading)
    walk = _Walk(
        identity(raw, "id"), instant(raw, "created_at"), first or Status.NEW, cut=parts.cut
    )
    yield from walk.events(parts)


def _opening(raw: Raw) -> Event:
    """The message that a conversation began with: of a customer, or of ours to one.

    What a bot greets a customer with is neither a question nor an answer.
    """
    source = mapping(raw, "source")
    author = mapping(source, "author")
    ours = str(source.get("delivered_as")) in vocabulary.BY_US
    human = author.get("type") == vocabulary.TEAMMATE if ours else author.get("type") != "bot"
    return Event(
        id=f"{identity(raw, 'id')}:opening",
        ticket=identity(raw, "id"),
        at=instant(raw, "created_at"),
        order=0,
        kind=EventKind.MESSAGE,
        actor=as_identity(author.get("id")),
        author=Role.AGENT if ours else Role.CUSTOMER if human else None,
        automated=not human,
        public=ours or human,
    )


@dataclass
class _Walk:
    """What holds while one part after the other is taken."""

    ticket: str
    created_at: Instant
    first: Status
    cut: bool
    now: dict[Field, str | None] = field(default_factory=dict)

    def events(self, parts: Parts) -> Iterator[Event]:
        """The status at the creation, and what each part did."""
        self.now = {Field.STATUS: self.first.value}
        yield Event(
            id=f"{self.ticket}:created",
            ticket=self.ticket,
            at=self.created_at,
            order=0,
            kind=EventKind.CHANGE,
            field=Field.STATUS,
            new=self.first.value,
        )
        for part in parts.parts:
            if part.public is not None:
                yield self._message(part)
            yield from self._changes(part)

    def _changes(self, part: Part) -> Iterator[Event]:
        for which, new in part.holders:
            yield from self._change(part, which, self.now.get(which), new)
        if part.priorities is not None:
            yield from self._change(part, Field.PRIORITY, *part.priorities)
        came_so = part.at <= self.created_at and not self.first.unsolved
        if part.status is not None and not came_so:
            known_since_before = self.cut and not part.moved
            self.cut = False
            if known_since_before:
                self.now[Field.STATUS] = part.status.value
            yield from self._change(part, Field.STATUS, self.now[Field.STATUS], part.status.value)

    def _change(
        self, part: Part, which: Field, old: str | None, new: str | None
    ) -> Iterator[Event]:
        self.now[which] = new
        if old == new:
            return
        yield Event(
            id=f"{part.id}:{which.value}",
            ticket=self.ticket,
            at=part.at,
            order=part.order,
            kind=EventKind.CHANGE,
            actor=part.actor,
            author=None,
            automated=part.automated,
            field=which,
            old=old,
            new=new,
        )

    def _message(self, part: Part) -> Event:
        return Event(
            id=part.id,
            ticket=self.ticket,
            at=part.at,
            order=part.order,
            kind=EventKind.MESSAGE,
            actor=part.actor,
            author=part.author,
            automated=part.automated,
            public=part.public is True,
        )
