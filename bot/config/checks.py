"""What a setting's text must look like; each check raises ValueError with half a sentence."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.tickets.records import Instant

MOST_SYNONYMS = 200


def synonyms(text: str) -> dict[str, str]:
    """Read "tat = resolution, first touch = frt": each word with what it means."""
    result: dict[str, str] = {}
    for pair in filter(str.strip, re.split(r"[,;\n]", text)):
        word, equals, meaning = (part.strip() for part in pair.partition("="))
        word = " ".join(word.casefold().split())
        if not equals or not meaning or not re.fullmatch(r"[\w-]+(?: [\w-]+){0,3}", word):
            raise ValueError(f"has {pair.strip()!r}: write a word, = and what it means")
        if word in result:
            raise ValueError(f"says twice what {word!r} means")
        result[word] = meaning
    if len(result) > MOST_SYNONYMS:
        raise ValueError(f"has more than {MOST_SYNONYMS} words")
    return result


def time_zone(name: str) -> str:
    """Return the name, if it is one of an IANA time zone."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise ValueError(f"{name!r} is no time zone") from None
    return name


def token(text: str, start: str, other: str) -> None:
    """Refuse a token of the wrong kind, and say when two were swapped."""
    if text.startswith(other):
        raise ValueError(f"must start with {start}; the two tokens may be swapped")
    if not text.startswith(start):
        raise ValueError(f"must start with {start}")


def days_or_date(text: str) -> date | timedelta:
    """Read "400", "400 days" or "2025-01-01"."""
    words = text.split()
    if words and words[0].isdecimal() and words[1:] in ([], ["day"], ["days"]):
        return _days(int(words[0]))
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is neither a date nor a number of days") from None


def _days(number: int) -> timedelta:
    if not 1 <= number <= 36_500:
        raise ValueError("must be from 1 to 36500 days")
    return timedelta(days=number)


def back_fill_start(text: str, zone: str, now: Instant) -> Instant:
    """The instant a first sync reads from: that day's midnight, or so many days before `now`."""
    start = days_or_date(text)
    if isinstance(start, timedelta):
        return now - int(start.total_seconds())
    return int(datetime(start.year, start.month, start.day, tzinfo=ZoneInfo(zone)).timestamp())


def slack_ids(text: str, kinds: str) -> frozenset[str]:
    """Read Slack ids that are parted by commas and begin with one of `kinds`."""
    ids = [word.strip() for word in text.split(",") if word.strip()]
    if wrong := next((i for i in ids if not (i.isalnum() and i.isupper() and i[0] in kinds)), None):
        raise ValueError(f"{wrong!r} is no Slack id, which begins with {' or '.join(kinds)}")
    return frozenset(ids)


def slack_agents(text: str) -> dict[str, str]:
    """Read "U078IJ9KL = 114094762733, ...": the Slack id, then the helpdesk's."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    if any(not agent.strip() for _, _, agent in pairs):
        raise ValueError("must be pairs of a Slack id and a helpdesk id with = between them")
    slack_ids(",".join(slack for slack, _, _ in pairs), "UW")
    return {slack.strip(): agent.strip() for slack, _, agent in pairs}
