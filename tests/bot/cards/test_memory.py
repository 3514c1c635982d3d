"""What is kept of an answer."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.memory import receipt
from tests.bot.samples import answer, parts, wait


def test_the_same_answer_has_the_same_receipt() -> None:
    assert receipt(answer(), "frt email", "U1") == receipt(answer(), "frt email", "U1")


def test_another_instant_or_another_number_has_another() -> None:
    ids = {
        receipt(given, "frt email", "U1").id
        for given in (answer(), answer(asked_at=5), answer(figure=wait(1.0)))
    }
    assert len(ids) == 3


def test_a_part_that_moves_changes_the_figures_and_not_the_headline() -> None:
    one = receipt(answer(**parts([("Chat", wait(60.0))])), "frt by channel", "U1")
    two = receipt(answer(**parts([("Chat", wait(61.0))])), "frt by channel", "U1")
    assert one.headline == two.headline
    assert one.figures != two.figures
    assert one.making == two.making


def test_office_hours_belong_to_how_it_is_made() -> None:
    one, two = (
        receipt(replace(answer(), clock_words=words), "frt", "U1") for words in ("9-17", "9-18")
    )
    assert one.making != two.making


def test_a_value_too_small_to_show_is_not_kept() -> None:
    assert receipt(answer(figure=wait(60.0, 3)), "frt", "U1").value is None
