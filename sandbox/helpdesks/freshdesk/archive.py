"""Everything the stand-in Freshdesk could ever show, in the order in which its list walks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from metrics.tickets.records import NEVER, Instant
from sandbox.helpdesks.freshdesk.rows import is_spam
from sandbox.helpdesks.freshdesk.states import TicketState, stamps, state
from sandbox.year import Year
from sandbox.year.plan import TicketPlan
from sandbox.year.promises import Promise, changed_at, promises_of
from sandbox.year.work import work

DEFAULT, DELETED, SPAM = "", "deleted", "spam"
_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Version:
    """A ticket as it stood from its stamp until a newer one took its place."""

    at: Instant
    until: Instant
    plan: TicketPlan


class Archive:
    """The year, sorted once so that every page is cut out quickly.

    `late` says by how many seconds the version of a stamp comes to be seen late; what was closed
    `archived_days` ago has left the lists.
    """

    def __init__(
        self,
        year: Year,
        late: Callable[[int], int] = lambda _: 0,
        archived_days: int | None = None,
    ) -> None:
        self.year = year
        self.plans = {plan.id: plan for plan in year.plans}
        self.work = work(year)
        since = changed_at(year.ends_at)
        self.promises: dict[int, tuple[Promise, ...]] = {
            plan.id: tuple(promises_of(plan, year.shifts, since)) for plan in year.plans
        }
        self._late = late
        self._archived = None if archived_days is None else archived_days * _DAY
        versions = [each for plan in year.plans for each in self._versions_of(plan)]
        self._versions = sorted(versions, key=lambda each: (each.at, each.plan.id))
        self._at = [each.at for each in self._versions]

    def _versions_of(self, plan: TicketPlan) -> Iterator[Version]:
        seen = stamps(plan, self.promises[plan.id])
        for at, until in zip(seen, [*seen[1:], NEVER], strict=True):
            yield Version(at, until, plan)

    def state(self, number: int, now: Instant) -> TicketState:
        """A ticket at a moment."""
        return state(self.plans[number], self.promises[number], now)

    def place(self, plan: TicketPlan, now: Instant) -> str:
        """In which of the lists a ticket stands."""
        if plan.removal == "deleted" and plan.removed_at is not None and plan.removed_at <= now:
            return SPAM if is_spam(plan) else DELETED
        return DEFAULT

    def is_archived(self, number: int, now: Instant) -> bool:
        """Whether a ticket has left the lists because it was closed long ago."""
        if self._archived is None:
            return False
        closed_at = self.state(number, now).closed_at
        return closed_at is not None and closed_at <= now - self._archived

    def tickets(self, since: Instant, which: str, now: Instant) -> Iterator[TicketState]:
        """The tickets of a list by `updated_at`, those updated in the second of `since` too."""
        for number in range(bisect_left(self._at, since), len(self._versions)):
            version = self._versions[number]
            if version.at > now:
                return
            plan = version.plan
            if not self._holds(version, now) or self.place(plan, now) != which:
                continue
            if not self.is_archived(plan.id, now):
                yield state(plan, self.promises[plan.id], min(version.until - 1, now))

    def _holds(self, version: Version, now: Instant) -> bool:
        """Whether a version is the one that is seen now; a late one is not seen yet."""
        late, ident = self._late, version.plan.id
        begins = version.at + late(ident) <= now
        ends = version.until + late(ident) <= now if version.until < NEVER else False
        return begins and not ends
