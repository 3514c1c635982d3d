"""Single cells: what they mean, and what is said of those that mean nothing."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from metrics.imports import cells
from metrics.imports.cells import CellContext, CellError, Reader
from metrics.imports.numbers import Mark
from metrics.periods.readings import DateOrder

NOW = 1_795_500_000  # 2026-11-24 07:00 in Berlin
BERLIN = CellContext(ZoneInfo("Europe/Berlin"), NOW)


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.moment, "2026-11-24T07:00", NOW),
        (cells.moment, "2026-11-24 06:00:00Z", NOW),
        (cells.moment, "2026-11-24T07:00:00+01:00", NOW),
        (cells.moment, "2026-11-24", NOW - 7 * 3600),
        (cells.day, "2026-11-24", NOW - 7 * 3600),
        (cells.month, " 2026-11 ", "2026-11"),
        (cells.month, "\uff12\uff10\uff12\uff16-11", "2026-11"),
        (cells.month, "\uff12\uff10\uff12\uff16\uff0d\uff11\uff11", "2026-11"),
        (cells.month, "\u0662\u0660\u0662\u0666-\u0661\u0661", "2026-11"),
        (cells.text, "Geha\u0308lter", "Geh\u00e4lter"),
        (cells.name, "GEHA\u0308LTER", "geh\u00e4lter"),
        (cells.cents, "\uff11\uff12", 1200),
        (cells.cents, "20000", 2_000_000),
        (cells.cents, "0.07", 7),
        (cells.cents, "20,000", 2_000_000),
        (cells.cents, "\u20ac12.000", 1_200_000),
        (cells.cents, "18,500.00", 1_850_000),
        (cells.cents, "12.000,50 EUR", 1_200_050),
        (cells.cents, "1.2k", 120_000),
        (cells.number, "17,5", 17.5),
        (cells.whole(), "5,200", 5_200),
        (cells.whole(), "1.234.567", 1_234_567),
        (cells.moment, "24.11.2026 07:00", NOW),
        (cells.moment, "24/11/2026 7:00 AM", NOW),
        (cells.moment, "Nov 24, 2026, 7:00", NOW),
        (cells.day, "24 November 2026", NOW - 7 * 3600),
        (cells.month, "11/2026", "2026-11"),
        (cells.month, "Nov 2026", "2026-11"),
        (cells.currency, "\u20ac", "EUR"),
        (cells.number, "17.5", 17.5),
        (cells.whole(0, 10), "10", 10),
        (cells.whole(), "3.0", 3),
        (cells.yes_no, "TRUE", True),
        (cells.yes_no, "n", False),
        (cells.currency, "usd", "USD"),
        (cells.channel, "Phone", "phone"),
        (cells.text, "  Ann \n Smith\0 ", "Ann Smith"),
    ],
)
def test_a_cell_is_read(read: Reader, cell: str, value: object) -> None:
    assert read(cell, BERLIN) == value


@pytest.mark.parametrize(
    ("read", "cell", "says"),
    [
        (cells.moment, "soon", "2026-11-02T14:30"),
        (cells.moment, "24.11.26", "year of two digits; write it like 2026-11-02T14:30"),
        (
            cells.moment,
            "03/04/2026",
            "could be 3 April 2026 or 4 March 2026; write it like 2026-04-03T14:30",
        ),
        (cells.day, "24.11.2026 07:00", "has a time; write the day alone"),
        (cells.number, "1,234", "could be 1.2340 or 1234; write the one that is meant"),
        (cells.whole(), "5.000", "could be 5 or 5000; write the one that is meant"),
        (cells.cents, "1.200k", "could be 1200 or 1200000"),
        (cells.cents, "12 bananas", "no plain number"),
        (cells.cents, "12 banan", "no amount"),
        (cells.month, "november", "does not say its year; write it like 2026-10"),
        (cells.month, "11/26", "no month"),
        (cells.currency, "kr", "stands for several currencies; write its three letters, like SEK"),
        (cells.moment, "1899-12-31", "lies outside"),
        (cells.past, "2026-11-24T07:01", "future"),
        (cells.day, "2026-02-30", "no date"),
        (cells.month, "2026-13", "no month"),
        (cells.cents, "0", "above 0"),
        (cells.cents, "1.0055", "two decimals"),
        (cells.cents, "20,00,0", "like 1234.50"),
        (cells.number, "-1", "0 or more"),
        (cells.number, "1e9", "plain number"),
        (cells.whole(0, 10), "11", "0 to 10"),
        (cells.whole(), "1.5", "whole number"),
        (cells.yes_no, "maybe", "yes or no"),
        (cells.month, "2026-00", "no month"),
        (cells.month, "1999-12", "lies outside"),
        (cells.currency, "$", "three letters"),
        (cells.currency, "\ufb01x", "three letters"),
        (cells.currency, "\uff25\uff35\uff32", "three letters"),
        (cells.channel, "pigeon", "email, web"),
        (cells.text, "x" * 201, "longer"),
    ],
)
def test_what_says_nothing_is_told_what_to_write(read: Reader, cell: str, says: str) -> None:
    with pytest.raises(CellError, match=says):
        read(cell, BERLIN)


def test_in_a_column_of_one_style_nothing_is_read_in_another() -> None:
    point, first = replace(BERLIN, style=Mark.POINT), replace(BERLIN, style=DateOrder.MONTH_FIRST)
    assert cells.number("1,234", point) == 1234
    assert cells.cents("12.000", point) == 1200
    assert cells.day("03/04/2026", first) == cells.day("2026-03-04", BERLIN)
    with pytest.raises(CellError, match="no plain number"):
        cells.number("17,5", point)


@pytest.mark.parametrize(
    ("amount", "currency", "says"),
    [
        ("\u20ac12", "USD", "'\u20ac' is not USD; write one of them"),
        ("$12", "EUR", "is not EUR"),
        ("12.500", "KWD", "could be 12.5 or 12500"),
    ],
)
def test_an_amount_goes_with_its_currency(amount: str, currency: str, says: str) -> None:
    with pytest.raises(CellError, match=says):
        cells.fit_currency(amount, currency)
    cells.fit_currency("12.500", "EUR")


def test_a_month_is_bounded_by_local_midnights() -> None:
    start, end = cells.bounds("2026-10", BERLIN.zone)
    assert end - start == (31 * 24 + 1) * 3600  # clocks go back in October
    assert cells.bounds("2026-12", BERLIN.zone)[1] == cells.bounds("2027-01", BERLIN.zone)[0]


def test_what_is_shown_of_a_cell_is_short_and_steers_no_terminal() -> None:
    assert cells.quote("\x1b[31mred") == "'\N{REPLACEMENT CHARACTER}[31mred'"
    assert len(cells.quote("x" * 500)) == 43
