from __future__ import annotations

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.salesforce.soql import (
    exact_moment,
    listed,
    long_id,
    moment,
    quoted,
    select,
    value,
    word,
)
from tests.metrics.helpdesks.salesforce.examples import CREATED


def test_a_text_cannot_end_its_quotes() -> None:
    assert quoted("O'Neil \\") == "'O\\'Neil \\\\'"
    assert listed(["a", "b'"]) == "('a','b\\'')"


def test_moments_are_in_utc_and_keep_their_milliseconds() -> None:
    assert moment(CREATED) == "2026-03-02T08:00:00Z"
    assert exact_moment("2026-03-02T10:00:00.507+0200") == "2026-03-02T08:00:00.507Z"
    with pytest.raises(MalformedError):
        exact_moment("yesterday")


def test_a_query_has_only_the_parts_that_it_needs() -> None:
    assert select(("Id",), "Case") == "SELECT Id FROM Case"
    query = select(("Id", "Status"), "Case", ("", "A = 1", "B = 2"), "Id", 7)
    assert query == "SELECT Id,Status FROM Case WHERE A = 1 AND B = 2 ORDER BY Id LIMIT 7"


def test_a_path_that_breaks_off_leads_to_nothing() -> None:
    raw = {"CreatedBy": {"UserType": "Standard"}, "Owner": None}
    assert value(raw, "CreatedBy.UserType") == "Standard"
    assert value(raw, "Owner.Name") is None
    assert word(raw, "CreatedBy.UserType") == "Standard"
    assert word(raw, "CreatedBy") == ""


def test_a_short_id_gets_the_three_letters_that_check_it() -> None:
    assert long_id("001A0000006Vm9r") == "001A0000006Vm9rIAC"
    assert long_id("Pulse Assistant") == "Pulse Assistant"
    assert long_id("001A0000006Vm9rIAC") == "001A0000006Vm9rIAC"
