"""What can be said beside the question of an alert, in any order: its value, channel and care."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import time
from zoneinfo import ZoneInfo

from bot.grammar.mistakes import either
from bot.grammar.tokens import echo
from metrics.catalogue.metric import Unit
from metrics.errors import AskError
from metrics.goals.targets import amount, in_words
from metrics.posting.alerts import Care, Quiet
from metrics.recurrence.zones import zone

ABOVE = ("above", "over", "exceeds", "more than", "higher than", "longer than", "slower than")
BELOW = ("below", "under", "less than", "lower than", "fewer than")
SYNTAX = {
    **dict.fromkeys(("above", "over"), "above 4h"),
    **dict.fromkeys(("below", "under"), "below 85%"),
    **dict.fromkeys(("min", "minimum"), "min 20"),
    "every": "every 5m",
    "checks": "for 3 checks",
    "remind": "remind 4h, or remind never",
    "quiet": "quiet 22:00-07:00",
    "clear": "clear 3h30m",
}
"""Words that begin an option, and how it is written."""

USUAL = Care()
LEAST_EVERY, MOST_EVERY = 60, 86400
MOST_CHECKS = 20
LEAST_REMINDER = 600
DAY_SECONDS = 86400

_LONG = "days?|hours?|hrs?|minutes?|seconds?"
_PIECE = rf"\d+(?:\.\d+)?(?:\s*(?:{_LONG})|mins?|secs?|[dhms])(?![a-z])"
TIME = rf"{_PIECE}(?:\s*{_PIECE})*"
VALUE = rf"(?:{TIME}|[$\u20ac\u00a3]?-?\d+(?:\.\d+)?(?:\s*(?:%|per\s?cent\b)|x\b)?)"
_CLOCK = r"\d{1,2}(?::\d\d)?\s*(?:[ap]m)?"
_ENDS = r"(?=[\s,;]|$)"
_SIDES = "|".join(word.replace(" ", r"\s") for word in (*ABOVE, *BELOW))
_OPTION = re.compile(
    rf"""
    "[^"]*"
    | (?<!\S)(?:(?:in|to)\s+)?\#(?P<channel>[^\s,;"]+)
    | (?<!\S)(?:in|to)\s+(?P<id>(?-i:[CG][A-Z0-9]{{3,}})){_ENDS}
    | (?<!\S)(?:(?:is|goes|gets|rises|falls|drops)\s+)?(?P<side>{_SIDES})\s+
      (?P<value>{VALUE}){_ENDS}
    | (?<!\S)min(?:imum)?\s+(?P<min>\d{{1,6}}){_ENDS}
    | (?<!\S)(?:check(?:ed)?\s+)?every\s+(?P<every>{TIME}){_ENDS}
    | (?<!\S)for\s+(?P<checks>\d{{1,3}})\s+(?:checks?|times){_ENDS}
    | (?<!\S)remind(?:ers?|ed)?\s+(?:every\s+)?(?P<remind>never|off|{TIME}){_ENDS}
    | (?<!\S)quiet\s+(?:hours\s+|from\s+)?
      (?P<quiet>{_CLOCK}\s*(?:-|\u2013|to)\s*{_CLOCK}(?:\s+(?:[a-z]+(?:/[\w+-]+)+|utc)\b)?){_ENDS}
    | (?<!\S)clear\s+(?:at\s+)?(?P<clear>{VALUE}){_ENDS}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUIET = re.compile(rf"({_CLOCK})\s*(?:-|\u2013|to)\s*({_CLOCK})(?:\s+(\S+))?", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"(\d{1,2})(?::(\d\d))?\s*([ap]m)?")


def options(text: str) -> tuple[Mapping[str, str], str, str]:
    """What is said of an alert by the option's name, the words for that, and those that are left.

    Raises AskError where one is said twice.
    """
    values_by_name: dict[str, list[str]] = {}
    texts: list[str] = []

    def note(match: re.Match[str]) -> str:
        groups = {name: value for name, value in match.groupdict().items() if value}
        if not groups:
            return match[0]
        texts.append(match[0].strip())
        for name, value in groups.items():
            spellings = values_by_name.setdefault({"id": "channel"}.get(name, name), [])
            spellings += [value] if value not in spellings else []
        return " "

    rest = _OPTION.sub(note, text)
    for name, values in values_by_name.items():
        if len(values) > 1:
            label = f"{name} " if name not in {"side", "value", "channel"} else ""
            raise AskError(f"One of these at a time: {either([f'{label}{v}' for v in values])}?")
    single = {name: value for name, [value] in values_by_name.items()}
    return single, " ".join(texts), " ".join(rest.split())


def value_of(text: str, unit: Unit) -> float:
    """A value as it is typed, rounded to what can be written. Raises AskError."""
    plain = re.sub(r"\s*([dhms])[a-z]*", r"\1", re.sub(r"\s*per\s?cent", "%", text.casefold()))
    try:
        return round_to_unit(amount("".join(plain.split()), unit), unit)
    except ValueError as error:
        raise AskError(str(error).replace("target value", "value")) from None


def round_to_unit(value: float, unit: Unit) -> float:
    """A value as near as it can be written: "4h" has whole seconds."""
    text = in_words(abs(value), unit)
    return amount(text, unit) * (1 if value >= 0 else -1)


def care_of(clauses: Mapping[str, str], home: ZoneInfo) -> Care:
    """How readily the alert speaks. Raises AskError."""
    every = _seconds(clauses, "every", USUAL.every_seconds)
    if not LEAST_EVERY <= every <= MOST_EVERY:
        raise AskError("I check every minute at most, and once a day at least: every 5m.")
    checks = int(clauses.get("checks", USUAL.checks))
    if not 1 <= checks <= MOST_CHECKS:
        raise AskError(f"It may take 1 to {MOST_CHECKS} checks in a row: for 2 checks.")
    never = clauses.get("remind", "").casefold() in {"never", "off"}
    remind = 0 if never else _seconds(clauses, "remind", USUAL.remind_seconds)
    if 0 < remind < LEAST_REMINDER:
        raise AskError("A reminder comes after 10 minutes or more: remind 4h, or remind never.")
    quiet = _quiet(clauses["quiet"], home) if "quiet" in clauses else None
    return Care(checks=checks, every_seconds=every, remind_seconds=remind, quiet=quiet)


def care_words(care: Care, home: ZoneInfo) -> Iterator[str]:
    """What is not as usual, in the words that `options` reads."""
    if care.every_seconds != USUAL.every_seconds:
        yield f"every {in_words(care.every_seconds, Unit.SECONDS)}"
    if care.checks != USUAL.checks:
        yield f"for {care.checks} {'check' if care.checks == 1 else 'checks'}"
    if care.remind_seconds != USUAL.remind_seconds:
        span = in_words(care.remind_seconds, Unit.SECONDS)
        yield f"remind {span if care.remind_seconds else 'never'}"
    if care.quiet:
        elsewhere = care.quiet.zone != home
        yield f"quiet {quiet_words(care.quiet) if elsewhere else _hours(care.quiet)}"


def quiet_words(quiet: Quiet) -> str:
    """Quiet hours with their time zone: "22:00-07:00 Europe/Berlin"."""
    return f"{_hours(quiet)} {quiet.zone}"


def _hours(quiet: Quiet) -> str:
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"


def _seconds(clauses: Mapping[str, str], name: str, usual: int) -> int:
    return round(value_of(clauses[name], Unit.SECONDS)) if name in clauses else usual


def _quiet(text: str, home: ZoneInfo) -> Quiet:
    match = _QUIET.fullmatch(text)
    assert match is not None  # what `options` took is written like this
    start, end = _time(match[1]), _time(match[2])
    there = zone(match[3]) if match[3] else home
    if there is None:
        raise AskError(
            f"I do not know the time zone {echo(match[3])}. Write it like Europe/Berlin."
        )
    if start == end:
        raise AskError("Quiet hours begin and end at different times: quiet 22:00-07:00.")
    return Quiet(start=start, end=end, zone=there)


def _time(text: str) -> time:
    match = _TIME_OF_DAY.fullmatch(text.strip().casefold())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if match and match[3] and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (match[3] == "pm")
    try:
        return time(hour, minute)
    except ValueError:
        raise AskError(f"{echo(text)} is no time of day: write quiet 22:00-07:00.") from None
