"""Single periods as people write them, and which period each form means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from metrics.periods.days import WEEKDAY_NAMES, Months, Weekday, Weekend
from metrics.periods.hours import DayPart, LastHours, PartOfDay
from metrics.periods.period import Dated, Named, Period, Relative, Rolling
from metrics.periods.windows import MONTHS, PeriodKind

MOST = {
    PeriodKind.DAY: 3660,
    PeriodKind.WEEK: 520,
    PeriodKind.MONTH: 120,
    PeriodKind.QUARTER: 40,
    PeriodKind.YEAR: 10,
}
"""How many units one can look back: ten years."""

NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
MONTH_NUMBERS = {m.lower(): n for n, m in enumerate(MONTHS, 1)}
MONTH_NUMBERS |= {m.lower()[:3]: n for n, m in enumerate(MONTHS, 1)} | {"sept": 9}

WEEKDAY_NUMBERS = {name: n for n, name in enumerate(WEEKDAY_NAMES)}
WEEKDAY_NUMBERS |= {name[:3]: n for n, name in enumerate(WEEKDAY_NAMES)}
WEEKDAY_NUMBERS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
PARTS = {part.word: part for part in DayPart}

YEAR = r"(?P<year>(?:19|20)\d\d)"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
DOTTED = r"(?P<day>\d\d?)\.(?P<month>\d\d?)\.?(?:(?P<year>(?:19|20)?\d\d))?"
COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(NUMBERS)})"
WEEKDAY = rf"(?P<weekday>{'|'.join(sorted(WEEKDAY_NUMBERS, key=len, reverse=True))})"
WEEKENDS = tuple(
    f"{when}weekend" for when in ("last ", "", "the ", "this ", "past ", "this past ", "previous ")
)
UNIT = r"(?P<unit>day|week|month|quarter|year)"
BACK = r"(?:last|past|previous|prior|trailing|rolling)"
MOST_HOURS = 1000

Match = Mapping[str, str | None]


def single(words: str) -> Period | None:
    """The period that tidy words name in one of these forms; None if they are none of them."""
    for pattern, meaning in FORMS:
        if match := pattern.fullmatch(words):
            return meaning(match.groupdict())
    return ALIASES.get(words)


def rolling(unit: PeriodKind, count: int) -> Period | None:
    """The last `count` units; one of them is simply the last."""
    if not 1 <= count <= MOST[unit]:
        return None
    return Relative(unit, 1) if count == 1 else Rolling(unit, count)


def rolling_words(match: Match) -> Period | None:
    count = match["count"] or ""
    number = int(count) if count.isdigit() else NUMBERS.index(count)
    return rolling(PeriodKind(match["unit"] or ""), number)


def hours(match: Match) -> Period | None:
    count = match["count"] or "1"
    number = int(count) if count.isdigit() else NUMBERS.index(count)
    return LastHours(number) if 1 <= number <= MOST_HOURS else None


def ago(match: Match) -> Period | None:
    count = match["count"] or ""
    number = int(count) if count.isdigit() else NUMBERS.index(count)
    kind = PeriodKind(match["unit"] or "")
    return Relative(kind, number) if 1 <= number <= MOST[kind] else None


def weekday(match: Match) -> Period:
    which = match.get("which") or match.get("after")
    weeks_ago = {"this": 0, "this week": 0, "last week": 1}.get(which or "")
    return Weekday(WEEKDAY_NUMBERS[match["weekday"] or ""], weeks_ago)


def half(match: Match) -> Period:
    number, year = match["number"] or "", match["year"]
    name = f"h{number}{f' {year}' if year else ''}"
    return Months(name, 6 * int(number) - 5, 6, int(year) if year else None)


def rolling_ended(match: Match) -> Period | None:
    """Complete days that ended some days ago: "7 days ending 3 days ago"."""
    period, ended_days = rolling_words({**match, "unit": "day"}), int(match["ended"] or 0)
    if not isinstance(period, Rolling) or ended_days > MOST[PeriodKind.DAY]:
        return None
    return replace(period, ended_days=ended_days)


def rolling_letters(match: Match) -> Period | None:
    kind = next(kind for kind in MOST if kind.startswith(match["letter"] or ""))
    return rolling(kind, int(match["count"] or 0))


def dated(match: Match) -> Period | None:
    month, day, year = match["month"] or "", int(match["day"] or 0), match["year"]
    year = f"20{year}" if year and len(year) == 2 else year
    value = Dated(MONTH_NUMBERS.get(month) or int(month), day, int(year) if year else None)
    valid = 1 <= value.month <= 12 and day >= 1 and value.exists_in(value.year or 2000)
    return value if valid else None


def by_number(kind: PeriodKind, limit: int) -> Callable[[Match], Period | None]:
    """Reads the number of a week, month or quarter, with or without a year."""

    def reading(match: Match) -> Period | None:
        number = int(MONTH_NUMBERS.get(match["number"] or "") or match["number"] or 0)
        value = Named(kind, number, int(year) if (year := match["year"]) else None)
        valid = 1 <= number <= limit and (value.year is None or value.opening_in(value.year))
        return value if valid else None

    return reading


def whole_year(match: Match) -> Period | None:
    return Named(PeriodKind.YEAR, 0, int(match["year"] or 0))


WEEK_NUMBER = r"(?:week ?|calendar week |kw ?|cw ?|wk ?|w)(?P<number>\d\d?)"
QUARTER_NUMBER = r"q(?P<number>[1-4])"
MONTH_NAME = MONTH.replace("<month>", "<number>")
ISO_MONTH = r"(?P<number>\d\d?)"

FORMS: tuple[tuple[re.Pattern[str], Callable[[Match], Period | None]], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"(?:{BACK} )?{COUNT} {UNIT}s?", rolling_words),
        (rf"(?:{BACK} )?{COUNT} days ending (?P<ended>\d{{1,4}}) days? ago", rolling_ended),
        (rf"(?:{BACK} |l)?(?P<count>\d{{1,4}})(?P<letter>[dwqy])", rolling_letters),
        (rf"{BACK} (?:{COUNT} ?)?(?:hours?|hrs?|h)", hours),
        (r"l(?P<count>\d{1,4})h", hours),
        (rf"{COUNT} {UNIT}s? ago", ago),
        (rf"(?:(?P<which>this|last|past|previous) )?{WEEKDAY}", weekday),
        (rf"{WEEKDAY} (?P<after>(?:this|last) week)", weekday),
        (rf"(?P<which>(?:this|last) week) {WEEKDAY}", weekday),
        (rf"h(?P<number>[12])(?:[- ](?:of )?{YEAR})?", half),
        (rf"{YEAR}[- ]?h(?P<number>[12])", half),
        (DOTTED, dated),
        (rf"{YEAR}/(?P<month>\d\d?)/(?P<day>\d\d?)", dated),
        (rf"{YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)", dated),
        (rf"{DAY} (?:of )?{MONTH}(?: {YEAR})?", dated),
        (rf"{MONTH} {DAY}(?: {YEAR})?", dated),
        (rf"{YEAR}[- ]?{WEEK_NUMBER}", by_number(PeriodKind.WEEK, 53)),
        (rf"{WEEK_NUMBER}(?:[- ](?:of )?{YEAR})?", by_number(PeriodKind.WEEK, 53)),
        (rf"{YEAR}[- ]?{QUARTER_NUMBER}", by_number(PeriodKind.QUARTER, 4)),
        (rf"{QUARTER_NUMBER}(?:[- ](?:of )?{YEAR})?", by_number(PeriodKind.QUARTER, 4)),
        (rf"{YEAR}-{ISO_MONTH}", by_number(PeriodKind.MONTH, 12)),
        (rf"{MONTH_NAME}(?:[- ](?:of )?{YEAR})?", by_number(PeriodKind.MONTH, 12)),
        (YEAR, whole_year),
    )
)


def aliases() -> Mapping[str, Period]:
    """The fixed words, each with its period."""
    words: dict[str, Period] = {
        "today": Relative(PeriodKind.DAY, 0),
        "yesterday": Relative(PeriodKind.DAY, 1),
        **dict.fromkeys(
            ("day before yesterday", "the day before yesterday"), Relative(PeriodKind.DAY, 2)
        ),
        "tonight": PartOfDay(Relative(PeriodKind.DAY, 0), DayPart.EVENING),
        **dict.fromkeys(
            ("last night", "overnight"), PartOfDay(Relative(PeriodKind.DAY, 1), DayPart.NIGHT)
        ),
        **dict.fromkeys(WEEKENDS, Weekend()),
        **dict.fromkeys(("weekend before last", "the weekend before last"), Weekend(1)),
        "first half": Months("h1", 1, 6),
        "second half": Months("h2", 7, 6),
    }
    for unit in (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        this, last = Relative(unit, 0), Relative(unit, 1)
        so_far = (f"{unit[0]}td", f"{unit} to date")
        words |= dict.fromkeys((f"this {unit}", f"current {unit}", *so_far), this)
        words |= {f"{back} {unit}": last for back in ("last", "past", "previous", "prior")}
        words |= {f"last{unit}": last, f"this{unit}": this, f"a {unit} ago": last}
        if unit is not PeriodKind.YEAR:  # "ly" compares
            words[f"l{unit[0]}"] = last
    return words


ALIASES = aliases()
