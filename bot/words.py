"""How figures are said, alike on cards and charts: durations, shares, counts, changes, instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

from metrics.catalogue.metric import Better, Unit
from metrics.periods.windows import day_range
from metrics.question.notes import Note
from metrics.question.result import Figure
from metrics.tickets.records import Instant

DASH = "\N{EN DASH}"
NONE = "no data"
NOT_SHOWN = "not shown"
DECIMALS_FROM = 100
"""A share has a decimal only if at least this many stand behind it."""

MOST_NOTES = 5
"""So many are told with one answer."""

_MOST = 1e30
_WIDE = Context(prec=60)
"""Takes numbers of any size that may be stored."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def round_half_up(value: float, digits: int = 0) -> Decimal:
    """`value` to so many decimals, halves away from zero: people expect 12.5 to become 13.

    What is beyond all bounds is said as the last number within them.
    """
    number = Decimal(repr(min(max(float(value), -_MOST), _MOST)))
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE)


def percent(value: float, digits: int = 0) -> Decimal:
    """A share of 0..1 in per cent. Moving the point in decimals keeps 57.5 from being 57.4999."""
    return round_half_up(value, digits + 2).scaleb(2)


def duration(seconds: float, *, days: bool = True) -> str:
    """The two largest units, with carry: 59.6 is "1m 0s". Without `days`, hours go on counting.

    Business durations have no days: a working day is not 24 hours long.
    """
    if seconds < 0:
        return f"-{duration(-seconds, days=days)}"
    if seconds < 1:
        return "<1s" if seconds else "0s"
    whole = int(round_half_up(seconds))
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60}s"
    minutes = int(round_half_up(seconds / 60))
    if minutes < 24 * 60 or not days:
        return f"{minutes // 60:,}h {minutes % 60}m"
    hours = int(round_half_up(seconds / 3600))
    return f"{hours // 24:,}d {hours % 24}h"


def rough(seconds: float) -> str:
    """A duration without seconds: "12m", "4h 53m", "3d 4h"; below a minute "<1m"."""
    if seconds < 60:
        return "<1m"
    return f"{int(seconds // 60)}m" if seconds < 3600 else duration(seconds)


def brief(seconds: float, *, days: bool = True) -> str:
    """The shortest exact words for a round time, such as a target: "0", "30m", "1h 30m", "2d"."""
    whole = int(round_half_up(seconds))
    sizes = ((86400, "d"), (3600, "h"), (60, "m"), (1, "s"))
    parts = []
    for size, letter in sizes if days else sizes[1:]:
        if whole >= size:
            parts.append(f"{whole // size:,}{letter}")
            whole %= size
    return " ".join(parts) or "0"


def share(value: float, n: int) -> str:
    """A share of 0..1 in per cent; a decimal is said only where `n` can bear it.

    One case among many is not 0%, and all but one are not 100%.
    """
    if value in {0, 1}:
        return f"{value * 100:.0f}%"
    digits = 1 if n >= DECIMALS_FROM else 0
    least = Decimal(1).scaleb(-digits)
    number = percent(value, digits)
    if 0 < value < 1 and number in {0, 100}:
        return f">{100 - least}%" if number else f"<{least}%"
    return f"{number}%"


def count(value: float) -> str:
    """A number with thousands separators; averages keep one decimal."""
    return f"{round_half_up(value, 0 if float(value).is_integer() else 1):,}"


def fraction(hits: int, n: int) -> str:
    """What a share is made of: "24 of 30"."""
    return f"{count(hits)} of {count(n)}"


def amount(value: float, unit: Unit, n: int, *, days: bool = True) -> str:
    """A value in its unit. `n` is what stands behind it."""
    match unit:
        case Unit.SECONDS:
            return duration(value, days=days)
        case Unit.SHARE:
            return share(value, n)
        case Unit.COUNT:
            return count(value)
        case _:
            return points(value, unit)


def points(value: float, unit: Unit) -> str:
    """A score on its scale, an amount of money, or a ratio."""
    match unit:
        case Unit.EASE:
            return f"{round_half_up(value, 2)} of 7"
        case Unit.POINTS:
            return f"{round_half_up(value, 1)} of 100"
        case Unit.NET:
            return f"{round_half_up(value):+}" if round_half_up(value) else "0"
        case Unit.MONEY:
            return f"{round_half_up(value, 2):,}"
        case _:
            return f"{round_half_up(value, 2 if abs(value) < 10 else 1):,}"


def level(value: float, unit: Unit, *, days: bool = True) -> str:
    """A round value that somebody chose, in its shortest words: "4h", "90%"."""
    return brief(value, days=days) if unit is Unit.SECONDS else amount(value, unit, 0, days=days)


def goal(value: float, unit: Unit, better: Better, *, days: bool = True) -> str:
    """A target in words: "at most 4h", "at least 90%"."""
    text = level(value, unit, days=days)
    return f"at least {text}" if better is Better.HIGHER else f"at most {text}"


def interval(figure: Figure, unit: Unit, *, days: bool = True) -> str | None:
    """The bounds of a figure: "95% interval 1h 50m to 2h 20m" with a dash; None without any."""
    low, high = figure.estimate.low, figure.estimate.high
    if low is None or high is None:
        return None
    least, most = (amount(bound, unit, figure.n, days=days) for bound in (low, high))
    between = " to " if unit is Unit.NET else DASH  # "-4 to +4": a dash would look like a sign
    # The scale is said once: "4.76-5.66 of 7".
    return f"95% interval {least.split(' of ')[0]}{between}{most}"


def points_step(size: float, n: int) -> str:
    """A step of a share in points: "10 points", "6.8 points" where `n` can bear it.

    "" where it is too small for the digits shown.
    """
    digits = int(n >= DECIMALS_FROM)
    number = percent(size, digits)
    return f"{number} {'point' if number == 1 and not digits else 'points'}" if number else ""


def local(at: Instant, zone: str) -> datetime:
    """An instant as the clocks of `zone` show it."""
    return datetime.fromtimestamp(at, ZoneInfo(zone))


def moment(at: Instant, zone: str, *, year: bool = False) -> str:
    """An instant in a zone: "Mon 16 Nov 00:00", with its year where that is not obvious."""
    there = local(at, zone)
    day = f"{_WEEKDAYS[there.weekday()]} {there.day} {_MONTHS[there.month - 1]}"
    return f"{day} {there.year} {there:%H:%M}" if year else f"{day} {there:%H:%M}"


def clock(at: Instant, zone: str) -> str:
    """An instant with the zone it is told in: "Mon 23 Nov 09:00 (Europe/Berlin)"."""
    return f"{moment(at, zone)} ({zone})"


def day_short(day: date) -> str:
    """A date without its year: "22 Nov"."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def day(day: date) -> str:
    """A date: "22 Nov 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days(start: Instant, end: Instant, zone: str) -> str:
    """The local days of [start, end): "12-13 Nov 2026" with a dash."""
    return day_range(local(start, zone).date(), local(end - 1, zone).date())


def note_words(note: Note, zone: str) -> str:
    """A note with its days in front: a chart may cut its text."""
    return f"{days(note.start_at, note.end_at, zone)}, {note.text}"


def number_notes(notes: Sequence[Note]) -> list[tuple[int, Note]]:
    """The newest notes, as many as are told, by the numbers they have on chart and card."""
    return list(enumerate(notes[-MOST_NOTES:], 1))


def lately(at: Instant, now: Instant, zone: str) -> str:
    """A recent instant, as short as can be: "10:42", or with its day if that is not today."""
    there, today = local(at, zone), local(now, zone)
    if there.date() == today.date():
        return f"{there:%H:%M}"
    return moment(at, zone, year=there.year != today.year)


def stretch(start: Instant, end: Instant, now: Instant, zone: str) -> str:
    """The instants of a window and the zone they are told in."""
    years = {local(at, zone).year for at in (start, end, now)}
    ends = (moment(at, zone, year=len(years) > 1) for at in (start, end))
    return f"{f' {DASH} '.join(ends)} {zone}"
