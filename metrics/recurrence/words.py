"""The words people use for a rule, in any order, and which rule they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from metrics.errors import AskError
from metrics.near import near
from metrics.office_hours.calendar import DAY_NAMES, weekdays_of
from metrics.recurrence.rule import EVERY_DAY, LAST, Cadence, Rule
from metrics.recurrence.zones import near_zones, zone

T = TypeVar("T")

HOW = "Say it like weekly monday 09:00, daily mon-fri 09:15, monthly 1 09:00 or quarterly 1 09:00."
USUAL_MINUTE = 9 * 60
LONGEST = 200
LONGEST_ECHO = 40

CADENCES = {
    word: cadence
    for cadence, words in (
        (Cadence.DAILY, "daily everyday"),
        (Cadence.WEEKLY, "weekly week"),
        (Cadence.MONTHLY, "monthly month"),
        (Cadence.QUARTERLY, "quarterly quarter"),
    )
    for word in words.split()
}
MONDAY_TO_FRIDAY, WEEKEND = EVERY_DAY[:5], EVERY_DAY[5:]
WEEKDAYS = {
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), MONDAY_TO_FRIDAY),
    **dict.fromkeys(("weekend", "weekends"), WEEKEND),
}
DAYS = {"first": 1, "last": LAST, "end": LAST}
MINUTES = {"noon": 720, "midnight": 0}
TIMELY = {"every", "each", "at", "once", "day", "days", "time", "o'clock"}
LINKS = {"", "on", "the", "of", "in", "a", "an", "and"}
"""Words that only link others. They are left in the rest, where they may be a part of a name."""

_DAY = "(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_SPAN = re.compile(rf"\b({_DAY})\s*(?:[-\u2013\u2014]|\bto\b|\bthrough\b)\s*({_DAY})\b", re.I)
_DAYS = re.compile(rf"{_DAY}(?:[-,]{_DAY})*")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?(?P<half>am|pm)?")
_HALF = re.compile(r"(?<=\d)\s+(?=[ap]\.?m\b)", re.I)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_CHUNK = re.compile(r'"[^"]*"|[^\s"]+')


@dataclass(slots=True)
class ScheduleWords:
    """What has been understood of a text: `words` are the words of a rule, `rest` all others."""

    cadences: list[Cadence] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    zones: list[ZoneInfo] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def take(self, word: str, before: str) -> bool:
        """Takes note of a word, if it says something; `before` is the word before it."""
        if word in CADENCES:
            return _note(self.cadences, CADENCES[word])
        if word in DAYS:
            return _note(self.days, DAYS[word])
        if word in TIMELY:
            if word == "day" and before in {"every", "each"}:
                _note(self.cadences, Cadence.DAILY)
            return True
        if weekdays := _weekdays(word):
            self.weekdays += weekdays
            return True
        if place := zone(word):
            return _note(self.zones, place)
        return self._number(word, before)

    def _number(self, word: str, before: str) -> bool:
        if ordinal := _ORDINAL.fullmatch(word):
            return _note(self.days, int(ordinal[1]))
        if word.isdecimal() and len(word) < 3 and before != "at":
            return _note(self.numbers, int(word))
        minute = MINUTES.get(word, _minute(word))
        return minute is not None and _note(self.minutes, minute)

    def cadence(self, usual: Rule | None) -> Cadence:
        """How often; where it was not said, what the weekdays say, or else `usual`."""
        last = self.cadences[-1] if self.cadences else None
        if last in {None, Cadence.WEEKLY, Cadence.DAILY} and self.weekdays:
            return Cadence.WEEKLY if len(set(self.weekdays)) == 1 else Cadence.DAILY
        quarterly = usual is not None and usual.cadence is Cadence.QUARTERLY
        if last is None and self.days and not quarterly:
            return Cadence.MONTHLY
        if cadence := last or (usual and usual.cadence):
            return cadence
        raise AskError(f"How often? {HOW}")


def rule(text: str, default: ZoneInfo) -> Rule:
    """The rule that all of `text` names. Raises AskError, with what may have been meant."""
    if len(text) > LONGEST:
        raise AskError(f"That is too long to say when. {HOW}")
    schedule = schedule_words(text)
    unread = [word for word in schedule.rest if word.casefold().strip(",;.") not in LINKS]
    if not unread:
        return rule_of(schedule, default)
    word = unread[0]
    near = near_words(word)
    hint = f"Did you mean {_either(near)}?" if near else HOW
    raise AskError(
        f"I do not know {_echo(word)}. {hint}", tuple(_corrections(text, word, near, default))
    )


def schedule_words(text: str) -> ScheduleWords:
    """Everything in a text that says when; a quoted name never does."""
    schedule = ScheduleWords()
    before = ""
    for chunk in _CHUNK.findall(_HALF.sub("", _SPAN.sub(r"\1-\2", text))):
        word = chunk.casefold().rstrip(",;.")
        timely = word and schedule.take(word, before)
        (schedule.words if timely else schedule.rest).append(chunk)
        before = word
    return schedule


def rule_of(schedule: ScheduleWords, default: ZoneInfo, usual: Rule | None = None) -> Rule:
    """The one rule that was heard. Raises AskError where it is none or more than one.

    `usual` says how often, on which days and at what time, where that is not said; without it,
    it is 9 o'clock, Monday, the first.
    """
    cadence = schedule.cadence(usual)
    like = usual if usual and usual.cadence is cadence and not schedule.cadences else None
    by_month = cadence in {Cadence.MONTHLY, Cadence.QUARTERLY}
    if by_month and schedule.weekdays:
        raise AskError(
            f"A {cadence} post goes out on a day of the month, not on a weekday. Say "
            f"{cadence} 1 09:00, or weekly {DAY_NAMES[schedule.weekdays[0]]} 09:00."
        )
    days, minutes = _numbers(schedule, by_month=by_month)
    day = _only(days or [like.day if like else 1], str, "day of the month")
    _check_day(cadence, day)
    return Rule(
        cadence=cadence,
        minute=_only(minutes or [usual.minute if usual else USUAL_MINUTE], _wall, "time of day"),
        zone=_only(schedule.zones or [default], str, "time zone"),
        weekdays=_weekly(cadence, schedule.weekdays or (like.weekdays if like else ())),
        day=day,
    )


def near_words(word: str) -> list[str]:
    """The words of a rule that may have been meant by one that says nothing."""
    known = (*CADENCES, *WEEKDAYS, *DAY_NAMES, *MINUTES, "first", "last")
    plain = near(word.casefold().strip(",;"), known, 2, 0.75)
    return plain or near_zones(word.strip(",;"))


def _weekly(cadence: Cadence, days: Sequence[int]) -> tuple[int, ...]:
    usual = {Cadence.DAILY: EVERY_DAY, Cadence.WEEKLY: (0,)}
    return tuple(sorted(set(days))) or usual.get(cadence, ())


def _numbers(schedule: ScheduleWords, *, by_month: bool) -> tuple[list[int], list[int]]:
    """The days of the month and the times, bare numbers ("monthly 1 9") told apart by place."""
    days, minutes = list(schedule.days), list(schedule.minutes)
    for number in schedule.numbers:
        if by_month and not days:
            days.append(number)
        else:
            minutes.append(_minute(str(number)) or 0)
    if days and not by_month:
        raise AskError(f"A day of the month is for monthly and quarterly posts. {HOW}")
    return days, minutes


def _check_day(cadence: Cadence, day: int) -> None:
    if cadence is Cadence.QUARTERLY and day == LAST:
        raise AskError(
            "A quarterly post is about the quarter before: it goes out in a quarter's first month, "
            "on a day from 1 to 30.",
            ("quarterly 1 09:00",),
        )
    if not 1 <= day <= LAST:
        raise AskError(f"No month has a day {day}. Say 1 to 31, or last.")


def _only(values: Sequence[T], say: Callable[[T], str], what: str) -> T:
    if len(values) > 1:
        raise AskError(f"One {what} at a time: {_either([say(each) for each in values])}?")
    return values[0]


def _weekdays(word: str) -> list[int]:
    """The weekdays of "mondays", "mon-fri", "mon,thu" or "weekdays"."""
    if word in WEEKDAYS:
        return list(WEEKDAYS[word])
    if not _DAYS.fullmatch(word):
        return []
    plain = re.sub(rf"{_DAY}", lambda day: day[0][:3], word)
    return [day for part in plain.split(",") for day in weekdays_of(part)]


def _minute(word: str) -> int | None:
    """The minute of the day that "9", "9:15", "9.15", "9h15" or "9pm" stands for.

    None where it is no time; AskError where it is written like one and no clock shows it.
    """
    match = _CLOCK.fullmatch(word.replace(".m", "m").rstrip("h"))
    if match is None:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if minute > 59 or not (1 <= hour <= 12 if half else hour <= 23):
        raise AskError(f"{_echo(word)} is no time of day; they run from 00:00 to 23:59.")
    return (hour % 12 + 12 * (half == "pm") if half else hour) * 60 + minute


def _wall(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _corrections(text: str, word: str, near: Iterable[str], default: ZoneInfo) -> Iterator[str]:
    whole = re.compile(rf"(?<!\S){re.escape(word)}(?!\S)")
    for better in near if whole.search(text) else ():
        with suppress(AskError):
            yield str(rule(whole.sub(better, text, count=1), default))


def _note(values: list[T], value: T) -> bool:
    if value not in values:
        values.append(value)
    return True


def _either(choices: Sequence[str]) -> str:
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last


def _echo(word: str) -> str:
    short = word if len(word) <= LONGEST_ECHO else f"{word[: LONGEST_ECHO - 1]}\u2026"
    return f"\N{LEFT DOUBLE QUOTATION MARK}{short}\N{RIGHT DOUBLE QUOTATION MARK}"
