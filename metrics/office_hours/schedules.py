"""Several office hours at once: each team its own, or the helpdesk's, and each with a history.

Which of them measures a span has three answers, called modes: the schedule in force when the clock
started, the last one throughout (as some helpdesks do), or the pieces under each, added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np

from metrics.office_hours.calendar import Calendar, Ints, parse_hours
from metrics.office_hours.public_holidays import parse_holidays
from metrics.tickets.arrays import Codes
from metrics.tickets.intervals import place
from metrics.tickets.records import Instant

EXAMPLE: Final = "Berlin | teams: Billing, Front line | hours: mon-fri 08:00-18:00 | holidays: DE"
ALWAYS_BEFORE: Final = -(2**53)
"""Earlier than any instant: a schedule without `since` holds from here on."""

_FIELDS: Final = ("teams", "hours", "zone", "since", "holidays")


class Mode(StrEnum):
    """Which schedule measures a span during which the schedule changed."""

    START = "start"
    LAST = "last"
    PIECES = "pieces"


@dataclass(frozen=True, slots=True)
class Version:
    """A calendar, and the instant from which it holds."""

    since_at: Instant
    calendar: Calendar


History: TypeAlias = tuple[Version, ...]
"""Versions in the order of time; the first holds from `ALWAYS_BEFORE` on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Office hours of some teams (ids or names; none: of all teams without their own)."""

    name: str
    teams: tuple[str, ...]
    since_at: Instant
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Schedules:
    """All schedules of the settings besides the default one. With none, that holds for all.

    `desk`: nobody has set the default one, so that the helpdesk's own hours stand in its place.
    `sources` are the hours that the settings give to single helpdesks, by source.
    """

    entries: tuple[Schedule, ...] = ()
    mode: Mode = Mode.START
    desk: bool = False
    sources: Mapping[str, Calendar] = field(default_factory=dict)

    @staticmethod
    def parse(text: str, default: Calendar, mode: Mode = Mode.START) -> Schedules:
        """Read entries such as `EXAMPLE`, one a line or parted by ";;".

        What an entry leaves out is that of the entry before it with the same name, else the
        default's. Raises ValueError with a sentence that says what to write instead.
        """
        known: dict[str, Schedule] = {}
        entries = []
        for entry in filter(str.strip, re.split(r";;|\n", text)):
            schedule = _schedule(entry.strip(), known, default)
            known[schedule.name.casefold()] = schedule
            entries.append(schedule)
        _refuse_two_at_once(entries)
        return Schedules(tuple(entries), mode)

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that are named."""
        return tuple(dict.fromkeys(team for entry in self.entries for team in entry.teams))

    def history(self, base: History, *names: str) -> History:
        """What held when for the team with these names (its id, and what people call it).

        From the first entry on that is about all teams those take the place of `base`, and from the
        first about this very team on those the place of both.
        """
        keys = {name.casefold() for name in names}
        everyone = _versions(entry for entry in self.entries if not entry.teams)
        own = _versions(
            entry
            for entry in self.entries
            if keys.intersection(team.casefold() for team in entry.teams)
        )
        versions = [*base]
        for layer in filter(None, (everyone, own)):
            versions = [v for v in versions if v.since_at < layer[0].since_at] + layer
        return tuple(versions)


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class DeskHours:
    """The helpdesks' own schedules by number, and from when on which ticket has which.

    Number 0 is the default one, which a ticket has until it is given another; its history is empty
    where the helpdesk has none. The choices are in the order of ticket and time. Where there are
    several helpdesks each has a default of its own, or none: `homes` is its number by source, and
    of the tickets `keys` are the keys, `source` the number of each one's in `sources`.
    """

    histories: tuple[History, ...] = ((),)
    ticket: Ints = field(default_factory=_none)
    at: Ints = field(default_factory=_none)
    number: Ints = field(default_factory=_none)
    keys: Ints = field(default_factory=_none)
    source: Ints | Codes = field(default_factory=_none)
    sources: tuple[str, ...] = ()
    homes: Mapping[str, int] = field(default_factory=dict)

    def numbers(self, ticket: Ints, at: Ints) -> Ints:
        """The number of the schedule that each ticket has at an instant."""
        home = self._home(ticket)
        if not len(self.ticket):
            return home
        row = np.searchsorted(place(self.ticket, self.at), place(ticket, at), side="right") - 1
        has_one = (row >= 0) & (self.ticket[row] == ticket) & (self.number[row] > 0)
        return np.where(has_one, self.number[row], home)

    def with_own(self, calendars: Mapping[str, Calendar]) -> DeskHours:
        """The same, but for the sources with a calendar of their own, which then is their default.

        What a ticket of such a source was given by its helpdesk stays.
        """
        mine = {name: each for name, each in calendars.items() if name in self.sources}
        own = tuple((Version(ALWAYS_BEFORE, calendar),) for calendar in mine.values())
        numbers = range(len(self.histories), len(self.histories) + len(mine))
        homes = {**self.homes, **dict(zip(mine, numbers, strict=True))}
        return replace(self, histories=self.histories + own, homes=homes)

    def among(self, keys: Ints, source: Ints | Codes) -> DeskHours:
        """The same of some tickets alone, with the number of each one's source."""
        own = np.isin(self.ticket, keys)
        ticket, at, number = self.ticket[own], self.at[own], self.number[own]
        return replace(self, ticket=ticket, at=at, number=number, keys=keys, source=source)

    def defaults_only(self) -> DeskHours:
        """Which ticket is of which source, without any schedule."""
        return DeskHours(keys=self.keys, source=self.source, sources=self.sources)

    def _home(self, ticket: Ints) -> Ints:
        """The number of the default schedule of each ticket's helpdesk."""
        if not self.homes or not len(self.keys):
            return np.zeros(len(ticket), dtype=np.int64)
        numbers = np.array([self.homes.get(name, 0) for name in self.sources])
        at = np.minimum(np.searchsorted(self.keys, ticket), len(self.keys) - 1)
        return np.where(self.keys[at] == ticket, numbers[self.source[at]], 0)


def _versions(entries: Iterator[Schedule]) -> list[Version]:
    versions = [Version(entry.since_at, entry.calendar) for entry in entries]
    return sorted(versions, key=lambda version: version.since_at)


def _schedule(text: str, known: Mapping[str, Schedule], default: Calendar) -> Schedule:
    name, *parts = (part.strip() for part in text.split("|"))
    if not name or not parts:
        raise ValueError(f'"{text}" lacks a name or its hours; write it like "{EXAMPLE}".')
    fields = dict(_field(part) for part in parts)
    before = known.get(name.casefold())
    calendar = replace(before.calendar if before else default, name=name)
    if "zone" in fields:
        calendar = replace(calendar, zone=_zone(fields["zone"]))
    if "hours" in fields:
        calendar = replace(calendar, hours=parse_hours(fields["hours"]))
    if "holidays" in fields:
        calendar = replace(calendar, holidays=parse_holidays(fields["holidays"]))
    teams = tuple(filter(None, (team.strip() for team in fields.get("teams", "").split(","))))
    return Schedule(
        name=name,
        teams=teams or (before.teams if before else ()),
        since_at=_since(fields["since"], calendar.zone) if "since" in fields else ALWAYS_BEFORE,
        calendar=calendar,
    )


def _field(part: str) -> tuple[str, str]:
    key, _, value = (word.strip() for word in part.partition(":"))
    if key.lower() not in _FIELDS or not value:
        known = ", ".join(f'"{name}:"' for name in _FIELDS)
        raise ValueError(f'"{part}" begins with none of {known}; write it like "{EXAMPLE}".')
    return key.lower(), value


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise ValueError(f'"{name}" is no time zone; write it like "Europe/Berlin".') from None


def _since(text: str, zone: ZoneInfo) -> Instant:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is no date; write "since: 2026-04-01".') from None
    return int(datetime.combine(day, time(), zone).timestamp())


def _refuse_two_at_once(entries: Sequence[Schedule]) -> None:
    places: set[tuple[str, Instant]] = set()
    for entry in entries:
        for team in entry.teams or ("",):
            place = team.casefold(), entry.since_at
            if place in places:
                whom = f'The team "{team}" has' if team else "All other teams have"
                raise ValueError(
                    f'{whom} two schedules from the same day on; give "{entry.name}" a later '
                    '"since: 2026-04-01", or leave one of them out.'
                )
            places.add(place)
