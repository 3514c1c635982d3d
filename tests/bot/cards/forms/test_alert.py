"""The modal of an alert, as Slack takes it and as a phone shows it."""

from __future__ import annotations

from bot.cards.forms.alert import FIELDS, AlertForm, modal
from sandbox.slack.rules import faults

VALUES = "4h, 85% or 200; 30m of time left; 3x for a spike"
PHONE = 30
"""So many letters fit into a field on a phone."""


def test_long_examples_stand_below_their_field_where_none_is_cut() -> None:
    form = AlertForm(place="C1", kinds=(), sides=(), values=VALUES, teams=(), channel="C1")
    view = modal(form)
    assert faults(view) == []
    fields = {block["block_id"]: block for block in view["blocks"]}
    assert set(fields) <= set(FIELDS)
    assert VALUES in fields["value"]["hint"]["text"]
    for name in ("value", "more"):
        assert len(fields[name]["element"]["placeholder"]["text"]) <= PHONE
