"""A made-up year of which some days pass within minutes: whole lives of tickets, in their order."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from metrics.tickets.records import Instant
from sandbox.year import Year

DAY = 86_400


@dataclass(frozen=True)
class Squeeze:
    """From `begins_at` on `days` pass within `seconds`; then comes a day without a change."""

    begins_at: Instant
    seconds: float
    days: float

    @property
    def ends_at(self) -> Instant:
        """The last instant at which anything changes."""
        return self.begins_at + int(self.seconds)

    def at(self, instant: Instant) -> Instant:
        """When it happens instead."""
        after = instant - self.begins_at
        if after <= 0:
            return instant
        if after <= self.days * DAY:
            return self.begins_at + int(after * self.seconds / (self.days * DAY))
        return self.ends_at + DAY + int(after - self.days * DAY)

    def year(self, year: Year) -> Year:
        """The same year, squeezed."""
        plans = tuple(self._moved("", plan) for plan in year.plans)
        return replace(year, plans=plans, ends_at=self.at(year.ends_at))

    def _moved(self, name: str, value: Any) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            parts = {one.name: getattr(value, one.name) for one in fields(value)}
            return replace(value, **{key: self._moved(key, part) for key, part in parts.items()})
        if isinstance(value, tuple):
            return tuple(self._moved(name, each) for each in value)
        is_instant = isinstance(value, int) and (name == "at" or name.endswith("_at"))
        return self.at(value) if is_instant else value


def planned(begins_at: Instant, seconds: float, days: float, weekday: int, seed: int) -> Year:
    """A year up to the end of the squeezed days, with so many tickets on a weekday."""
    ends_at = begins_at + int(days * DAY)
    year = Year.plan_until(ends_at, seed=seed, tickets_per_weekday=weekday)
    return Squeeze(begins_at, seconds, days).year(year)
