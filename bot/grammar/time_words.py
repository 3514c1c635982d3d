"""Words of time that are no periods: comparisons with a period in their name, and cuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from bot.grammar.tokens import Token
from metrics.periods import Period, PeriodKind
from metrics.periods.days import WEEKDAY_NAMES
from metrics.periods.period import Dated, DateSpan, Named
from metrics.periods.time_cuts import HEAT, TimeCut
from metrics.question.query import Against


@dataclass(frozen=True, slots=True)
class Pace:
    """A word that compares a unit of the calendar with the one before it; a year with last year."""

    unit: PeriodKind


PACES: Final[Mapping[Pace, str]] = MappingProxyType(
    {
        Pace(PeriodKind.DAY): "dod day_over_day day_on_day",
        Pace(PeriodKind.WEEK): "wow week_over_week week_on_week w/w",
        Pace(PeriodKind.MONTH): "mom month_over_month month_on_month m/m",
        Pace(PeriodKind.QUARTER): "qoq quarter_over_quarter quarter_on_quarter q/q",
        Pace(PeriodKind.YEAR): "yoy year_over_year year_on_year y/y",
    }
)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Words that say by what time is cut, with no "by" before them."""

    over: tuple[TimeCut, ...]


CUT_WORDS: Final[Mapping[TimeCut, str]] = MappingProxyType(
    {
        TimeCut.HOUR: "hour hours hour_of_day hour_of_the_day hours_of_the_day time_of_day",
        TimeCut.WEEKDAY: "weekday weekdays day_of_week day_of_the_week days_of_the_week",
        TimeCut.DAY: "day days date",
        TimeCut.WEEK: "week weeks",
        TimeCut.MONTH: "month months",
    }
)
"""What may follow "by"."""

TIME_CUTS: Final[Mapping[str, TimeCut]] = MappingProxyType(
    {word.replace("_", " "): cut for cut, words in CUT_WORDS.items() for word in words.split()}
)
"""Each of these words with what it cuts by."""

CUTS: Final[Mapping[Cuts, str]] = MappingProxyType(
    {
        Cuts((TimeCut.HOUR,)): """
            hourly busiest_hour busiest_hours peak_hour peak_hours busiest_hour_of_the_day
            busiest_time_of_the_day busiest_time_of_day quietest_hour quietest_time
        """,
        Cuts((TimeCut.WEEKDAY,)): """
            busiest_day busiest_days busiest_weekday busiest_weekdays peak_day peak_days
            busiest_day_of_the_week busiest_days_of_the_week busiest_day_of_week quietest_day
            quietest_day_of_the_week
        """,
        Cuts(HEAT): """
            busiest_time busiest_times peak_time peak_times heatmap heat_map when_are_we_busiest
            when_are_we_busy when_is_it_busiest when_is_it_busy when_do_customers_write
            when_do_tickets_come_in
        """,
        Cuts((TimeCut.DAY,)): "daily day_by_day",
        Cuts((TimeCut.WEEK,)): "weekly week_by_week busiest_week busiest_weeks",
        Cuts((TimeCut.MONTH,)): "monthly month_by_month busiest_month busiest_months",
    }
)

COMPARE = {"compare", "comparing", "comparison"}
PARTS = {"teams", "channels", "priorities", "categories", "tiers", "helpdesks"}
BETWEEN = {"to", "with", "and", "&"}
SIDES = {"vs", "versus", "against"}


def side_by_side(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens of "compare this week to last week" as "this week vs last week"."""
    words = [word_of(token) for token in tokens]
    at = next((n for n, word in enumerate(words) if word in COMPARE), None)
    if at is None:
        return tuple(tokens)
    if words[at + 1 : at + 2] in (["to"], ["with"]) or SIDES & set(words):
        return tuple(token for n, token in enumerate(tokens) if n != at or at != 0)
    link = next((n for n in range(len(words) - 1, at, -1) if words[n] in BETWEEN), None)
    if link is None:
        parts = PARTS & set(words[at + 1 :])  # "compare teams"
        return tuple(
            replace(t, text="by") if parts and n == at else t for n, t in enumerate(tokens)
        )
    apart = {link, *(n for n in range(at, link) if words[n] == ",")}  # "email, chat and web"
    parted = (replace(t, text="vs") if n in apart else t for n, t in enumerate(tokens))
    return tuple(token for n, token in enumerate(parted) if n != at)


def word_of(token: Token) -> str:
    """A word that is no quoted name."""
    return "" if token.quoted else token.word


def just_before(period: Period, words: str) -> Against | Period:
    """The time right before a period: the month before one that opens a month, by that word."""
    match period:
        case DateSpan(Dated(month, 1, year), _) if words.startswith("month"):
            return Named(PeriodKind.MONTH, (month - 2) % 12 + 1, year and year - (month == 1))
        case _:
            return Against.BEFORE


FORETELLING = {"forecast", "forecasts", "predict", "prediction", "predicted", "projection"}
TO_COME = {"tomorrow", "tomorrow's"}
UNITS = {"day", "week", "month", "quarter", "year", "hour", *WEEKDAY_NAMES}


def without_future(tokens: Sequence[Token]) -> tuple[Token, ...] | None:
    """The tokens without what asks for the future; None where nothing does."""
    words = [word_of(token) for token in tokens]
    out = {n for n, word in enumerate(words) if word in FORETELLING | TO_COME}
    for n, word in enumerate(words[:-1]):
        if word == "next" and words[n + 1] in UNITS:
            out |= {n, n + 1}
    return tuple(token for n, token in enumerate(tokens) if n not in out) if out else None
