"""The business clock of every ticket: working time by the schedule of the team that had it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from metrics.calendar import Calendar
from metrics.columns import Columns, Ints
from metrics.holdings import Holdings
from metrics.records import NEVER, Dimension
from metrics.schedules import History, Mode, Schedules, Version

Line: TypeAlias = tuple[Ints, History]
"""Row numbers, and the history of schedules that holds for them."""


@dataclass(frozen=True, kw_only=True)
class BusinessClock:
    """Measures working time. With the default schedule alone it only asks that one."""

    default: Calendar
    schedules: Schedules
    columns: Columns
    team_names: Mapping[str, str]

    def working_seconds(self, ticket: Ints, start: Ints, end: Ints) -> Ints:
        """The working time of [start, end) of each ticket, in the mode that is set."""
        if not self.schedules.entries:
            return self.default.working_seconds(start, end)
        match self.schedules.mode:
            case Mode.START:
                return self._throughout(ticket, start, start, end)
            case Mode.LAST:
                return self._throughout(ticket, end, start, end)
            case Mode.PIECES:
                return self._pieces(ticket, start, end)

    def due_at(self, ticket: Ints, start: Ints, seconds: Ints) -> Ints:
        """The last instant by which no more than `seconds` of working time have passed.

        By the schedule in force at `start`. Where they are used up at closing time that is the
        next opening, for until then nothing passes. `NEVER` where no later opening is known.
        """
        found = np.full(len(start), NEVER)
        for rows, calendar in self._in_force(ticket, start):
            found[rows] = due_at(calendar, start[rows], seconds[rows])
        return found

    def words(self) -> str:
        """Say whose hours count: "Mon-Fri 09:00-17:00, Europe/Berlin"."""
        if not self.schedules.entries:
            return self.default.words()
        how = {
            Mode.START: "the one in force when the clock started",
            Mode.LAST: "the last one throughout, as Zendesk does",
            Mode.PIECES: "the pieces under each added up",
        }[self.schedules.mode]
        names = dict.fromkeys(entry.name for entry in self.schedules.entries)
        return f"of each team's schedule ({', '.join(names)}), {how}"

    def _throughout(self, ticket: Ints, asked_at: Ints, start: Ints, end: Ints) -> Ints:
        """By the schedule in force at `asked_at`, for the whole span."""
        spent = np.zeros(len(start), dtype=np.int64)
        for rows, calendar in self._in_force(ticket, asked_at):
            spent[rows] = calendar.working_seconds(start[rows], end[rows])
        return spent

    def _pieces(self, ticket: Ints, start: Ints, end: Ints) -> Ints:
        """Cut at every change of team, then at every change of that team's schedule."""
        spent = np.zeros(len(start), dtype=np.int64)
        row, held, since, until = self._stints(ticket, start, end)
        for rows, history in self._lines(held):
            for version, following in zip(history, [*history[1:], None], strict=True):
                left = np.maximum(since[rows], version.since_at)
                right = np.minimum(until[rows], following.since_at if following else NEVER)
                np.add.at(spent, row[rows], version.calendar.working_seconds(left, right))
        return spent

    def _stints(self, ticket: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Each span cut by who had the ticket: span number, holding row, from, until."""
        holdings = self.holdings
        first, last = holdings.rows(ticket, start), holdings.rows(ticket, np.maximum(start, end))
        many = last - first + 1
        row = np.repeat(np.arange(len(start)), many)
        step = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        held = first[row] + step
        since = np.where(step == 0, start[row], holdings.since_at[held])
        following = holdings.since_at[np.minimum(held + 1, len(holdings.since_at) - 1)]
        until = np.where(step == many[row] - 1, end[row], following)
        return row, held, since, until

    def _in_force(self, ticket: Ints, at: Ints) -> list[tuple[Ints, Calendar]]:
        """Row numbers by the calendar that is in force for them at an instant."""
        if not self.schedules.entries:
            return [(np.arange(len(at)), self.default)]
        found = []
        for rows, history in self._lines(self.holdings.rows(ticket, at)):
            sinces = np.array([version.since_at for version in history])
            number = np.maximum(np.searchsorted(sinces, at[rows], side="right") - 1, 0)
            found += [(rows[number == n], v.calendar) for n, v in enumerate(history)]
        return found

    def _lines(self, held: Ints) -> list[Line]:
        """Row numbers by the history that holds for the team of their holding."""
        line = self._line_of_team[self.holdings.cut[Dimension.TEAM][held]]
        return [(np.flatnonzero(line == n), history) for n, history in enumerate(self._histories)]

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings.of(self.columns)

    @cached_property
    def _by_team(self) -> list[History]:
        words = self.columns.words[Dimension.TEAM]
        default, names = self.default, self.team_names
        return [
            self.schedules.history(default, *filter(None, (word, names.get(word))))
            for word in words
        ]

    @cached_property
    def _histories(self) -> list[tuple[Version, ...]]:
        return [history for n, history in enumerate(self._by_team) if self._first(n) == n]

    def _first(self, team: int) -> int:
        return self._by_team.index(self._by_team[team])

    @cached_property
    def _line_of_team(self) -> Ints:
        return np.array([self._histories.index(history) for history in self._by_team])


def due_at(calendar: Calendar, start: Ints, seconds: Ints) -> Ints:
    """`BusinessClock.due_at` by one calendar."""
    openings = calendar.openings
    total = openings.until(start) + seconds
    i = np.searchsorted(openings.totals, total, side="right")
    known = np.minimum(i, len(openings.totals) - 1)
    due = openings.ends[known] - (openings.totals[known] - total)
    return np.where(i < len(openings.totals), due, NEVER)
