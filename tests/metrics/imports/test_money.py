"""Amounts of money with what stands beside them."""

from __future__ import annotations

import pytest

from metrics.imports.money import amount


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("12000", "12000", ""),
        ("12,000 EUR", "12,000", "EUR"),
        ("\u20ac12.000", "12.000", "EUR"),
        ("12.000,50 \u20ac", "12.000,50", "EUR"),
        ("EUR 12k", "12k", "EUR"),
        ("12k\u20ac", "12k", "EUR"),
        ("12 000 eur", "12 000", "EUR"),
        ("12000 euros", "12000", "EUR"),
        ("\u00a31,234.56", "1,234.56", "GBP"),
        ("$18,500.00", "18,500.00", ""),
        ("$18,500.00 CAD", "18,500.00", "CAD"),
        ("5 \ufb01x", "5", ""),
        ("-5 EUR", "-5", "EUR"),
    ],
)
def test_an_amount_is_a_number_and_perhaps_a_currency(text: str, number: str, code: str) -> None:
    money = amount(text)
    assert (money.number, money.code) == (number, code)


@pytest.mark.parametrize(
    ("text", "currency", "other"),
    [
        ("12", "EUR", ""),
        ("\u20ac12", "EUR", ""),
        ("\u20ac12", "USD", "\u20ac"),
        ("$12", "CAD", ""),
        ("$12", "EUR", "$"),
        ("12 kr", "SEK", ""),
        ("12 chf", "CHF", ""),
        ("12 chf", "EUR", "chf"),
    ],
)
def test_a_sign_goes_with_its_currencies_alone(text: str, currency: str, other: str) -> None:
    assert amount(text).contradicts(currency) == other
