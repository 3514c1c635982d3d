"""What a setting's text must look like; each check raises ValueError with half a sentence."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from metrics.tickets.dimensions import ATTRIBUTES
from metrics.tickets.records import Dimension, Instant

MOST_FIELDS = 20
MOST_TAGS = 100
MOST_SYNONYMS = 200


class SettingsError(ValueError):
    """A setting is missing or makes no sense; the sentence names it and says what to write."""


def web_address(url: str) -> str:
    """Return the address, if credentials may be sent there: https, or this machine itself."""
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("is no web address")
    if parts.username or parts.password:
        raise ValueError("must not hold a user name or a password")
    if parts.scheme == "http" and not _this_machine(parts.hostname):
        raise ValueError("must start with https://, or the token would travel in the clear")
    return url.strip()


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


def _this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


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


def field_names(text: str) -> dict[str, str]:
    """Read "360012345678 = product area, ...": the id of a ticket field, then what to call it."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    names = {id.strip(): " ".join(name.casefold().split()) for id, _, name in pairs}
    if any(not id.isdecimal() or not name for id, name in names.items()):
        raise ValueError("must be pairs of a field's id and a name with = between them")
    for name in names.values():
        if not re.fullmatch(r"[^\W\d_][\w -]{0,29}", name):
            raise ValueError(f"{name!r} must be up to 30 letters and digits, a letter first")
        if name in {*Dimension, *ATTRIBUTES}:
            raise ValueError(f"{name!r} means something else already; choose another name")
    if len(names) < len(pairs) or len(set(names.values())) < len(names):
        raise ValueError("names a field twice")
    if len(names) > MOST_FIELDS:
        raise ValueError(f"must be {MOST_FIELDS} fields at most")
    return names


def tag_names(text: str) -> frozenset[str]:
    """Read "refund, vip": tags as Zendesk has them, without spaces."""
    tags = frozenset(tag.strip().casefold() for tag in text.split(",") if tag.strip())
    if odd := next((tag for tag in sorted(tags) if len(tag.split()) > 1), None):
        raise ValueError(f"{odd!r} is no tag, which has no spaces; put commas between tags")
    if len(tags) > MOST_TAGS:
        raise ValueError(f"must be {MOST_TAGS} tags at most")
    return tags


def slack_agents(text: str) -> dict[str, str]:
    """Read "U078IJ9KL = 114094762733, ...": the Slack id, then the helpdesk's."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    if any(not agent.strip() for _, _, agent in pairs):
        raise ValueError("must be pairs of a Slack id and a helpdesk id with = between them")
    slack_ids(",".join(slack for slack, _, _ in pairs), "UW")
    return {slack.strip(): agent.strip() for slack, _, agent in pairs}
