"""A number that was said, asked again."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.memory import receipt
from bot.cards.receipt import receipt_card
from sandbox.slack.rules import faults
from tests.bot.samples import ASKED_AT, HOSTILE, answer

BEFORE = receipt(answer(), "frt email", "U1")


def test_the_same_says_so_and_gives_one_number() -> None:
    reply = receipt_card(BEFORE, BEFORE, answer(), ASKED_AT + 60)
    assert reply.text.startswith("Same: First response time, Email")
    assert reply.text.count("2h 14m median") == 1


def test_a_restated_number_is_told_from_what_to_what_and_why() -> None:
    again = replace(BEFORE, headline="2h 20m median", n=415, figures="other")
    reply = receipt_card(BEFORE, again, answer(), ASKED_AT + 60)
    assert reply.text.startswith("Restated: ")
    assert "Then: 2h 14m median (412 first replies)" in reply.text
    assert "Now: 2h 20m median (415 first replies)" in reply.text
    assert "3 more first replies count now" in reply.text


def test_where_only_the_parts_moved_that_is_said() -> None:
    reply = receipt_card(BEFORE, replace(BEFORE, figures="other"), answer(), ASKED_AT + 60)
    assert reply.text.startswith("Headline same: ")


def test_any_words_are_taken_by_slack() -> None:
    odd = replace(BEFORE, phrase=HOSTILE * 99, headline=HOSTILE, window=HOSTILE)
    reply = receipt_card(odd, odd, answer(scope=HOSTILE), ASKED_AT)
    assert faults({"blocks": list(reply.head)}) == []
    assert "<!" not in str(reply.head[:2])
