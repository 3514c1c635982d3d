"""The modal of an upload, as Slack takes it."""

from __future__ import annotations

from bot.cards.forms.upload import modal
from metrics.imports import KINDS
from sandbox.slack.rules import faults


def test_slack_takes_the_modal_with_each_kind_of_file() -> None:
    view = modal("U1")
    assert faults(view) == []
    kinds = [option["value"] for option in view["blocks"][0]["element"]["options"]]
    assert kinds == list(KINDS)
