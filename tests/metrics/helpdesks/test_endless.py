from __future__ import annotations

import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.endless import turn

GROUPS = "Acme's list at /groups"


def test_pages_that_differ_go_on() -> None:
    first = turn(GROUPS, [{"id": 1}], 1, "")
    second = turn(GROUPS, [{"id": 2}], 2, first)
    assert first != second
    assert turn(GROUPS, [{"id": 1}], 3, second) == first


def test_a_page_without_rows_repeats_nothing() -> None:
    assert turn(GROUPS, [], 2, turn(GROUPS, [], 1, "")) == ""


def test_the_page_before_once_more_ends_it() -> None:
    before = turn(GROUPS, [{"id": 1, "at": None}], 1, "")
    with pytest.raises(HelpdeskError, match="/groups gives the same page again") as raised:
        turn(GROUPS, [{"at": None, "id": 1}], 2, before)
    assert raised.value.permanent


def test_so_many_pages_are_no_list() -> None:
    turn(GROUPS, [{"id": 1}], 4, "", most=5)
    with pytest.raises(HelpdeskError, match=r"does not end \(page 5\)"):
        turn(GROUPS, [{"id": 1}], 5, "", most=5)
