"""A file uploaded in a form."""

from __future__ import annotations

from typing import Any

from bot.cards.controls import UPLOAD
from bot.commands.forms import FORMS
from bot.slack.form_requests import choices


def test_the_phrase_names_the_kind_and_the_file() -> None:
    kind: dict[str, Any] = {"selected_option": {"value": "customer-tiers"}}
    values = {"kind": {"choice": kind}, "file": {"choice": {"files": [{"id": "F0A"}]}}}
    chosen = choices({"view": {"state": {"values": values}}})
    assert FORMS[UPLOAD].phrase(chosen) == "import customer-tiers F0A"
    assert FORMS[UPLOAD].misfits(chosen) == {}
