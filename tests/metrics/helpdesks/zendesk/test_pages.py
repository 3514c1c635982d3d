"""What Zendesk's answers say about the next page and about the end."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.zendesk.pages import (
    after_cursor,
    guard,
    is_last,
    last_stamp,
    live_edge,
    rows_of,
    time_cursor,
)
from metrics.helpdesks.zendesk.sources import SOURCES

TICKETS = SOURCES["tickets"]


def test_rows_that_are_missing_are_a_change_of_the_api_and_no_empty_page() -> None:
    assert rows_of({"tickets": [1]}, TICKETS) == (1,)
    missing: tuple[dict[str, Any], ...] = ({}, {"tickets": None}, {"tickets": {}})
    for body in missing:
        with pytest.raises(HelpdeskError, match="holds no tickets"):
            rows_of(body, TICKETS)


def test_only_the_helpdesks_own_word_ends_an_export_or_a_list() -> None:
    assert is_last({"end_of_stream": True})
    assert not is_last({"next_page": None})
    assert after_cursor({"meta": {"has_more": True, "after_cursor": "a"}}) == "a"
    assert after_cursor({"meta": {"has_more": False, "after_cursor": "a"}}) is None
    assert after_cursor({}) is None


def test_going_round_in_circles_is_refused_but_standing_at_the_end_is_not() -> None:
    guard(TICKETS, "a", "b", is_end=False)
    guard(TICKETS, "a", "a", is_end=True)
    with pytest.raises(HelpdeskError, match="again and again"):
        guard(TICKETS, "a", "a", is_end=False)


def test_a_start_never_lies_in_the_newest_minute() -> None:
    assert time_cursor(None, 5000) is None
    assert time_cursor(4000, None) == time_cursor(4000, 5000) == "start_time=4000"
    assert time_cursor(4990, 5000) == "start_time=4939"
    assert live_edge(Answer(content={}, served_at=5000, headers={})) == 4940
    assert live_edge(Answer(content={}, served_at=None, headers={})) is None


def test_the_last_rows_stamp_says_how_far_a_page_came() -> None:
    stamped = {"generated_timestamp": 1_772_442_003}
    assert last_stamp(({}, stamped)) == 1_772_442_003
    assert last_stamp(()) is last_stamp(("x",)) is last_stamp(({},)) is None
