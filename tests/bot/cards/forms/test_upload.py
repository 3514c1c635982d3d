"""The modal of an upload, as Slack takes it."""

from __future__ import annotations

from bot.cards.forms.upload import modal
from metrics.imports import KINDS, template
from sandbox.slack.rules import faults


def test_slack_takes_the_modal_with_each_kind_of_file() -> None:
    view = modal("U1")
    assert faults(view) == []
    kinds = [option["value"] for option in view["blocks"][0]["element"]["options"]]
    assert kinds == list(KINDS)


def test_it_shows_how_a_file_of_the_chosen_kind_looks() -> None:
    for kind in KINDS.values():
        view = modal("U1", kind)
        assert faults(view) == []
        fields = {block.get("block_id"): block for block in view["blocks"]}
        assert fields["kind"]["element"]["initial_option"]["value"] == kind.name
        (shown,) = (block for block in view["blocks"] if block["type"] == "rich_text")
        assert shown["elements"][0]["elements"][0]["text"] == template(kind)
        assert {"kind", "file"} <= set(fields)
