"""Dates in numbers: one reading, two, or none."""

from __future__ import annotations

import pytest

from metrics.periods.readings import DateOrder, order_of, readings


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("01/11/2026", ["1 nov 2026", "11 jan 2026"]),
        ("1/11/26", ["1 nov 2026", "11 jan 2026"]),
        ("01-11-2026", ["1 nov 2026", "11 jan 2026"]),
        ("3/4", ["3 april", "4 march"]),
        ("13/11/2026", ["13 nov 2026"]),
        ("11/13/2026", ["13 nov 2026"]),
        ("11/11/2026", ["11 nov 2026"]),
        ("01/11/2026 - 15/11/2026", ["1..15 nov 2026"]),
        ("01/11 to 05/11", ["1 november..5 november", "11 january..11 may"]),
        *((words, []) for words in ("24/7", "99/99", "9-12", "2026-11-09", "nov 9-12", "w46")),
    ],
)
def test_a_date_in_numbers_means_what_either_order_makes_of_it(
    words: str, meant: list[str]
) -> None:
    assert [str(each) for each in readings(words)] == meant


def test_the_order_of_whoever_asks_comes_first() -> None:
    dates = readings("01/11/2026", DateOrder.MONTH_FIRST)
    assert [str(each) for each in dates] == ["11 jan 2026", "1 nov 2026"]


@pytest.mark.parametrize(
    ("locale", "order"),
    [("en-US", DateOrder.MONTH_FIRST), ("de-DE", DateOrder.DAY_FIRST), ("", None)],
)
def test_the_order_follows_from_the_locale(locale: str, order: DateOrder | None) -> None:
    assert order_of(locale) is order
