"""Amounts of money as people write them, with a currency's sign or letters beside them or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

SIGNS = {
    "\u20ac": "EUR",
    "\u00a3": "GBP",
    "\u20b9": "INR",
    "\u20a9": "KRW",
    "\u20ba": "TRY",
    "\u20aa": "ILS",
    "\u20b4": "UAH",
    "\u20ab": "VND",
    "\u20b1": "PHP",
    "\u20bd": "RUB",
    "z\u0142": "PLN",
    "k\u010d": "CZK",
    "euro": "EUR",
    "euros": "EUR",
}
"""What stands for one currency alone."""
SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "BRL", "ARS", "CLP", "COP", "TWD"),
    "\u00a5": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
}
"""What stands for several currencies."""
WITH_MILLS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
"""Those with three decimals: three digits behind a mark are not surely thousands."""
LETTERS = re.compile("[A-Za-z]{3}")
_BESIDE = re.compile(
    r"(?P<before>[^\W\d]{1,5}|[^\w\s.,'\u2019+-])?\s*"
    r"(?P<number>[+-]?\d.*?(?:\s?k(?![^\W\d]))?)\s*"
    r"(?P<after>[^\W\d]{1,5}|[^\w\s.,'\u2019+-])?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, and the words or signs of currencies that stand beside it."""

    number: str
    signs: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The letters of the currency that a sign of it stands for alone, or is; else ""."""
        codes = (SIGNS.get(sign.casefold(), sign) for sign in self.signs)
        return next((code.upper() for code in codes if LETTERS.fullmatch(code)), "")

    def contradicts(self, currency: str) -> str:
        """A sign of it that does not stand for a currency; "" where none does."""
        return next((sign for sign in self.signs if currency not in _stands_for(sign)), "")


def amount(text: str) -> Amount:
    """The parts of an amount; all of it is the number where it cannot be parted."""
    match = _BESIDE.fullmatch(text.strip())
    if match is None:
        return Amount(text)
    return Amount(match["number"], tuple(filter(None, (match["before"], match["after"]))))


def _stands_for(sign: str) -> tuple[str, ...]:
    name = sign.casefold()
    return SHARED.get(name) or (SIGNS.get(name, name.upper()),)
