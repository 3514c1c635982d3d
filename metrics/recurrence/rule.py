"""A rule such as "weekly monday 09:00 Europe/Berlin", and the instants at which it falls due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import count, islice
from zoneinfo import ZoneInfo

from metrics.office_hours.calendar import DAY_NAMES, days_words
from metrics.periods.windows import PeriodKind, first_at, local_date, opening, step
from metrics.tickets.records import Instant

LAST = 31
"""As the day of a month: its last one, however long it is."""

UTC = ZoneInfo("UTC")
EVERY_DAY = tuple(range(7))


class Cadence(StrEnum):
    """How often. DAILY is on two or more days of each week, WEEKLY on one."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


_UNITS = {Cadence.MONTHLY: PeriodKind.MONTH, Cadence.QUARTERLY: PeriodKind.QUARTER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When something is due, in local time: zones may change their clocks, the rule stays.

    `minute` of the day, 0 to 1439; `weekdays` Monday = 0, in order, for daily and weekly; `day` of
    the month, for quarterly of the quarter's first month. A day that a month lacks is its last one.
    `str` gives the canonical phrase, which `parse` reads as an equal rule.
    """

    cadence: Cadence
    minute: int
    zone: ZoneInfo
    weekdays: tuple[int, ...] = ()
    day: int = 1

    def __post_init__(self) -> None:
        days = len(self.weekdays)
        fitting = {Cadence.DAILY: 2 <= days <= 7, Cadence.WEEKLY: days == 1}
        in_order = list(self.weekdays) == sorted(set(self.weekdays) & set(EVERY_DAY))
        if not (fitting.get(self.cadence, not days) and in_order):
            raise ValueError(f"A {self.cadence} rule cannot be on the weekdays {self.weekdays}.")
        if not (0 <= self.minute < 1440 and 1 <= self.day <= LAST):
            raise ValueError(f"Minute {self.minute} of day {self.day} does not exist.")

    @staticmethod
    def parse(text: str, zone: ZoneInfo = UTC) -> Rule:
        """The rule that all of `text` names; without a zone in it, in `zone`.

        Raises AskError with whole phrases that may have been meant.
        """
        from metrics.recurrence.words import rule

        return rule(text, zone)

    def __str__(self) -> str:
        words = (self.cadence, self._days(), f"{self.wall:%H:%M}", str(self.zone))
        return " ".join(filter(None, words))

    @property
    def wall(self) -> time:
        """The time that the clock on the wall shows."""
        return time(self.minute // 60, self.minute % 60)

    def _days(self) -> str:
        match self.cadence:
            case Cadence.DAILY:
                return "" if self.weekdays == EVERY_DAY else days_words([*self.weekdays]).lower()
            case Cadence.WEEKLY:
                return DAY_NAMES[self.weekdays[0]]
            case _:
                return "last" if self.day == LAST else str(self.day)

    def dates(self, since: date) -> Iterator[date]:
        """The local dates on which it is due, from `since` on; the first may lie before."""
        unit = _UNITS.get(self.cadence, PeriodKind.DAY)
        first = opening(unit, since)
        for number in count():
            opens = step(unit, first, number)
            if unit is not PeriodKind.DAY:
                yield opens.replace(day=min(self.day, monthrange(opens.year, opens.month)[1]))
            elif opens.weekday() in self.weekdays:
                yield opens


def slots(rule: Rule, after_at: Instant) -> Iterator[Instant]:
    """The instants after `after_at` at which a rule is due, each local date once, without an end.

    A time that clocks skip is due as soon as they have jumped, one that comes twice at its first
    coming. A date that never was is due as the next one begins.
    """
    latest = after_at
    for day in rule.dates(local_date(after_at, rule.zone)):
        due_at = first_at(datetime.combine(day, rule.wall), rule.zone)
        if due_at > latest:
            latest = due_at
            yield due_at


def next_slots(rule: Rule, after_at: Instant, number: int) -> tuple[Instant, ...]:
    """The next `number` instants after `after_at` at which a rule is due."""
    return tuple(islice(slots(rule, after_at), number))
