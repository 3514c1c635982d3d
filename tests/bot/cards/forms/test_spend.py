"""The modal of a monthly cost, as Slack takes it."""

from __future__ import annotations

from bot.cards.forms.spend import modal
from sandbox.slack.rules import faults


def test_slack_takes_the_modal_with_and_without_values() -> None:
    months = ["2026-11", "2026-10"]
    for amount, currency in (("", ""), ("12000", "EUR")):
        view = modal("U1", amount, currency, months, "2026-10")
        assert faults(view) == []
        assert [block["block_id"] for block in view["blocks"]] == ["amount", "currency", "month"]
