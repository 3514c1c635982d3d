"""Days on which nobody works: dates, and the public holidays of countries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from holidays import country_holidays, list_supported_countries

YEARS = range(2005, 2046)
"""The years a calendar knows. Before and after them no hours are open."""
NONE: Final = "none"
"""In place of such a list: there is nothing in it."""
_DATES = '"2026-12-24", "DE" for a country or "US-CA" for a part of one'


def public_holidays(
    country: str, years: Collection[int] = YEARS, subdivision: str | None = None
) -> frozenset[date]:
    """Give a country's public holidays, and those of one of its parts if it is named.

    Days on which a holiday is observed instead count too. Raises ValueError for an unknown code.
    """
    # What is in the package under another name, such as the weekday MON, is no country.
    if country.upper() not in list_supported_countries():
        raise ValueError(f'No public holidays are known for "{country}"; write {_DATES}.')
    parts = country_holidays(country.upper()).subdivisions
    part = next((p for p in parts if p.casefold() == (subdivision or "").casefold()), None)
    if subdivision and part is None:
        known = ", ".join(parts) or "none"
        raise ValueError(f'"{subdivision}" is no part of {country.upper()}; known are: {known}.')
    return frozenset(country_holidays(country.upper(), subdiv=part, years=years))


def holiday_names(text: str, years: Collection[int] = YEARS) -> tuple[tuple[str, date], ...]:
    """The public holidays of the countries in such a list, with their names, also in English.

    Raises ValueError with a sentence that says what to write instead.
    """
    parse_holidays(text, ())
    pairs = set()
    for word in _words(text):
        country, _, subdivision = word.partition("-")
        if word[0].isdigit():
            continue
        part = subdivision.upper() or None
        for language in (None, "en_US"):
            days = country_holidays(
                country.upper(), subdiv=part, years=years, language=language, observed=False
            )
            pairs |= {(name, day) for day, names in days.items() for name in names.split("; ")}
    return tuple(sorted(pairs))


def parse_holidays(text: str, years: Collection[int] = YEARS) -> frozenset[date]:
    """Read a list of dates and countries: "2026-12-24, 2026-12-31, DE, US-CA", or "none".

    Raises ValueError with a sentence that says what to write instead.
    """
    days: set[date] = set()
    for word in _words(text):
        if word[0].isdigit():
            days.add(_date(word))
        else:
            country, _, subdivision = word.partition("-")
            days |= public_holidays(country, years, subdivision or None)
    return frozenset(days)


def _words(text: str) -> Iterator[str]:
    """What is in such a list."""
    if text.strip().casefold() != NONE:
        yield from filter(None, (part.strip() for part in text.split(",")))


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise ValueError(f'"{word}" is no date; write {_DATES}.') from None
