"""Single cells: what they mean, and what is said of those that mean nothing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from metrics.imports import cells
from metrics.imports.cells import CellContext, CellError, Reader

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
        (cells.moment, "24.11.2026", "2026-11-02T14:30"),
        (cells.moment, "1899-12-31", "lies outside"),
        (cells.past, "2026-11-24T07:01", "future"),
        (cells.day, "2026-02-30", "no date"),
        (cells.month, "2026-13", "no month"),
        (cells.cents, "0", "above 0"),
        (cells.cents, "1.005", "two decimals"),
        (cells.cents, "20,000", "like 1234.50"),
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


def test_a_month_is_bounded_by_local_midnights() -> None:
    start, end = cells.bounds("2026-10", BERLIN.zone)
    assert end - start == (31 * 24 + 1) * 3600  # clocks go back in October
    assert cells.bounds("2026-12", BERLIN.zone)[1] == cells.bounds("2027-01", BERLIN.zone)[0]


def test_what_is_shown_of_a_cell_is_short_and_steers_no_terminal() -> None:
    assert cells.quote("\x1b[31mred") == "'\N{REPLACEMENT CHARACTER}[31mred'"
    assert len(cells.quote("x" * 500)) == 43
