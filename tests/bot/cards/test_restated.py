"""What became of a number that was said before."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.memory import receipt
from bot.cards.restated import MADE_OTHERWISE, UPGRADED, reason, since
from tests.bot.samples import ASKED_AT, answer, wait

BEFORE = receipt(answer(), "frt email", "U1")
LATER = answer(figure=wait(8400.0, 415), asked_at=ASKED_AT + 7200, fresh_until=ASKED_AT + 7000)
NOW = receipt(LATER, "frt email", "U1")


def test_the_same_is_not_worth_a_word() -> None:
    assert since(BEFORE, BEFORE, answer()) is None


def test_late_data_are_counted_and_dated() -> None:
    said = since(BEFORE, NOW, LATER)
    assert said == (
        "At 10:45 it was 2h 14m median. 3 more first replies count now; data were complete up to "
        "10:42, and now up to 12:41."
    )


def test_fewer_and_as_many_have_words_of_their_own() -> None:
    assert "3 fewer first replies" in reason(NOW, BEFORE, answer())
    assert "but some tickets have changed" in reason(BEFORE, replace(BEFORE, figures="x"), answer())


def test_another_definition_is_the_reason_whatever_the_data() -> None:
    assert reason(BEFORE, replace(NOW, making="other"), LATER) == MADE_OTHERWISE


def test_after_an_upgrade_that_counts_otherwise_late_data_are_a_reason_too() -> None:
    earlier = replace(BEFORE, measuring=BEFORE.measuring - 1, making="other")
    assert reason(earlier, NOW, LATER) == UPGRADED
    assert "I was upgraded meanwhile, and data may have come in late" in UPGRADED


def test_clocks_that_pause_otherwise_are_the_reason_too() -> None:
    pauses = "Targets for the resolution pause while pending and on hold."
    paused = replace(LATER, population=f"{LATER.population} {pauses}".strip())
    said = reason(BEFORE, receipt(paused, "frt email", "U1"), paused)
    assert said == MADE_OTHERWISE
    assert "when the clock pauses" in said


def test_another_window_of_the_same_words_is_named() -> None:
    other = replace(BEFORE, window="Week 46")
    assert since(other, NOW, LATER) == "Above it was Week 46: 2h 14m median."
