"""What Salesforce keeps of a case's changes, as our events. Pure.

A row of the lifecycle says which status and owner a case has from then on, and one of the history
what its priority was before and after. An owner is a user or a queue: a queue is a team without an
agent, and a user takes a case out of a queue without leaving the team. So each row tells the team,
also that there is none: the case itself names its owner of today, whose role may be another one.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_casehistory2.htm
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    identity,
    instant,
    mapping,
    optional_identity,
    optional_instant,
    rows,
)
from metrics.helpdesks.salesforce import vocabulary
from metrics.helpdesks.salesforce.client import BEFORE
from metrics.helpdesks.salesforce.normalise import (
    Reading,
    agent_of,
    opened_by_customer,
    priority,
    status,
    team_of,
)
from metrics.helpdesks.salesforce.soql import value, word
from metrics.tickets.records import Event, EventKind, Field, Instant, Role

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_NUMBER: Final = slice(5, 15)
"""Where in an id its number stands: so many digits fit into 63 bits."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a case had before a row; None: nobody knows, or it had none."""

    status: str | None = None
    team: str | None = None
    agent: str | None = None


def changes(raw: Raw, reading: Reading) -> Iterator[Event]:
    """The events of a row of the lifecycle, with the opening of a case. Raises MalformedError."""
    owner, created = identity(raw, "OwnerId"), optional_instant(raw, "PreviousUpdate") is None
    case = mapping(raw, "Case")
    if created and case and opened_by_customer(case, reading):
        yield _opening(raw)
    after = status(_label(raw), reading).value
    before = _before(raw, reading)
    yield _change(raw, Field.STATUS, before.status, after)
    if created or owner.startswith(vocabulary.QUEUE):
        yield _change(raw, Field.TEAM, before.team, team_of(owner, reading))
    elif before.status is not None:
        yield _change(raw, Field.TEAM, before.team, before.team)
    yield _change(raw, Field.AGENT, before.agent, agent_of(owner, reading))


def _opening(raw: Raw) -> Event:
    """What a customer began with: it stands in the case itself, and not always as an e-mail."""
    return Event(
        id=f"{identity(raw, 'Id')}:opening",
        ticket=identity(raw, "CaseId"),
        at=_at(raw),
        order=0,
        kind=EventKind.MESSAGE,
        author=Role.CUSTOMER,
        public=True,
    )


def priorities(raw: Raw, reading: Reading) -> Iterator[Event]:
    """A change of the priority. Raises MalformedError."""
    if word(raw, "Field") != "Priority":
        return
    old, new = (priority(raw.get(name), reading) for name in ("OldValue", "NewValue"))
    yield Event(
        id=identity(raw, "Id"),
        ticket=identity(raw, "CaseId"),
        at=instant(raw, "CreatedDate"),
        order=order(identity(raw, "Id")),
        kind=EventKind.CHANGE,
        actor=optional_identity(raw, "CreatedById"),
        field=Field.PRIORITY,
        old=old.value if old else None,
        new=new.value if new else None,
    )


def _change(raw: Raw, which: Field, old: str | None, new: str | None) -> Event:
    ident = identity(raw, "Id")
    return Event(
        id=f"{ident}:{which.value}",
        ticket=identity(raw, "CaseId"),
        at=_at(raw),
        order=order(ident),
        kind=EventKind.CHANGE,
        actor=optional_identity(raw, "LastModifiedById"),
        field=which,
        old=old,
        new=new,
    )


def _at(raw: Raw) -> Instant:
    """When it was; the first row of a case stands for its creation."""
    at = instant(raw, "LastModifiedDate")
    if optional_instant(raw, "PreviousUpdate") is not None:
        return at
    created_at = optional_instant({"at": value(raw, "Case.CreatedDate")}, "at")
    return at if created_at is None else created_at


def _label(raw: Raw) -> str:
    label = word(raw, "Status")
    if not label:
        raise MalformedError("Status is missing or no word")
    return label


def _before(raw: Raw, reading: Reading) -> _State:
    """What a case had before a row, by the rows of the case that the client has found."""
    found: list[Any] = [row for row in rows(raw, BEFORE) if isinstance(row, dict)]
    earlier = sorted((row for row in found if _place(row) < _place(raw)), key=_place)
    if not earlier:
        return _State()
    owner = str(earlier[-1].get("OwnerId"))
    return _State(
        status=status(word(earlier[-1], "Status"), reading).value,
        team=_last_team(earlier, reading),
        agent=agent_of(owner, reading),
    )


def _last_team(earlier: Sequence[Raw], reading: Reading) -> str | None:
    """The queue that a case was in last, else the role of its first owner."""
    owners = [str(row.get("OwnerId")) for row in earlier]
    queues = [owner for owner in owners if owner.startswith(vocabulary.QUEUE)]
    return queues[-1] if queues else team_of(owners[0], reading)


def _place(row: Raw) -> tuple[Instant, int]:
    return optional_instant(row, "LastModifiedDate") or 0, order(str(row.get("Id")))


def order(ident: str) -> int:
    """The number in an id, by which rows of one second are put in order."""
    number = 0
    for letter in ident[_NUMBER]:
        number = number * len(_DIGITS) + max(0, _DIGITS.find(letter))
    return number
