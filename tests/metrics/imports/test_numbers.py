"""Numbers as people write them: one reading, two, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from metrics.imports.numbers import Mark, Numeral, is_short, numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12000", ["12000"]),
        ("12,000.50", ["12000.50"]),
        ("12.000,50", ["12000.50"]),
        ("1,234,567", ["1234567"]),
        ("1.234.567", ["1234567"]),
        ("12 000,5", ["12000.5"]),
        ("12\u202f000", ["12000"]),
        ("12'000.50", ["12000.50"]),
        ("1,20,000", ["120000"]),
        ("17,5", ["17.5"]),
        ("0,125", ["0.125"]),
        ("1234.500", ["1234.500"]),
        ("-3", ["-3"]),
        ("12k", ["12000"]),
        ("1,5 K", ["1500"]),
        ("12,000", ["12000", "12.000"]),
        ("12.000", ["12.000", "12000"]),
        ("1.200k", ["1200", "1200000"]),
        *((none, []) for none in ("", "k", "1,23,4", "12,00,0.5", "1e9", "12m", "1..2", "1 2")),
    ],
)
def test_a_number_means_what_each_mark_makes_of_it(text: str, values: list[str]) -> None:
    assert list(dict.fromkeys(numbers(text).values())) == [Decimal(value) for value in values]


def test_what_a_machine_has_written_has_one_reading() -> None:
    assert set(numbers(Numeral("17.125")).values()) == {Decimal("17.125")}
    assert numbers(Numeral("1e+20")) == {}


def test_a_mark_parts_the_fraction_and_the_other_one_groups() -> None:
    assert numbers("12.5") == {Mark.POINT: Decimal("12.5")}
    assert numbers("12,5") == {Mark.COMMA: Decimal("12.5")}


def test_thousands_can_be_counted() -> None:
    assert [is_short(text) for text in ("12k", " 1.5 K", "12", "12kg")] == [
        True,
        True,
        False,
        False,
    ]
