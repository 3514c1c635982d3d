"""Salesforce's ids: three letters for the object, twelve for the row, and three that check case."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sandbox.year.plan import SYSTEM

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_WIDTH: Final = 12
_SHORT: Final = 15
_AUTOMATED: Final = 1
"""The user as whom Salesforce itself acts."""

CASE, USER, QUEUE, CONTACT, EMAIL, COMMENT = "500", "005", "00G", "003", "02s", "00a"
HISTORY, LIFECYCLE, MILESTONE, MILESTONE_TYPE = "017", "1Hr", "555", "557"
ENTITLEMENT, PROCESS, HOURS, HOLIDAY, RECORD_TYPE = "550", "552", "01m", "0C0", "012"
STATUS, MEMBER, QUEUE_OBJECT, ROLE = "01J", "011", "03g", "00E"
SURVEY, QUESTION, INVITATION, RESPONSE, ANSWER = "0Kd", "0Kx", "0Ki", "0Kr", "0Kq"
SUBJECT: Final = "0Ks"
"""The beginnings of ids; those of the survey objects, of `LIFECYCLE` and of `HOLIDAY` are ours."""


@lru_cache(maxsize=65_536)
def ident(prefix: str, number: int) -> str:
    """The id with 18 letters of a row of the object that `prefix` stands for."""
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return long(prefix + digits.rjust(_WIDTH, "0"))


def long(text: str) -> str:
    """An id with 18 letters; one of 15 gets its three last, anything else stays as it is."""
    if len(text) != _SHORT:
        return text
    return text + _check(text[:5]) + _check(text[5:10]) + _check(text[10:])


@lru_cache(maxsize=65_536)
def _check(five: str) -> str:
    """The letter that says which of five letters are large."""
    return _CHECKS[sum(1 << place for place, letter in enumerate(five) if letter.isupper())]


def case_id(number: int) -> str:
    """The id of a case."""
    return ident(CASE, number)


def user(who: int) -> str:
    """The user id of somebody, or of what rules do."""
    return ident(USER, _AUTOMATED if who == SYSTEM else who)
