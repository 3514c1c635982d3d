"""Since when something is so, found by looking back: over days, then weeks, then within the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from metrics.periods.windows import local_date, midnight
from metrics.tickets.records import Instant

DAYS, WEEKS = 28, 48
"""So many days are looked at, and before them so many weeks: about a year in all."""
DAY, HOUR, STEP = 86400, 3600, 300
RECENT_SECONDS = 7 * 86400
"""The hour is looked for only of what began within so long; before, nobody asks for it."""

IsSo: TypeAlias = Callable[[Instant], bool | None]
"""Whether something was so at an instant; None where that cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """Something is so from `since_at` on, without a break at any instant that was looked at.

    `exact`: the instant before which it was not so lies within an hour of it. `whole`: it was so
    from the first instant that is known on; `more`: for longer than was looked back.
    """

    since_at: Instant
    exact: bool = False
    whole: bool = False
    more: bool = False


def lasting(is_so: IsSo, now: Instant, zone: ZoneInfo, known_from: Instant) -> Lasting:
    """Since when it is so, given that it is so at `now`.

    What cannot be told neither makes nor breaks it. It is asked for less than 150 instants.
    """
    first, before, more = _back(is_so, now, _ends(now, zone), known_from)
    if more:
        return Lasting(since_at=first, more=True)
    steps = [DAY] if before is None or first - before > DAY else []
    steps += [HOUR, STEP] if now - first < RECENT_SECONDS else []
    for step in steps:
        floor = known_from - 1 if before is None else before
        first, found, _ = _back(is_so, first, range(first - step, floor, -step), known_from)
        before = before if found is None else found
    if before is None:
        return Lasting(since_at=first, whole=first - known_from < DAY)
    return Lasting(since_at=first, exact=first - before <= HOUR)


def _back(
    is_so: IsSo, first: Instant, instants: Iterable[Instant], known_from: Instant
) -> tuple[Instant, Instant | None, bool]:
    """The earliest instant at which it is so without a break, and when before that it was not.

    None where it never was not; the last part is whether more is known than was looked at.
    """
    for at in instants:
        if at < known_from:
            return first, None, False
        so = is_so(at)
        if so is False:
            return first, at, False
        first = at if so else first
    return first, None, True


def _ends(now: Instant, zone: ZoneInfo) -> Iterator[Instant]:
    """The last instants of the days before `now`, and of a day in each of the weeks before those.

    The newest is first.
    """
    today = local_date(now, zone)
    for back in (*range(DAYS), *(DAYS - 1 + 7 * week for week in range(1, WEEKS + 1))):
        yield midnight(today - timedelta(days=back), zone) - 1
