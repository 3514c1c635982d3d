"""The business clock of every ticket: working time by the schedule of the team that had it.

A team's own schedule comes first, then the one the helpdesk gave the ticket, then the default one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np

from metrics.office_hours.calendar import Calendar
from metrics.office_hours.ownership import Holdings
from metrics.office_hours.schedules import (
    ALWAYS_BEFORE,
    DeskHours,
    History,
    Mode,
    Schedules,
    Version,
)
from metrics.tickets.columns import Columns, Ints
from metrics.tickets.intervals import at_of
from metrics.tickets.records import NEVER, Dimension, Instant

Line: TypeAlias = tuple[Ints, History]
"""Row numbers, and the history of schedules that holds for them."""


@dataclass(frozen=True, kw_only=True)
class BusinessClock:
    """Measures working time. With one schedule alone it only asks that one."""

    default: Calendar
    schedules: Schedules
    columns: Columns
    team_names: Mapping[str, Sequence[str]]
    desk: DeskHours = field(default_factory=DeskHours)

    def working_seconds(self, ticket: Ints, start: Ints, end: Ints) -> Ints:
        """The working time of [start, end) of each ticket, in the mode that is set."""
        return self.piece_seconds(ticket, (start, end), start, end)

    def piece_seconds(self, ticket: Ints, whole: tuple[Ints, Ints], start: Ints, end: Ints) -> Ints:
        """The working time of pieces of longer spans; all pieces of one add up to its own."""
        if self._only is not None:
            return self._only.working_seconds(start, end)
        match self.schedules.mode:
            case Mode.START:
                return self._throughout(ticket, whole[0], start, end)
            case Mode.LAST:
                return self._throughout(ticket, whole[1], start, end)
            case Mode.PIECES:
                return self._pieces(ticket, start, end)

    def due_at(self, ticket: Ints, start: Ints, seconds: Ints) -> Ints:
        """The last instant by which no more than `seconds` of working time have passed.

        By the schedule in force at `start`. Where they are used up at closing time that is the
        next opening, for until then nothing passes. `NEVER` where no later opening is known.
        """
        due = np.full(len(start), NEVER)
        for rows, calendar in self._calendars(ticket, start):
            due[rows] = due_at(calendar, start[rows], seconds[rows])
        return due

    def in_force(self, at: Instant, *names: str) -> Calendar:
        """The hours at an instant, of the team with these names (id, title) or else of all."""
        history = self.schedules.history(self._base(0), *names)
        return [version.calendar for version in history if version.since_at <= at][-1]

    def words(self) -> str:
        """Say whose hours count: "Mon-Fri 09:00-17:00, Europe/Berlin"."""
        if self._only is not None:
            return self._only.words()
        how = {
            Mode.START: "the one in force when the clock started",
            Mode.LAST: "the last one throughout",
            Mode.PIECES: "the pieces under each added up",
        }[self.schedules.mode]
        desk = [v.calendar.name for history in self.desk.histories for v in history]
        names = dict.fromkeys([*(entry.name for entry in self.schedules.entries), *desk])
        whose = "ticket" if desk else "team"
        return f"of each {whose}'s schedule ({', '.join(filter(None, names))}), {how}"

    def _throughout(self, ticket: Ints, asked_at: Ints, start: Ints, end: Ints) -> Ints:
        """By the schedule in force at `asked_at`, for the whole span."""
        seconds = np.zeros(len(start), dtype=np.int64)
        for rows, calendar in self._calendars(ticket, asked_at):
            seconds[rows] = calendar.working_seconds(start[rows], end[rows])
        return seconds

    def _pieces(self, ticket: Ints, start: Ints, end: Ints) -> Ints:
        """Cut at every change of team, then at every change of that team's schedule."""
        seconds = np.zeros(len(start), dtype=np.int64)
        row, holding, since, until = self._stints(ticket, start, end)
        for rows, history in self._lines(holding):
            for version, following in zip(history, [*history[1:], None], strict=True):
                left = np.maximum(since[rows], version.since_at)
                right = np.minimum(until[rows], following.since_at if following else NEVER)
                np.add.at(seconds, row[rows], version.calendar.working_seconds(left, right))
        return seconds

    def _stints(self, ticket: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Each span cut by who had the ticket: span number, holding row, from, until."""
        holdings = self._moments
        first, last = holdings.rows(ticket, start), holdings.rows(ticket, np.maximum(start, end))
        # Each span is repeated once for each holding it meets; `step` counts them from 0. The first
        # piece begins with the span, the last one ends with it; in between the next holding cuts.
        many = last - first + 1
        row = np.repeat(np.arange(len(start)), many)
        step = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        holding = first[row] + step
        places = holdings.places
        since = np.where(step == 0, start[row], at_of(places[holding]))
        following = at_of(places[np.minimum(holding + 1, len(places) - 1)])
        until = np.where(step == many[row] - 1, end[row], following)
        return row, holding, since, until

    def _calendars(self, ticket: Ints, at: Ints) -> list[tuple[Ints, Calendar]]:
        """Row numbers by the calendar that is in force for them at an instant."""
        if self._only is not None:
            return [(np.arange(len(at)), self._only)]
        pairs = []
        for rows, history in self._lines(self._moments.rows(ticket, at)):
            sinces = np.array([version.since_at for version in history])
            number = np.maximum(np.searchsorted(sinces, at[rows], side="right") - 1, 0)
            pairs += [(rows[number == n], v.calendar) for n, v in enumerate(history)]
        return pairs

    def _lines(self, moments: Ints) -> list[Line]:
        """Row numbers by the history that holds at their moment."""
        line, histories = self._histories
        of_each = line[moments]
        return [(np.flatnonzero(of_each == n), history) for n, history in enumerate(histories)]

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings.of(self.columns)

    @cached_property
    def _only(self) -> Calendar | None:
        """The one calendar there is, where there is but one."""
        first, *later = self._base(0)
        several = self.schedules.entries or later or len(self.desk.ticket) or self.desk.homes
        return None if several else first.calendar

    @cached_property
    def _moments(self) -> Holdings:
        """Who had each ticket, parted also where it was given another schedule."""
        return self.holdings.with_cuts(self.desk.ticket, self.desk.at)

    @cached_property
    def _histories(self) -> tuple[Ints, list[History]]:
        """Of each moment the number of the history that holds then, and the histories."""
        numbers: dict[History, int] = {}
        lines = [
            [
                numbers.setdefault(self._history(word, number), len(numbers))
                for number in range(len(self.desk.histories))
            ]
            for word in self.columns.words[Dimension.TEAM]
        ]
        moments = self._moments
        numbers_then = self.desk.numbers(moments.ticket, moments.since_at)
        return np.array(lines)[moments.cut[Dimension.TEAM], numbers_then], list(numbers)

    def _history(self, team: str, number: int) -> History:
        names = (team, *self.team_names.get(team, ()))
        return self.schedules.history(self._base(number), *filter(None, names))

    def _base(self, number: int) -> History:
        """What holds for a ticket with that schedule of the helpdesk's where no setting says it."""
        histories = self.desk.histories
        return histories[number] or histories[0] or (Version(ALWAYS_BEFORE, self.default),)


def due_at(calendar: Calendar, start: Ints, seconds: Ints) -> Ints:
    """`BusinessClock.due_at` by one calendar."""
    openings = calendar.openings
    total = openings.until(start) + seconds
    i = np.searchsorted(openings.totals, total, side="right")
    known = np.minimum(i, len(openings.totals) - 1)
    due = openings.ends[known] - (openings.totals[known] - total)
    return np.where(i < len(openings.totals), due, NEVER)
