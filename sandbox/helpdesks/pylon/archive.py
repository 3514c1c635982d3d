"""Everything the stand-in Pylon could ever show, newest first.

What agents ask of others about a ticket is a thread of it in Pylon, and no issue. Pylon documents
no order and has no way to ask for one; the stand-in's is by creation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from metrics.tickets.records import Instant
from sandbox.helpdesks.pylon.ids import issue_id
from sandbox.helpdesks.pylon.pages import Listing
from sandbox.helpdesks.pylon.rows import Row, issue
from sandbox.helpdesks.pylon.states import IssueState, state, visible
from sandbox.year import Year
from sandbox.year.plan import TicketPlan
from sandbox.year.promises import FRT, RESOLUTION, changed_at, promises_of


@dataclass
class Seen:
    """An issue as it is seen at a moment, worked out as far as somebody asks."""

    plan: TicketPlan
    now: Instant
    archive: Archive

    @property
    def updated_at(self) -> Instant:
        """When it last changed."""
        stamps = self.archive.stamps[self.plan.id]
        return stamps[bisect_right(stamps, self.now) - 1]

    @cached_property
    def state(self) -> IssueState:
        """All there is to it."""
        return state(self.plan, self.now, self.archive.year.shifts)

    @cached_property
    def row(self) -> Row:
        """The issue as Pylon writes it."""
        return issue(self.state, self.archive.year.shifts, self.archive.due(self.plan, self.now))


class Archive:
    """The year. `late` says how many seconds the lists are behind, by the number of an issue."""

    def __init__(self, year: Year, late: Callable[[int], int]) -> None:
        self.year = year
        self._late = late
        self._since = changed_at(year.ends_at)
        plans = [plan for plan in year.plans if not plan.child]
        self._newest = sorted(plans, key=lambda plan: -plan.id)
        self._plans = {issue_id(plan.id): plan for plan in plans}
        self._plans |= {str(plan.id): plan for plan in plans}
        self.stamps = {plan.id: [step.at for step in visible(plan)] for plan in plans}

    def one(self, name: str, now: Instant) -> Seen | None:
        """An issue by its id or number; None where there is none, or none any more."""
        plan = self._plans.get(name)
        return None if plan is None or not _is_there(plan, now) else Seen(plan, now, self)

    def page(
        self, after: int | None, size: int, now: Instant, fits: Callable[[Seen], bool]
    ) -> Listing:
        """The newest issues that fit, below the number `after`."""
        found: list[Seen] = []
        for seen in self._below(after, now):
            if fits(seen):
                found.append(seen)
            if len(found) > size:
                break
        rows = [seen.row for seen in found[:size]]
        place = found[:size][-1].plan.id if found else 0
        return Listing(rows, place, len(found) > size)

    def _below(self, after: int | None, now: Instant) -> Iterator[Seen]:
        for plan in self._newest:
            if after is not None and plan.id >= after:
                continue
            seen_at = now - self._late(plan.id)
            if _is_there(plan, seen_at):
                yield Seen(plan, seen_at, self)

    def due(self, plan: TicketPlan, now: Instant) -> dict[str, Instant]:
        """By when the first reply and the solve were promised, as known at `now`."""
        return {
            each.measure: each.due_at
            for each in promises_of(plan, self.year.shifts, self._since)
            if each.measure in {FRT, RESOLUTION} and each.started_at <= now
        }


def _is_there(plan: TicketPlan, now: Instant) -> bool:
    """Whether an issue exists; of what was deleted nothing is left."""
    gone = plan.removal == "deleted" and plan.removed_at is not None and plan.removed_at <= now
    return plan.created_at <= now and not gone
