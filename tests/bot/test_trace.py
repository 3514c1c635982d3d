"""What a request is followed by."""

from __future__ import annotations

import re

from bot.trace import current_reference, current_trace, reference_of, trace


def test_a_reference_is_the_same_wherever_it_is_made_and_another_for_another_request() -> None:
    assert reference_of("13345224609.738474920.8088930838d88f008e0") == "684b4cde"
    assert reference_of("1") != reference_of("2")
    assert re.fullmatch("[0-9a-f]{8}", reference_of("\ud800"))


def test_all_that_is_done_within_is_about_the_request() -> None:
    assert current_trace() is None
    with trace("outer"):
        with trace("inner"):
            assert current_reference() == reference_of("inner")
        assert current_reference() == reference_of("outer")
    assert current_trace() is None


def test_what_is_about_no_request_gets_a_reference_of_its_own() -> None:
    assert current_reference() != current_reference()
