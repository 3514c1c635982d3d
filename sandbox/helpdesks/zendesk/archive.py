"""Everything the stand-in Zendesk could ever show, in the orders in which its exports walk."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from metrics.tickets.records import NEVER, Instant
from sandbox.helpdesks.zendesk.calls import Calls
from sandbox.helpdesks.zendesk.promises import Steps
from sandbox.helpdesks.zendesk.sharing import PARTNER, with_partner
from sandbox.helpdesks.zendesk.surveys import Surveys, changed_at
from sandbox.year import Year, cast
from sandbox.year.plan import PlannedStep, TicketPlan, Value

HIDDEN_SECONDS: Final = 60
"""The newest minute is never exported."""

_FIRST_AUDIT: Final = 18_868_000_000_000
_IDS_EACH_AUDIT: Final = 10
_AGES_BEFORE: Final = 30 * 86_400

Place: TypeAlias = tuple[Instant, int]
"""Where a row stands in an export: its stamp, then its id."""


@dataclass(frozen=True, slots=True)
class Audit:
    """One update of a ticket with its id, and what the changed fields held before."""

    id: int
    at: Instant
    plan: TicketPlan
    step: PlannedStep
    first: bool
    before: dict[str, Value]


@dataclass(frozen=True, slots=True)
class TicketVersion:
    """A row of an export as it stood from its stamp until a newer one took its place."""

    place: Place
    until: Instant
    plan: TicketPlan


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account."""

    id: int
    name: str
    role: str
    updated_at: Instant
    light: bool = False
    shared: bool = False


class VersionShelf:
    """Versions in the order of their places."""

    def __init__(self, versions: list[TicketVersion]) -> None:
        self._versions = sorted(versions, key=lambda version: version.place)
        self._places = [version.place for version in self._versions]

    def after(self, place: Place, now: Instant, edge: Instant) -> Iterator[TicketVersion]:
        """The versions behind `place` that hold at `now` and are stamped no later than `edge`."""
        for number in range(bisect_right(self._places, place), len(self._places)):
            version = self._versions[number]
            if version.place[0] > edge:
                return
            if version.until > now:
                yield version


class Archive:
    """The year, sorted once so that every page is cut out quickly."""

    def __init__(self, year: Year) -> None:
        year = with_partner(year)
        self.year = year
        self.plans = {plan.id: plan for plan in year.plans}
        self.tickets = VersionShelf([v for plan in year.plans for v in _versions(plan)])
        self.ratings = VersionShelf(
            [v for plan in year.plans for v in _ratings(plan, changed_at(year))]
        )
        self.surveys = Surveys(year)
        self.calls = Calls(year)
        self._audits = _audits(year)
        self._audited_at = [audit.at for audit in self._audits]
        self.users = _users(year)
        self.steps = Steps(year)
        self._user_places = [(user.updated_at, user.id) for user in self.users]

    def users_after(self, place: Place, edge: Instant) -> Iterator[User]:
        """Accounts behind `place`, up to `edge`."""
        for number in range(bisect_right(self._user_places, place), len(self.users)):
            if self.users[number].updated_at > edge:
                return
            yield self.users[number]

    def audits(self, start_at: Instant, edge: Instant, limit: int) -> tuple[list[Audit], bool]:
        """Audits from `start_at` on, never cut inside a second, and whether the end is reached."""
        first = bisect_left(self._audited_at, start_at)
        end = bisect_right(self._audited_at, edge)
        cut = min(first + limit, end)
        if first < cut < end:
            cut = bisect_right(self._audited_at, self._audited_at[cut - 1])
        return self._audits[first : max(first, cut)], cut >= end


def _versions(plan: TicketPlan) -> Iterator[TicketVersion]:
    stamps = sorted({step.at for step in plan.steps})
    for stamp, until in zip(stamps, [*stamps[1:], NEVER], strict=True):
        yield TicketVersion((stamp, plan.id), until, plan)


def _ratings(plan: TicketPlan, until: Instant) -> Iterator[TicketVersion]:
    survey = plan.survey
    if survey is None or survey.offered_at >= until:
        return
    answered_at = NEVER if survey.answered_at is None else survey.answered_at
    yield TicketVersion((survey.offered_at, plan.id), answered_at, plan)
    if survey.answered_at is not None:
        yield TicketVersion((survey.answered_at, plan.id), NEVER, plan)


def _audits(year: Year) -> list[Audit]:
    """All updates of all tickets; ids rise with time, as Zendesk's do."""
    updates: list[tuple[Instant, int, int, TicketPlan, dict[str, Value]]] = []
    for plan in year.plans:
        state: dict[str, Value] = {}
        for number, step in enumerate(plan.steps):
            changes = dict(step.changes)
            updates.append(
                (step.at, plan.id, number, plan, {key: state.get(key) for key in changes})
            )
            state |= changes
    updates.sort(key=lambda one: one[:3])
    return [
        Audit(_FIRST_AUDIT + _IDS_EACH_AUDIT * n, at, plan, plan.steps[number], not number, before)
        for n, (at, _, number, plan, before) in enumerate(updates)
    ]


def _users(year: Year) -> list[User]:
    staff_since = year.starts_at - _AGES_BEFORE
    staff = [User(one.id, one.name, one.role, staff_since, one.light) for one in year.people]
    staff.append(User(cast.FORMER.id, cast.FORMER.name, "end-user", year.left_at))
    staff.append(User(PARTNER, "Gita Rao", "end-user", staff_since, shared=True))
    colleagues, known = {one.id for one in staff}, dict[int, Instant]()
    for plan in year.plans:
        if plan.requester not in colleagues:
            known.setdefault(plan.requester, plan.created_at)
    customers = [
        User(number, f"Customer {number}", "end-user", since) for number, since in known.items()
    ]
    return sorted([*staff, *customers], key=lambda user: (user.updated_at, user.id))
