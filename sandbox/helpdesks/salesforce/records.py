"""Rows of the org, each with the span of time in which it stands as it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from metrics.tickets.records import NEVER, Instant
from sandbox.year.plan import TicketPlan

Row = dict[str, Any]

MERGED_TAG: Final = "closed_by_merge"
_DAY: Final = 86_400
BIN_DAYS: Final = 15
"""So long deleted rows lie in the recycle bin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of an object as it stands from `begins` until `ends`; of a ticket, if `ticket` says so.

    Instants are seconds UTC, in `values` too.
    """

    entity: str
    values: Row
    begins: Instant = 0
    ends: Instant = NEVER
    ticket: int | None = None


def versions(entity: str, plan: TicketPlan, rows: list[tuple[Instant, Row]]) -> Iterator[Record]:
    """The records of one row that is rewritten at each instant of `rows`, until its case is gone.

    What belongs to a case goes to the recycle bin with it. Whether that moves its stamps, too, is
    unconfirmed; here it does not.
    """
    gone_at = NEVER if plan.removed_at is None else plan.removed_at
    ends = [at for at, _ in rows[1:]] + [NEVER]
    for (begins, values), end in zip(rows, ends, strict=True):
        whole = Record(
            entity=entity,
            values={"IsDeleted": False} | values,
            begins=begins,
            ends=min(end, gone_at),
            ticket=plan.id,
        )
        if whole.begins < whole.ends:
            yield whole
        binned = in_bin(whole, gone_at)
        binned = replace(binned, begins=max(begins, gone_at), ends=min(end, binned.ends))
        if binned.begins < binned.ends:
            yield binned


def in_bin(record: Record, since: Instant, **changes: Any) -> Record:
    """The row as it lies in the recycle bin."""
    return replace(
        record,
        values=record.values | {"IsDeleted": True} | changes,
        begins=since,
        ends=since + BIN_DAYS * _DAY,
    )
