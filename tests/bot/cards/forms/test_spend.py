"""The modal of what support takes, as Slack takes it."""

from __future__ import annotations

from bot.cards.forms.spend import EMPTY, modal
from sandbox.slack.rules import faults

FIELDS = ["amount", "currency", "paid", "for_customers", "month"]


def test_slack_takes_the_modal_and_what_holds_stands_above_the_fields() -> None:
    months = ["2026-11", "2026-10"]
    view = modal("U1", [], "", months, "2026-10")
    assert faults(view) == []
    assert [block["block_id"] for block in view["blocks"]] == FIELDS
    choices = view["blocks"][-1]["element"]["options"]
    assert [each["text"]["text"] for each in choices] == ["November 2026", "October 2026"]
    assert [each["value"] for each in choices] == months
    view = modal("U1", ["12,000.00 EUR a month."], "EUR", months, "2026-10")
    assert faults(view) == []
    assert f"12,000.00 EUR a month. {EMPTY}" in str(view["blocks"][0])
