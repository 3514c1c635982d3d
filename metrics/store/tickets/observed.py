"""Changes of who has a ticket that no helpdesk tells, seen by what two versions of it say.

The version before is the stored one. When exactly it changed nobody knows: at the latest when the
newer version was made. Of a ticket from before the source was connected, what holds when it is read
first is no change; one that came later had nobody at first, unless it is still as it came, and the
priority that it has now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metrics.store.database.statements import Row
from metrics.tickets.records import EventKind, Field, Instant

_HELD: Final = (Field.TEAM, Field.AGENT, Field.PRIORITY)


def observed_changes(
    versions: Iterable[tuple[Row | None, Row]], connected_at: Instant
) -> Iterator[Row]:
    """The rows of events that tell what is not as it was, of pairs of an older and a newer version.

    Their ids are made of the version, so that reading it again changes nothing.
    """
    for before, after in versions:
        for order, field in enumerate(_HELD):
            old = None if before is None else before[field.value]
            new = after[field.value]
            is_later = field is not Field.PRIORITY and after["created_at"] >= connected_at
            if old != new and (before is not None or is_later):
                yield _event(after, field, old, new, order)


def _event(ticket: Row, field: Field, old: str | None, new: str | None, order: int) -> Row:
    at = ticket["changed_at"]
    return {
        "source": ticket["source"],
        "id": f"{ticket['id']}:{field}:{at}",
        "ticket": ticket["id"],
        "at": at,
        "order": order,
        "kind": EventKind.CHANGE.value,
        "actor": None,
        "author": None,
        "automated": False,
        "public": False,
        "field": field.value,
        "old": old,
        "new": new,
    }
