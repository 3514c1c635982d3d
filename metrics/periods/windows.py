"""Windows: stretches of time with local calendar boundaries, and those that belong beside them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from metrics.tickets.records import Instant

DAY = timedelta(days=1)
DAY_SECONDS = 86400
SAME_WEEKDAYS_UP_TO = 28
"""So many days and more hold each weekday almost equally often."""
DASH = "\N{EN DASH}"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class PeriodKind(StrEnum):
    """What a window is made of. WEEK is ISO 8601; DAYS are n complete days up to a midnight.

    HOURS begin or end within a day.
    """

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"
    SPAN = "span"
    HOURS = "hours"


MONTHS_IN = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Window:
    """The instants [start, end) of the local days `first` to `last`, both included.

    Of HOURS these are the days on which it begins and ends.
    """

    start: Instant
    end: Instant
    kind: PeriodKind
    label: str
    first: date
    last: date

    @property
    def is_week(self) -> bool:
        """Whether it is seven days, whichever weekday they begin on."""
        return self.kind is not PeriodKind.HOURS and self.last - self.first == 6 * DAY

    @property
    def unit(self) -> PeriodKind:
        """What windows of a trend are counted in: seven days are a week, with a number or not."""
        return PeriodKind.WEEK if self.is_week else self.kind

    @property
    def when(self) -> str:
        """The label within a sentence: "on Sun 29 Nov 2026", "in July 2026"."""
        one_day = self.kind is PeriodKind.DAY or (
            self.kind is PeriodKind.HOURS and self.first == self.last
        )
        return f"{'on' if one_day else 'in'} {self.label}"

    @property
    def short(self) -> str:
        """The label for the axis of a chart: "W47", "Jul", "14 Jul"."""
        match self.kind:
            case PeriodKind.WEEK:
                return f"W{self.first.isocalendar().week}"
            case PeriodKind.MONTH:
                return MONTHS[self.first.month - 1][:3]
            case PeriodKind.QUARTER | PeriodKind.YEAR:
                return self.label
            case _:
                return day_range(self.first, self.last).rpartition(" ")[0]


def local_date(at: Instant, zone: ZoneInfo) -> date:
    """The calendar day that clocks in `zone` show at an instant."""
    return datetime.fromtimestamp(at, zone).date()


def midnight(day: date, zone: ZoneInfo) -> Instant:
    """The first instant at which clocks in `zone` show `day`, or a later day if it was left out."""
    return first_at(datetime.combine(day, time()), zone)


def first_at(wall: datetime, zone: ZoneInfo) -> Instant:
    """The first instant at which clocks in `zone` show `wall`, or later if they skip that time."""
    at = int(wall.replace(tzinfo=zone, fold=0).timestamp())
    if clock(at, zone) == wall:
        return at
    # Clocks skip this time. The jump lies between the two readings of the missing time.
    gap = range(int(wall.replace(tzinfo=zone, fold=1).timestamp()), at)
    return gap.start + bisect_left(gap, x=True, key=lambda t: clock(t, zone) >= wall)


def clock(at: Instant, zone: ZoneInfo) -> datetime:
    """The date and time that clocks in `zone` show at an instant."""
    return datetime.fromtimestamp(at, zone).replace(tzinfo=None, fold=0)


def opening(kind: PeriodKind, day: date, week_opens: int = 0) -> date:
    """The first day of the week, month, quarter or year that holds `day`; for days, `day`.

    A week opens on that weekday, 0 is Monday.
    """
    if kind is PeriodKind.WEEK:
        return day - (day.weekday() - week_opens) % 7 * DAY
    months = MONTHS_IN.get(kind)
    return date(day.year, day.month - (day.month - 1) % months, 1) if months else day


def step(kind: PeriodKind, first: date, count: int) -> date:
    """The opening `count` units of `kind` after (before, if negative) the opening `first`."""
    if kind not in MONTHS_IN:
        return first + count * (7 if kind is PeriodKind.WEEK else 1) * DAY
    months = first.year * 12 + first.month - 1 + count * MONTHS_IN[kind]
    return date(months // 12, months % 12 + 1, 1)


def window(kind: PeriodKind, first: date, last: date, zone: ZoneInfo) -> Window:
    """The window of the local days `first` to `last`."""
    start, end = midnight(first, zone), midnight(last + DAY, zone)
    return Window(start, end, kind, label(kind, first, last), first, last)


def unit_window(kind: PeriodKind, first: date, zone: ZoneInfo) -> Window:
    """The day, week, month, quarter or year that opens on `first`."""
    return window(kind, first, step(kind, first, 1) - DAY, zone)


def hours_window(start: datetime, end: datetime, zone: ZoneInfo) -> Window:
    """The window between two times that clocks in `zone` show; midnight ends the day before it."""
    first, last = start.date(), end.date() - (DAY if end.time() == time() else 0 * DAY)
    closes = f"{end:%H:%M}" if end.time() != time() else "24:00"
    if first == last:
        text = f"{label(PeriodKind.DAY, first, first)}, {start:%H:%M}{DASH}{closes}"
    else:
        opens = f"{WEEKDAYS[first.weekday()]} {first.day} {MONTHS[first.month - 1][:3]}"
        text = f"{opens} {start:%H:%M} {DASH} {label(PeriodKind.DAY, last, last)} {closes}"
    return Window(first_at(start, zone), first_at(end, zone), PeriodKind.HOURS, text, first, last)


def shifted(current: Window, days: int, zone: ZoneInfo) -> Window:
    """The same times by local clocks so many days earlier, of a window of HOURS."""
    start, end = (clock(at, zone) - days * DAY for at in (current.start, current.end))
    return hours_window(start, end, zone)


def whole_days(current: Window) -> int:
    """How many days a window takes up, begun ones counted whole."""
    if current.kind is PeriodKind.HOURS:
        return -((current.start - current.end) // DAY_SECONDS)
    return (current.last - current.first).days + 1


def alike(one: Window, other: Window) -> bool:
    """Whether two windows are equally long, as two months and two days are."""
    loose = {PeriodKind.DAYS, PeriodKind.SPAN, PeriodKind.HOURS}
    same = one.kind is other.kind and one.kind not in loose
    return same or whole_days(one) == whole_days(other)


def before(current: Window, zone: ZoneInfo) -> Window:
    """The window that one is compared with: the previous, or the same weekdays of weeks before.

    That is so for a day, for hours and for fewer than four weeks of days that are no whole weeks:
    three days that have a weekend are not compared with three that have none.
    """
    back = -(-whole_days(current) // 7) * 7
    match current.kind:
        case PeriodKind.DAY:
            return unit_window(PeriodKind.DAY, current.first - 7 * DAY, zone)
        case PeriodKind.HOURS:
            return shifted(current, back, zone)
        case PeriodKind.DAYS | PeriodKind.SPAN if back < SAME_WEEKDAYS_UP_TO:
            ends = current.first - back * DAY, current.last - back * DAY
            return window(current.kind, *ends, zone)
        case _:
            return previous(current, zone)


def year_before(current: Window, zone: ZoneInfo) -> Window:
    """The same window a year earlier: the same months, or the same weekdays of the same ISO weeks.

    The year before a long one has no week 53: then it is the week 52 weeks earlier.
    """
    after = current.last + DAY
    months = current.kind is not PeriodKind.HOURS
    if months and current.first.day == 1 and after.day == 1:
        first, end = (step(PeriodKind.MONTH, day, -12) for day in (current.first, after))
        return window(current.kind, first, end - DAY, zone)
    year, week, weekday = current.first.isocalendar()
    weeks = date(year - 1, 12, 28).isocalendar().week
    first = current.first - 52 * 7 * DAY
    if week <= weeks:
        first = date.fromisocalendar(year - 1, week, weekday)
    if current.kind is PeriodKind.HOURS:
        return shifted(current, (current.first - first).days, zone)
    return window(current.kind, first, first + (current.last - current.first), zone)


def previous(current: Window, zone: ZoneInfo) -> Window:
    """The window of the same kind and length directly before.

    A span of whole months is followed back by as many whole months, not by as many days.
    """
    last = current.first - DAY
    if current.kind is PeriodKind.HOURS:
        return shifted(current, whole_days(current), zone)
    if current.kind not in {PeriodKind.DAYS, PeriodKind.SPAN}:
        return unit_window(current.kind, step(current.kind, current.first, -1), zone)
    if current.first.day == 1 and (current.last + DAY).day == 1:
        after = current.last + DAY
        months = (after.year - current.first.year) * 12 + after.month - current.first.month
        return window(current.kind, step(PeriodKind.MONTH, current.first, -months), last, zone)
    return window(current.kind, last - (current.last - current.first), last, zone)


def trail(current: Window, count: int, zone: ZoneInfo) -> tuple[Window, ...]:
    """The `count` whole windows for a trend, oldest first, the last one holding `current.last`.

    Windows of the same kind, the last as far as `current` goes. Where that is a run of days or a
    span: ISO weeks, or of seven days those that end on the same weekday. Hours are the same by
    local clocks on earlier days.
    """
    if current.kind is PeriodKind.HOURS:
        days = whole_days(current)
        return tuple(shifted(current, n * days, zone) for n in reversed(range(count)))
    loose = current.kind in {PeriodKind.DAYS, PeriodKind.SPAN}
    if loose and current.is_week:
        weeks = [current]
        while len(weeks) < count:
            weeks.append(previous(weeks[-1], zone))
        return tuple(reversed(weeks[:count]))
    kind = PeriodKind.WEEK if loose else current.kind
    newest = opening(kind, current.last)
    units = [unit_window(kind, step(kind, newest, -n), zone) for n in reversed(range(count))]
    if not loose and units:
        units[-1] = replace(units[-1], end=current.end, label=current.label)
    return tuple(units)


def until_now(current: Window, now: Instant) -> Window:
    """The part of a window that lies before `now`; `first` and `last` stay those of the whole."""
    return replace(current, end=max(current.start, min(current.end, now)))


def as_far(earlier: Window, current: Window, zone: ZoneInfo) -> Window:
    """As much of `earlier` as has elapsed of `current`: the same days and the same local time."""
    if current.end >= midnight(current.last + DAY, zone):
        return earlier
    local = datetime.fromtimestamp(current.end, zone)
    wall = datetime.combine(earlier.first + (local.date() - current.first), local.timetz())
    return until_now(earlier, int(wall.timestamp()))


def day_range(first: date, last: date) -> str:
    """Two dates with nothing said twice: "1-15 Jul 2026", "27 Jul - 2 Aug 2026"."""
    end = f"{last.day} {MONTHS[last.month - 1][:3]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{end}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {MONTHS[first.month - 1][:3]}{year} {DASH} {end}"


def label(kind: PeriodKind, first: date, last: date) -> str:
    """What a window is called on a card."""
    match kind:
        case PeriodKind.DAY:
            return f"{WEEKDAYS[first.weekday()]} {day_range(first, last)}"
        case PeriodKind.WEEK:
            return f"Week {first.isocalendar().week} ({day_range(first, last)})"
        case PeriodKind.MONTH:
            return f"{MONTHS[first.month - 1]} {first.year}"
        case PeriodKind.QUARTER:
            return f"Q{(first.month + 2) // 3} {first.year}"
        case PeriodKind.YEAR:
            return str(first.year)
        case _:
            return day_range(first, last)
