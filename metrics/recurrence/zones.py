"""Time zones by the names people type: in any case, by an older name, nearly right."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from metrics.near import near

_SHORT = {"utc", "gmt"}
"""Names of one word that are taken; the others are first of all names of countries and teams."""
_ABBREVIATIONS = {
    "America/New_York": "est edt et",
    "America/Chicago": "cst cdt ct",
    "America/Denver": "mst mdt mt",
    "America/Los_Angeles": "pst pdt pt",
    "Europe/Berlin": "cet cest mez mesz",
    "Europe/Paris": "cet cest",
    "Europe/London": "bst",
    "Europe/Helsinki": "eet eest",
    "Asia/Kolkata": "ist",
    "Europe/Dublin": "ist",
    "Asia/Tokyo": "jst",
    "Australia/Sydney": "aest aedt",
}
"""An abbreviation says an offset that holds for half a year only, and not where: it is asked."""
_MOST = 3


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Every name without regard to case, with its spelling."""
    return {name.casefold(): name for name in available_timezones() if _is_place(name)}


def _is_place(name: str) -> bool:
    return name.casefold() in _SHORT or ("/" in name and not name.startswith("posix"))


def zone(word: str) -> ZoneInfo | None:
    """The zone of that name, "europe/berlin" or "US/Eastern"; None if it is none."""
    name = _known().get(word.casefold())
    return ZoneInfo(name) if name else None


def near_zones(word: str) -> list[str]:
    """The zones that may have been meant, best first: by their name, their city, nearly."""
    key = word.casefold().replace(" ", "_")
    if short := [name for name, words in _ABBREVIATIONS.items() if key in words.split()]:
        return short
    if len(key) < 4:
        return []
    cities: dict[str, list[str]] = {}
    for name in sorted(_known()):
        cities.setdefault(name.rpartition("/")[2], []).append(name)
    city = key.rpartition("/")[2]
    names = near(key, _known(), _MOST, 0.8) if "/" in key else []
    names += [name for match in near(city, cities, 1, 0.85) for name in cities[match]]
    return [_known()[name] for name in dict.fromkeys(names)][:_MOST]
