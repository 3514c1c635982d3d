"""The page of faults is true: it is printed anew, and each test that it names is there."""

from __future__ import annotations

import pytest

from tests.faults.page import FAMILIES, PAGE, Fault, exists, faults, page

ROWS = {"S": 32, "D": 21, "T": 21, "K": 21, "C": 16, "H": 9, "Z": 9, "G": 14}


def test_the_page_that_is_kept_is_what_the_rows_say() -> None:
    assert PAGE.read_text() == page(), "run `make docs`"


def test_every_row_of_every_family_is_there_once_in_order() -> None:
    wanted = [f"{letter}{n:02}" for letter in FAMILIES for n in range(1, ROWS[letter] + 1)]
    assert [row.key for row in faults()] == wanted


@pytest.mark.parametrize("row", faults(), ids=lambda row: row.key)
def test_a_row_names_tests_that_exist_or_says_why_it_has_none(row: Fault) -> None:
    assert bool(row.tests) != bool(row.open)
    assert [test for test in row.tests if not exists(test)] == []


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert exists("faults/test_page.py::test_a_test_that_is_not_there_is_noticed")
    assert not exists("faults/test_page.py::test_nothing")
    assert not exists("faults/test_nothing.py")
