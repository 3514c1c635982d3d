"""Phrases of answers and looks that are kept: their period by the dates that it meant then.

It stands on its own: the words for periods that were written until here are read here.
"""

from __future__ import annotations

import logging
import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import context, op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

logger = logging.getLogger(__name__)

_USUAL = {
    **dict.fromkeys(("sla_risk", "backlog", "aging"), "today"),
    **dict.fromkeys(("oldest", "unassigned", "pending_reply"), "today"),
    **dict.fromkeys(("nps", "enps"), "last quarter"),
    **dict.fromkeys(("churn", "cost_ticket", "cost_resolution", "contact_rate"), "last month"),
}
"""The usual period of measures until here, where it was not last week."""
_PIECE = re.compile(r'"[^"]*"|[^\s"]+')
_NAMING = {"channel", "team", "priority", "category", "tier", "agent", "status"}
_LONGEST = 5
_AT_ONCE = 1000

_DAY = timedelta(days=1)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_NUMBERS = {name: n for n, full in enumerate(_MONTHS, 1) for name in (full, full[:3])}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?P<unit>day|week|month|quarter|year)"
_RELATIVE = re.compile(r"(?P<ago>this|last) (?P<unit>week|month|quarter|year)")
_ROLLING = re.compile(rf"last (?P<count>\d{{1,4}}) {_UNIT}s")
_NAMED = (
    ("year", re.compile(_YEAR)),
    ("week", re.compile(rf"(?:{_YEAR}-)?w(?P<number>\d\d?)")),
    ("quarter", re.compile(rf"(?:{_YEAR}-)?q(?P<number>[1-4])")),
    ("quarter", re.compile(rf"q(?P<number>[1-4]) {_YEAR}")),
    ("month", re.compile(rf"{_YEAR}-(?P<number>\d\d)")),
    ("month", re.compile(rf"{_MONTH.replace('<month>', '<number>')}(?: {_YEAR})?")),
)
_DATES = (
    re.compile(rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)"),
    re.compile(rf"(?P<day>\d\d?) {_MONTH}(?: {_YEAR})?"),
)

Days: TypeAlias = tuple[str, date, date]
"""A unit of the calendar, or "span", with the first and the last day."""


class Date(NamedTuple):
    """A day as it is written; without a year, the latest that has begun."""

    year: int | None
    month: int
    day: int

    def on(self, year: int) -> date:
        """The day in that year. Raises ValueError where that year has none."""
        return date(year, self.month, self.day)

    def latest(self, today: date) -> date:
        """The date itself, or the latest one up to today."""
        return self.on(self.year) if self.year else _latest(self.on, today)

    def earliest(self, first: date) -> date:
        """The date itself, or the earliest one from `first` on; 28 February stands in for 29."""
        if self.year:
            return self.on(self.year)
        year = first.year + ((self.month, self.day) < (first.month, first.day))
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


def upgrade() -> None:
    home = ZoneInfo(context.config.attributes.get("home", "UTC"))
    _rewrite("receipt", "id", "asked_at", home)
    _rewrite("look", "key", "at", home)


def downgrade() -> None:
    """Phrases with dates are read by every version."""


def _rewrite(name: str, key: str, instant: str, home: ZoneInfo) -> None:
    """Date the phrases of a table. What cannot be read stays as it is."""
    rows = sa.table(name, *(sa.column(each) for each in (key, "phrase", instant)))
    change = rows.update().where(rows.c[key] == sa.bindparam("row"))
    change = change.values(phrase=sa.bindparam("said"))
    for slice in _slices(rows, key):
        new = []
        for id, phrase, at in slice:
            try:
                said = dated(phrase, at, home)
            except (ArithmeticError, LookupError, OSError, ValueError) as error:
                logger.warning("The phrase of %s %s is left without its dates: %s", name, id, error)
                continue
            if said != phrase:
                new.append({"row": id, "said": said})
        if new:
            op.get_bind().execute(change, new)


def _slices(rows: sa.TableClause, key: str) -> Iterator[Sequence[Any]]:
    """All rows of a table in the order of their keys, so many at once."""
    query = sa.select(*rows.c).order_by(rows.c[key]).limit(_AT_ONCE)
    slice = op.get_bind().execute(query).all()
    while slice:
        yield slice
        slice = op.get_bind().execute(query.where(rows.c[key] > slice[-1][0])).all()


def dated(phrase: str, at: int, home: ZoneInfo) -> str:
    """A canonical phrase with its period as dates, as it was meant at an instant.

    The period stands behind what narrows, and before a time zone, a split and a comparison.
    Raises ZoneInfoNotFoundError or ValueError where this machine does not know the zone.
    """
    pieces = _PIECE.findall(phrase)
    end = next((n for n, piece in enumerate(pieces) if piece in {"by", "vs"}), len(pieces))
    if not end or ("up", "to") in pairwise(pieces[:end]):
        return phrase
    last = pieces[end - 1]
    zoned = end > 1 and "/" in last and last[0] != '"' and not _is_name(pieces, end - 1)
    end -= zoned
    day = datetime.fromtimestamp(at, ZoneInfo(last) if zoned else home).date()
    start, days = _period(pieces, end, day)
    return " ".join((*pieces[:start], _said(days, day), *pieces[end:]))


def _period(pieces: list[str], end: int, today: date) -> tuple[int, Days]:
    """Where the period begins that ends before a piece, and its days; else those of the usual."""
    for start in range(max(1, end - _LONGEST), end):
        days = _days(" ".join(pieces[start:end]), today)
        if days and not _is_name(pieces, start):
            return start, days
    usual = _days(_USUAL.get(pieces[0], "last week"), today)
    assert usual
    return end, usual


def _is_name(pieces: list[str], place: int) -> bool:
    """Whether a piece begins the name of a team or the like."""
    before = pieces[place - 1]
    return place > 1 and (before in _NAMING or before.endswith(","))


def _days(words: str, today: date) -> Days | None:
    """The days that words meant; None if they are none for a period."""
    words = words.casefold()
    with suppress(ValueError):  # a date that no calendar has
        return _relative(words, today) or _named(words, today) or _written(words, today)
    return None


def _relative(words: str, today: date) -> Days | None:
    if words in {"today", "yesterday"}:
        day = today - _DAY * (words == "yesterday")
        return "day", day, day
    if found := _RELATIVE.fullmatch(words):
        unit = found["unit"]
        first = _step(unit, _opening(unit, today), -(found["ago"] == "last"))
        return unit, first, _step(unit, first, 1) - _DAY
    if found := _ROLLING.fullmatch(words):
        after = _opening(found["unit"], today)
        return "span", _step(found["unit"], after, -int(found["count"])), after - _DAY
    return None


def _named(words: str, today: date) -> Days | None:
    """A week, month, quarter or year by its number; without a year, the latest that has begun."""
    for unit, pattern in _NAMED:
        if found := pattern.fullmatch(words):
            said = found.groupdict()
            word = said.get("number") or "1"
            number = _NUMBERS.get(word) or int(word)

            def opening(year: int, unit: str = unit, number: int = number) -> date:
                if unit == "week":
                    return date.fromisocalendar(year, number, 1)
                return date(year, 1 + (number - 1) * _MONTHS_IN[unit], 1)

            first = opening(int(said["year"])) if said["year"] else _latest(opening, today)
            return unit, first, _step(unit, first, 1) - _DAY
    return None


def _written(words: str, today: date) -> Days | None:
    """One date, two with all days between, or those since one."""
    head, dots, tail = words.removeprefix("since ").partition("..")
    last = _date(tail)
    if last and head.isdigit():
        head = f"{head} {_MONTHS[last.month - 1]}"
    first = _date(head)
    if first is None or (dots and last is None):
        return None
    if last is None:
        day = first.latest(today)
        return ("span", day, max(day, today)) if words != head else ("day", day, day)
    if last.year and not first.year:
        first = first._replace(year=last.year - (first[1:] > last[1:]))
    begins = first.latest(today)
    return "span", begins, last.earliest(begins)


def _date(words: str) -> Date | None:
    found = next(filter(None, (pattern.fullmatch(words) for pattern in _DATES)), None)
    if found is None:
        return None
    month = _NUMBERS.get(found["month"]) or int(found["month"])
    return Date(int(found["year"]) if found["year"] else None, month, int(found["day"]))


def _latest(on: Callable[[int], date], today: date) -> date:
    """The latest day up to today of those that years have. Raises ValueError if none has."""
    for year in range(today.year + 1, today.year - 9, -1):
        with suppress(ValueError):
            if (day := on(year)) <= today:
                return day
    raise ValueError("no year has that day")


def _opening(unit: str, day: date) -> date:
    """The first day of the week, month, quarter or year that holds a day; for days, the day."""
    if unit == "week":
        return day - day.weekday() * _DAY
    months = _MONTHS_IN.get(unit)
    return date(day.year, day.month - (day.month - 1) % months, 1) if months else day


def _step(unit: str, first: date, count: int) -> date:
    """The opening so many units after an opening; before it, if negative."""
    if unit not in _MONTHS_IN:
        return first + count * (7 if unit == "week" else 1) * _DAY
    months = first.year * 12 + first.month - 1 + count * _MONTHS_IN[unit]
    return date(months // 12, months % 12 + 1, 1)


def _said(days: Days, today: date) -> str:
    """Days by their dates; of those that are not over, up to today."""
    unit, first, last = days
    whole = _whole(unit, first, last)
    if not first <= today < last:
        return whole
    bare = Date(None, today.month, today.day)
    year = "" if bare.earliest(first) == today else f" {today.year}"
    return f"{whole} up to {today.day} {_short(today)}{year}"


def _whole(unit: str, first: date, last: date) -> str:
    day = f"{last.day} {_short(last)} {last.year}"
    match unit:
        case "year":
            return f"{first.year}"
        case "quarter":
            return f"q{(first.month + 2) // 3} {first.year}"
        case "month":
            return f"{_short(first)} {first.year}"
    if first == last:
        return day
    month = "" if first.month == last.month and first.year == last.year else f" {_short(first)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day}{month}{year}..{day}"


def _short(day: date) -> str:
    return _MONTHS[day.month - 1][:3]
