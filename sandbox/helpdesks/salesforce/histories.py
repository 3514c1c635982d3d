"""What Salesforce keeps of a case's changes: the lifecycle, and the tracked fields one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.cases import CaseState, states
from sandbox.helpdesks.salesforce.records import Record, Row, versions
from sandbox.year.plan import TicketPlan

_EACH_CASE: Final = 1000
_EACH_STEP: Final = 10


def lifecycle(plan: TicketPlan) -> Iterator[Record]:
    """CaseHistory2: a row at creation, and one for each change of the owner or the status."""
    before: CaseState | None = None
    for state in states(plan):
        if before is not None and (state.owner, state.status) == (before.owner, before.status):
            continue
        row = {
            "Id": ids.ident(ids.LIFECYCLE, _EACH_CASE * plan.id + state.number),
            "CaseId": ids.ident(ids.CASE, plan.id),
            "OwnerId": state.owner,
            "Status": state.status,
            "PreviousUpdate": None if before is None else before.at,
            "LastModifiedDate": state.at,
            "LastModifiedById": ids.user(state.who),
            "SystemModstamp": state.at,
        }
        yield from versions("CaseHistory2", plan, [(state.at, row)])
        before = state


def field_history(plan: TicketPlan, names: Mapping[str, str]) -> Iterator[Record]:
    """CaseHistory: a row for each change of a tracked field, for an owner two: names, then ids."""
    found = states(plan)
    first = found[0]
    yield from _rows(plan, first, [("created", "Text", None, None)])
    for before, state in pairwise(found):
        changes: list[tuple[str, str, str | None, str | None]] = []
        if state.status != before.status:
            changes.append(("Status", "DynamicEnum", before.status, state.status))
        if state.priority != before.priority:
            changes.append(("Priority", "DynamicEnum", before.priority, state.priority))
        if state.owner != before.owner:
            kind = _owner_change(before, state)
            changes.append((kind, "Text", names[before.owner], names[state.owner]))
            changes.append((kind, "EntityId", before.owner, state.owner))
        yield from _rows(plan, state, changes)


def _owner_change(before: CaseState, after: CaseState) -> str:
    """How an owner change is called: taking a case out of a queue oneself is another one."""
    taken = before.owner.startswith(ids.QUEUE) and after.owner == ids.user(after.who)
    return "ownerAccepted" if taken else "ownerAssignment"


def _rows(
    plan: TicketPlan, state: CaseState, changes: list[tuple[str, str, str | None, str | None]]
) -> Iterator[Record]:
    for place, (field, kind, old, new) in enumerate(changes):
        number = _EACH_STEP * (_EACH_CASE * plan.id + state.number) + place
        row: Row = {
            "Id": ids.ident(ids.HISTORY, number),
            "CaseId": ids.ident(ids.CASE, plan.id),
            "CreatedById": ids.user(state.who),
            "CreatedDate": state.at,
            "Field": field,
            "DataType": kind,
            "OldValue": old,
            "NewValue": new,
        }
        stamped: list[tuple[Instant, Row]] = [(state.at, row)]
        yield from versions("CaseHistory", plan, stamped)
