"""Everything the stand-in Intercom could ever show, and how much of it a moment shows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.intercom.parts import OPEN, Part, is_visible, parts_of
from sandbox.year import Year
from sandbox.year.plan import PlannedStep, TicketPlan, Value
from sandbox.year.promises import Promise, changed_at, promises_of

BACK_OFFICE, TRACKER, CUSTOMER = "Back-office", "Tracker", "Customer"
_CATEGORIES: Final = {"problem": TRACKER, "incident": CUSTOMER}
_GHOST_EACH: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A conversation or a ticket as it stands at `at`; `links` are those it is linked with."""

    plan: TicketPlan
    at: Instant
    updated_at: Instant
    parts: tuple[Part, ...]
    steps: tuple[PlannedStep, ...]
    promises: tuple[Promise, ...]
    links: tuple[TicketPlan, ...]

    @property
    def state(self) -> str:
        """Open, snoozed or closed."""
        return self.parts[-1].state if self.parts else OPEN

    def assignee(self, kind: str) -> int:
        """The team or the admin who has it; 0 is nobody."""
        kinds = {"team"} if kind == "team" else {"admin", "nobody_admin"}
        given = [p.assigned for p in self.parts if p.assigned and p.assigned[0] in kinds]
        return (given[-1][1] or 0) if given else 0

    def field(self, name: str) -> Value:
        """The newest value of a field that changes without a part."""
        values = [dict(step.changes)[name] for step in self.steps if name in dict(step.changes)]
        return values[-1] if values else None


def category(plan: TicketPlan) -> str | None:
    """Of what is a ticket its category; None: it is a conversation.

    What an agent asks colleagues is a back-office ticket; a problem tracks the tickets of the
    customers who have it.
    """
    return BACK_OFFICE if plan.child else _CATEGORIES.get(plan.kind)


class Archive:
    """The year. The search sees what changes of an id `late` seconds after it did."""

    def __init__(self, year: Year, late: Callable[[int], int]) -> None:
        self.year = year
        self.plans = {plan.id: plan for plan in year.plans}
        self._late = late
        self._primary = dict(_mergers(year))
        merged_at: dict[int, list[Instant]] = defaultdict(list)
        self._links: dict[int, list[tuple[Instant, int]]] = defaultdict(list)
        for ident, primary in self._primary.items():
            merged_at[primary].append(self.plans[ident].removed_at or 0)
            self._link(self.plans[ident].removed_at or 0, ident, primary)
        for plan in year.plans:
            other = plan.problem or (plan.parent if plan.child else None)
            if other is not None:
                self._link(plan.created_at, plan.id, other)
        since = changed_at(year.ends_at)
        self._promises = {
            plan.id: tuple(promises_of(plan, year.shifts, since))
            for plan in year.plans
            if category(plan) is None
        }
        self._parts = {
            plan.id: parts_of(plan, sorted(merged_at[plan.id]), self._promises.get(plan.id, ()))
            for plan in year.plans
        }
        self._stamps = {plan.id: self._stamps_of(plan) for plan in year.plans}

    def _link(self, at: Instant, one: int, other: int) -> None:
        self._links[one].append((at, other))
        self._links[other].append((at, one))

    def _stamps_of(self, plan: TicketPlan) -> list[Instant]:
        end = deleted_at(plan)
        steps = {s.at for s in plan.steps if is_visible(s) and (end is None or s.at < end)}
        return sorted({plan.created_at, *steps, *(part.at for part in self._parts[plan.id])})

    def updated_at(self, ident: int, at: Instant) -> Instant:
        """When it last changed by `at`, which must not lie before it came."""
        stamps = self._stamps[ident]
        return stamps[bisect_right(stamps, at) - 1]

    def version(self, ident: int, at: Instant) -> tuple[Instant, int]:
        """What tells a view of a moment from another one: the last change, and how many links."""
        links = sum(when <= at for when, _ in self._links[ident])
        return self.updated_at(ident, at), links

    def view(self, ident: int, at: Instant) -> View:
        """A conversation or a ticket at a moment; of a deleted one, what it was before."""
        plan = self.plans[ident]
        end = deleted_at(plan)
        linked = (other for when, other in self._links[ident] if when <= at)
        return View(
            plan=plan,
            at=at,
            updated_at=self.updated_at(ident, at),
            parts=tuple(part for part in self._parts[ident] if part.at <= at),
            steps=tuple(s for s in plan.steps if s.at <= at and (end is None or s.at < end)),
            promises=self._promises.get(ident, ()),
            links=tuple(self.plans[other] for other in linked),
        )

    def is_there(self, ident: int, now: Instant) -> bool:
        """Whether it can be fetched: it has come, and is not deleted."""
        plan = self.plans.get(ident)
        return plan is not None and plan.created_at <= now and not is_deleted(plan, now)

    def listed(self, now: Instant) -> Iterator[tuple[TicketPlan, Instant]]:
        """All that search knows, each with the moment as of which it does.

        Of those deleted some stay in it for ever, although nobody can fetch them.
        """
        for plan in self.year.plans:
            seen_at = now - self._late(plan.id)
            if plan.created_at > seen_at:
                continue
            if plan.id % _GHOST_EACH == 0 or not is_deleted(plan, seen_at):
                yield plan, seen_at


def deleted_at(plan: TicketPlan) -> Instant | None:
    """When it was deleted, if it ever is."""
    return plan.removed_at if plan.removal == "deleted" else None


def is_deleted(plan: TicketPlan, now: Instant) -> bool:
    """Whether it has been deleted by `now`."""
    at = deleted_at(plan)
    return at is not None and at <= now


def _mergers(year: Year) -> Iterator[tuple[int, int]]:
    """What was merged away, and into which older conversation of the same customer."""
    last: dict[int, int] = {}
    for plan in year.plans:
        if plan.removal == "merged" and plan.requester in last:
            yield plan.id, last[plan.requester]
        elif plan.removal is None and category(plan) is None:
            last[plan.requester] = plan.id
