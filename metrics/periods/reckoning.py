"""How a team reckons: its fiscal year, and the days that have names for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from metrics.periods.days import Months, Since
from metrics.periods.period import Days, Named, Period, Relative, Rolling
from metrics.periods.readings import DateOrder
from metrics.periods.windows import DAY, PeriodKind

YEAR = r"(?P<year>(?:20)?\d\d)"
FISCAL = r"(?:fiscal|financial|f)"
FISCAL_YEAR = re.compile(rf"{FISCAL} ?(?:year|y)(?: ?{YEAR})?")
FISCAL_QUARTER = re.compile(rf"{FISCAL} ?q(?:uarter )?(?P<number>[1-4])(?: {YEAR})?")
QUARTER_OF = re.compile(rf"q(?P<number>[1-4]) {FISCAL} ?(?:year |y ?)?{YEAR}")
RELATIVE = re.compile(rf"(?P<which>this|current|last|previous) {FISCAL} ?(?P<unit>year|quarter)")
OF_YEAR = re.compile(r"(?P<name>.+?) (?P<year>20\d\d)")
TO_DATE = {"fytd", "fiscal ytd", "fiscal year to date"}
LONGEST_NAME = 40
FAMOUS = range(2005, 2046)
"""The years of which days with a name are known."""

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Occasion(Period):
    """Days that have a name: the latest that have begun, or those of a `year`."""

    name: str
    spans: tuple[Span, ...]
    year: int | None = None

    def days(self, today: date) -> Days:
        spans = [span for span in self.spans if self.year in {None, span[0].year}]
        begun = [span for span in spans if span[0] <= today] if self.year is None else spans
        first, last = (begun or spans[:1])[-1]
        return (PeriodKind.DAY if first == last else PeriodKind.SPAN), first, last

    def __str__(self) -> str:
        return f"{self.name} {self.year}" if self.year else self.name


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The month in which the fiscal year opens, and the days that have names, made plain.

    `week_opens` is the weekday on which "this week" begins, 0 is Monday; numbered weeks are ISO's.

    `order` is how dates in numbers are written here, the first of two readings.
    """

    fiscal_month: int = 1
    week_opens: int = 0
    order: DateOrder = DateOrder.DAY_FIRST
    occasions: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def period(self, words: str) -> Period | None:
        """The period that all of `words` name in the team's own reckoning, else in everybody's."""
        tidy = " ".join(words.casefold().split())
        found = self._fiscal(tidy) or Period.parse(words) or self._occasion(tidy)
        return self._with_weeks(found) if self.week_opens else found

    def _with_weeks(self, period: Period | None) -> Period | None:
        """The period with weeks that begin on the team's own weekday."""
        match period:
            case Relative(PeriodKind.WEEK) | Rolling(PeriodKind.WEEK):
                return replace(period, opens=self.week_opens)
            case Since(start):
                own = self._with_weeks(start)
                return Since(own) if own else None
            case _:
                return period

    def with_named(self, named: Iterable[tuple[str, Span]]) -> Reckoning:
        """The same with further days that have a name; in their years they take another's place."""
        own: dict[str, set[Span]] = {}
        for name, span in named:
            if plain(name):
                own.setdefault(plain(name), set()).add(span)
        for name, spans in own.items():
            years = {first.year for first, _ in spans}
            spans |= {span for span in self.occasions.get(name, ()) if span[0].year not in years}
        sets = ((name, tuple(sorted(spans))) for name, spans in own.items())
        return replace(self, occasions={**self.occasions, **dict(sets)})

    def _fiscal(self, words: str) -> Period | None:
        if words in TO_DATE:
            return self._year(None)
        if match := RELATIVE.fullmatch(words):
            ago = match["which"] in {"last", "previous"}
            return self._relative(match["unit"], ago=int(ago))
        if match := FISCAL_YEAR.fullmatch(words):
            return self._year(_year(match["year"]))
        if match := FISCAL_QUARTER.fullmatch(words) or QUARTER_OF.fullmatch(words):
            return self._quarter(int(match["number"]), _year(match["year"]))
        return None

    def _year(self, year: int | None) -> Period:
        """A fiscal year, called by the calendar year in which it ends."""
        if self.fiscal_month == 1:
            return Named(PeriodKind.YEAR, 0, year) if year else Relative(PeriodKind.YEAR, 0)
        name = f"fy{year % 100:02}" if year else "this fiscal year"
        return Months(name, self.fiscal_month, 12, year - 1 if year else None)

    def _quarter(self, number: int, year: int | None) -> Period:
        month = self.fiscal_month + 3 * (number - 1)
        if self.fiscal_month == 1:
            return Named(PeriodKind.QUARTER, number, year)
        opens = year - 1 + (month > 12) if year else None
        name = f"fiscal q{number}{f' {year}' if year else ''}"
        return Months(name, (month - 1) % 12 + 1, 3, opens)

    def _relative(self, unit: str, *, ago: int) -> Period:
        if self.fiscal_month == 1:
            return Relative(PeriodKind(unit), ago)
        count = 12 if unit == "year" else 3
        name = f"{('this', 'last')[ago]} fiscal {unit}"
        return Months(name, self.fiscal_month, count, cycle=count, ago=ago)

    def _occasion(self, words: str) -> Period | None:
        head, _, tail = words.partition(" ")
        start = self._occasion(tail) if head in {"since", "after"} and tail else None
        if start:
            return Since(start)
        if (name := plain(words)) in self.occasions:
            return Occasion(name, self.occasions[name])
        match = OF_YEAR.fullmatch(words)
        name = plain(match["name"]) if match else ""
        year = int(match["year"]) if match else 0
        spans = self.occasions.get(name, ())
        return Occasion(name, spans, year) if any(s[0].year == year for s in spans) else None


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) % 100 + 2000


def plain(name: str) -> str:
    """A name of days as it is typed: small letters, no marks, no "'s"; "" of a number or a date."""
    bare = re.sub(r"['\u2019]s\b", "", name.casefold())
    words = " ".join(re.sub(r"[^\w\s-]", " ", bare).split())
    return words if len(words) <= LONGEST_NAME and not words[:1].isdigit() else ""


def one_day(day: date) -> Span:
    """A span of that day alone."""
    return day, day


def famous() -> Mapping[str, tuple[Span, ...]]:
    """Days that many teams speak of, whose dates follow from a rule."""
    thanksgivings = [_thanksgiving(year) for year in FAMOUS]
    fixed = {"christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26)}
    fixed |= {"new year eve": (12, 31), "new year day": (1, 1), "halloween": (10, 31)}
    return {
        **{name: tuple(one_day(date(y, *day)) for y in FAMOUS) for name, day in fixed.items()},
        "thanksgiving": tuple(map(one_day, thanksgivings)),
        "black friday": tuple(one_day(day + DAY) for day in thanksgivings),
        "cyber monday": tuple(one_day(day + 4 * DAY) for day in thanksgivings),
    }


def _thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)
