"""The parts of a conversation or a ticket: who did what, and what it left behind. Pure.

A part may do several things at once: a close may carry the last reply, and a customer's word on
what is closed is one part that opens it. There are more types than are documented: what one that
nobody knows does is read from its author, its state and whom it gave the conversation to.
https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    as_identity,
    clean,
    excerpt,
    identity,
    instant,
    mapping,
    record,
    rows,
)
from metrics.helpdesks.intercom import vocabulary
from metrics.helpdesks.intercom.normalise import Reading, priority, ticket_state
from metrics.tickets.records import Field, Instant, Role, Status, Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part. `public` None: nobody says anything in it, else whether the customer reads it.

    `status` is what it was behind it, None where it does not say so, `status_before` what a change
    of a ticket's state began with; `moved`: the part made it so.
    `holders` are the fields it set, with whom it gave the conversation to; `priorities` the
    priority before and after, where it changed that.
    """

    id: str
    order: int
    at: Instant
    kind: str
    actor: str | None
    author: Role | None
    automated: bool
    public: bool | None
    status: Status | None
    status_before: Status | None
    moved: bool
    holders: tuple[tuple[Field, str | None], ...]
    priorities: tuple[str | None, str | None] | None
    details: Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one conversation or ticket in their order; `cut`: the earliest are missing."""

    parts: tuple[Part, ...]
    unreadable: tuple[Unreadable, ...]
    cut: bool


def of_conversation(raw: Raw, reading: Reading) -> Parts:
    """The parts of a conversation that was fetched by itself. Raises MalformedError."""
    return _read(raw, "conversation_parts", reading)


def of_ticket(raw: Raw, reading: Reading) -> Parts:
    """The parts of a ticket. Raises MalformedError."""
    return _read(raw, "ticket_parts", reading)


def _read(raw: Raw, key: str, reading: Reading) -> Parts:
    listed, ident = mapping(raw, key), identity(raw, "id")
    if not isinstance(listed.get(key), list):
        raise MalformedError(f"{key} are missing")
    parts: list[Part] = []
    unreadable: list[Unreadable] = []
    for number, row in enumerate(rows(listed, key)):
        try:
            parts.append(_part(record(row), reading, of_ticket=key == "ticket_parts"))
        except MalformedError as error:
            name = f"{ident}/{number}"
            unreadable.append(Unreadable(id=name, reason=str(error), excerpt=excerpt(row)))
    total = listed.get("total_count")
    cut = isinstance(total, int) and total > len(rows(listed, key))
    if cut:
        reason = "it has more parts than Intercom gives, and the earliest are missing"
        unreadable.append(Unreadable(id=f"{ident}/parts", reason=reason))
    parts.sort(key=lambda part: (part.at, part.order))
    return Parts(parts=tuple(parts), unreadable=tuple(unreadable), cut=cut)


def _part(raw: Raw, reading: Reading, *, of_ticket: bool) -> Part:
    ident, kind = identity(raw, "id"), clean(str(raw.get("part_type") or ""), 80)
    author = mapping(raw, "author")
    who, actor = str(author.get("type")), as_identity(author.get("id"))
    names = {actor or "", clean(str(author.get("name") or ""))}
    robot = author.get("from_ai_agent") is True or bool(reading.bot_users & names)
    customer, teammate = who in vocabulary.CUSTOMERS, who == vocabulary.TEAMMATE
    is_known = _note_unknown(kind, reading)
    before = raw.get("previous_ticket_state")
    status, moved = _status(raw, kind, reading, of_ticket=of_ticket)
    return Part(
        id=ident,
        order=int(ident) if ident.isdecimal() and int(ident) < 2**63 else 0,
        at=instant(raw, "created_at"),
        kind=kind,
        actor=actor,
        author=_author(robot=robot, customer=customer, teammate=teammate),
        automated=robot or not (customer or teammate),
        public=_public(raw, kind, is_known=is_known, customer=customer),
        status=status,
        status_before=ticket_state(before, reading) if moved and before else None,
        moved=moved,
        holders=tuple(_holders(raw, reading)),
        priorities=_priorities(raw, kind, reading),
        details=mapping(raw, "event_details"),
    )


def _author(*, robot: bool, customer: bool, teammate: bool) -> Role | None:
    """Whose a part is by Intercom's word; None for what rules and workflows do."""
    if robot:
        return Role.BOT
    return Role.CUSTOMER if customer else Role.AGENT if teammate else None


def _note_unknown(kind: str, reading: Reading) -> bool:
    """Whether a type is known; one that is not is counted."""
    plain = {*vocabulary.SPOKEN, *vocabulary.CARRIERS, *vocabulary.SILENT, *vocabulary.MOVES}
    begins = (*vocabulary.NOTES, vocabulary.SLA_APPLIED, vocabulary.TICKET_SLA)
    known = kind in plain or kind.startswith(begins)
    if not known and not kind.endswith(tuple(vocabulary.ENDINGS)):
        reading.unknown[f"part:{kind or 'none'}"] += 1
        return False
    return True


def _public(raw: Raw, kind: str, *, is_known: bool, customer: bool) -> bool | None:
    """Whether a part is a message that the customer reads, a note, or no message at all.

    Of an unknown type a customer's words are a message, and others' are taken for a note.
    """
    if kind.startswith(vocabulary.NOTES):
        return False
    if kind in vocabulary.SPOKEN:
        return True
    if kind in vocabulary.SILENT or not (raw.get("body") or raw.get("attachments")):
        return None
    return True if is_known else customer


def _status(
    raw: Raw, kind: str, reading: Reading, *, of_ticket: bool
) -> tuple[Status | None, bool]:
    """What the status is behind a part, and whether the part itself made it so."""
    if of_ticket:
        word = raw.get("ticket_state")
        return (None, False) if word is None else (ticket_state(word, reading), True)
    ending = next((s for end, s in vocabulary.ENDINGS.items() if kind.endswith(end)), None)
    moved = vocabulary.MOVES.get(kind, ending)
    if moved is not None:
        return moved, True
    state = raw.get("state")
    return (vocabulary.STATES.get(state) if isinstance(state, str) else None), False


def _holders(raw: Raw, reading: Reading) -> Iterator[tuple[Field, str | None]]:
    given = raw.get("assigned_to")
    if not isinstance(given, dict):
        return
    word = given.get("type")
    field = vocabulary.HOLDERS.get(word) if isinstance(word, str) else None
    if field is None:
        reading.unknown[f"assigned to:{clean(str(word), 40)}"] += 1
        return
    yield field, None if str(word).startswith("nobody") else as_identity(given.get("id"))


def _priorities(raw: Raw, kind: str, reading: Reading) -> tuple[str | None, str | None] | None:
    if not kind.startswith("priority_changed"):
        return None
    details = mapping(raw, "event_details")
    if "current_priority" not in details:
        return None
    before, after = (
        priority(details.get(f"{when}_priority"), reading) for when in ("previous", "current")
    )
    return (before.value if before else None), (after.value if after else None)
