"""Numbers as people write them: 12000, 12,000.50, 12.000,50, 12 000 or 12k.

Some of them have two readings: 12,000 is twelve, or twelve thousand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum


class Mark(StrEnum):
    """What parts the whole of a number from its fraction; the other one groups its thousands."""

    POINT = "."
    COMMA = ","


class Numeral(str):
    """A number that a machine has written, with a point and no groups: it has one reading."""

    __slots__ = ()


MARKS = tuple(Mark)
THOUSAND = 1000
_SPACES = r"[ \u00a0\u202f\u2009]"
_QUOTES = r"['\u2019]"
_INDIAN = r"(?!0)\d{1,2}(?:,\d\d)+,\d{3}"


def _form(mark: Mark) -> re.Pattern[str]:
    """A number with that mark; what groups it groups three digits, and the first is no 0."""
    point, other = re.escape(mark), re.escape("," if mark is Mark.POINT else ".")
    groups = (rf"(?!0)\d{{1,3}}(?:{parting}\d{{3}})+" for parting in (other, _SPACES, _QUOTES))
    whole = "|".join((r"\d+", *groups, *([_INDIAN] if mark is Mark.POINT else [])))
    return re.compile(rf"[+-]?(?:{whole})(?:{point}\d+)?")


_FORMS = {mark: _form(mark) for mark in MARKS}
_SHORT = re.compile(r"(?P<number>.*\d)\s?k", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")


def is_short(text: str) -> bool:
    """Whether it counts in thousands: "12k"."""
    return _SHORT.fullmatch(text.strip()) is not None


def numbers(text: str) -> Mapping[Mark, Decimal]:
    """What it means by each mark that it can be written with; nothing where it is no number."""
    if isinstance(text, Numeral):
        return dict.fromkeys(MARKS, Decimal(text)) if _PLAIN.fullmatch(text) else {}
    digits, times = text.strip(), 1
    if digits.isdecimal():  # as most are
        return dict.fromkeys(MARKS, Decimal(digits))
    if short := _SHORT.fullmatch(digits):
        digits, times = short["number"], THOUSAND
    return {
        mark: _value(digits, mark) * times
        for mark, form in _FORMS.items()
        if form.fullmatch(digits)
    }


def _value(digits: str, mark: Mark) -> Decimal:
    other = "," if mark is Mark.POINT else "."
    plain = re.sub(rf"{_SPACES}|{_QUOTES}", "", digits).replace(other, "")
    return Decimal(plain.replace(mark, "."))
