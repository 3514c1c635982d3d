"""Records as rows, and rows as records again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, TypeAlias

from sqlalchemy import Table

from metrics.store.database.statements import Row
from metrics.store.tables.files import CallRow, HandlingRow
from metrics.store.tables.hours import ScheduleChoiceRow
from metrics.store.tables.ledger import SuspendedRow
from metrics.store.tables.service_levels import SlaEventRow
from metrics.store.tables.tickets import EventRow, PersonRow, RatingRow, TeamRow, TicketRow, table
from metrics.tickets.office import DeskSchedule, ScheduleChoice
from metrics.tickets.records import (
    Call,
    Channel,
    Event,
    EventKind,
    Field,
    Handling,
    Person,
    Priority,
    Rating,
    Removal,
    Role,
    SlaEvent,
    Status,
    Suspended,
    Team,
    Ticket,
)
from metrics.tickets.vendor_figures import VendorFigures

StoredRecord: TypeAlias = (
    Ticket
    | Event
    | Person
    | Team
    | Rating
    | SlaEvent
    | ScheduleChoice
    | Call
    | Handling
    | Suspended
    | DeskSchedule
)
"""The records that are stored."""

TABLES: Final[Mapping[type[StoredRecord], Table]] = {
    Ticket: table(TicketRow),
    Event: table(EventRow),
    Person: table(PersonRow),
    Team: table(TeamRow),
    Rating: table(RatingRow),
    SlaEvent: table(SlaEventRow),
    ScheduleChoice: table(ScheduleChoiceRow),
    Call: table(CallRow),
    Handling: table(HandlingRow),
    Suspended: table(SuspendedRow),
}
"""Those of which each has one row, by its id; of a schedule versions are kept."""

FIGURES: Final = tuple(field.name for field in fields(VendorFigures))
APART: Final = frozenset({"vendor", "attributes", "answered"})
"""What has columns of its own, or rows."""
NAMES: Final[Mapping[type[StoredRecord], tuple[str, ...]]] = {
    kind: tuple(name for name in kind.__annotations__ if name not in APART)
    for kind in (*TABLES, DeskSchedule)
}
_VALUES: Final = {kind: attrgetter(*names) for kind, names in NAMES.items()}
_FIGURES_OF: Final = attrgetter(*FIGURES)
_WORDLESS: Final = frozenset({int, bool, type(None)})
_kind, _role, _field = (lru_cache(EventKind), lru_cache(Role), lru_cache(Field))
"""A word as one of ours. Raises ValueError for one we do not know."""
LARGEST: Final = 2**53
"""Beyond it a number is no instant, count or minutes of anything, and arrays lose digits."""


def row(source: str, record: StoredRecord) -> Row:
    """What is stored of a record: plain values, text without what PostgreSQL cannot hold."""
    kind = type(record)
    values: Row = {"source": source}
    for name, value in zip(NAMES[kind], _VALUES[kind](record), strict=True):
        values[name] = value if type(value) in _WORDLESS else _plain(value)
    if isinstance(record, Ticket):
        values.update(zip(FIGURES, _FIGURES_OF(record.vendor), strict=True))
    elif isinstance(record, Call):
        values["answered_at"] = record.ended_at if record.answered else None
        values["abandoned_at"] = None if record.answered else record.ended_at
    return values


def misfit(row: Row) -> str | None:
    """Why a row cannot be stored, or None."""
    if not row["id"]:
        return "it has no id"
    for name, value in row.items():
        if type(value) is int and not -LARGEST <= value <= LARGEST:
            return f"{name} is out of range"
    return None


def clean(text: str) -> str:
    """`text` without NUL, which PostgreSQL refuses, and lone surrogates, which no encoding has."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def ticket(row: Mapping[Any, Any]) -> Ticket:
    """The ticket a row was made of. Raises ValueError for a word we do not know."""
    values = {name: row[name] for name in NAMES[Ticket]}
    values["status"] = Status(row["status"])
    values["channel"] = Channel(row["channel"])
    values["priority"] = Priority(row["priority"]) if row["priority"] else None
    values["removal"] = Removal(row["removal"]) if row["removal"] else None
    return Ticket(**values, vendor=VendorFigures(**{name: row[name] for name in FIGURES}))


def event(row: Mapping[Any, Any]) -> Event:
    """The event a row was made of. Raises ValueError for a word we do not know."""
    return Event(
        id=row["id"],
        ticket=row["ticket"],
        at=row["at"],
        order=row["order"],
        kind=_kind(row["kind"]),
        actor=row["actor"],
        author=_role(row["author"]) if row["author"] else None,
        automated=row["automated"],
        public=row["public"],
        field=_field(row["field"]) if row["field"] else None,
        old=row["old"],
        new=row["new"],
    )


def _plain(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value if type(value) is str else str(value)  # of an enum: its word
    return text if text.isascii() and "\0" not in text else clean(text)
