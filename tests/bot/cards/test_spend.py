"""The card of a monthly cost."""

from __future__ import annotations

from bot.cards.spend import spend_card
from metrics.sources.standing_cost import MonthlyCost
from sandbox.slack.rules import faults


def test_what_holds_is_told_with_what_can_be_done_about_it() -> None:
    reply = spend_card([MonthlyCost("2026-10", 1_200_050, "EUR")])
    assert "12,000.50 EUR a month from 2026-10 on." in reply.text
    assert "'spend none'" in str(reply.tail)


def test_many_changes_are_told_by_the_last() -> None:
    steps = [MonthlyCost(f"20{n:02}-01", n * 100, "EUR") for n in range(10, 40)]
    reply = spend_card(steps)
    assert "2039-01" in str(reply.head)
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
