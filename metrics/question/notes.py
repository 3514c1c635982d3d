"""Notes on the time line: what happened when, so that a figure of those days is read with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from metrics.periods.windows import local_date
from metrics.tickets.records import Instant

EARLIEST: Instant = -2_300_000_000
LATEST: Instant = 4_200_000_000
"""From 1900 to 2100, and some days: what people can type lies between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that happened in [start_at, end_at), noted by somebody; `key` names it.

    A `channel` or `team` that is given narrows it. `apart`: baselines are measured without it.
    """

    text: str
    start_at: Instant
    end_at: Instant
    channel: str | None = None
    team: str | None = None
    apart: bool = False
    noted_by: str
    noted_at: Instant
    key: int = 0

    @property
    def possible(self) -> bool:
        """Whether its days are days that a calendar has."""
        return EARLIEST <= self.start_at <= self.end_at <= LATEST

    def days(self, zone: ZoneInfo) -> tuple[date, date]:
        """The first and the last of its days."""
        return local_date(self.start_at, zone), local_date(self.end_at - 1, zone)

    def touches(self, start: Instant, end: Instant) -> bool:
        """Whether any of it lies in [start, end)."""
        return self.start_at < end and self.end_at > start

    def fits(self, channels: Sequence[str], teams: Sequence[str]) -> bool:
        """Whether it is about tickets of one of these; none given are all."""
        return all(
            own is None or not wanted_values or own in wanted_values
            for own, wanted_values in ((self.channel, channels), (self.team, teams))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRemoval:
    """Who removed a note, and when."""

    person: str
    at: Instant
