"""The cost of a month put in by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cards.controls import SPEND
from bot.commands.forms import FORMS
from bot.commands.kpi import answer
from bot.services import Services
from bot.slack.translate import choices
from bot.talk import Request
from sandbox.slack.rules import faults
from tests.bot import desk

FORM = FORMS[SPEND]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1"), tickets=50) as made:
        yield made


def first(view: Any, field: str) -> str:
    (block,) = (block for block in view["blocks"] if block["block_id"] == field)
    element = block["element"]
    option = element.get("initial_option", {}).get("value", "")
    return str(element.get("initial_value", option))


def test_the_modal_offers_last_month_at_first_and_then_what_holds(services: Services) -> None:
    bare = FORM.modal(services, "U1")
    assert faults(bare) == []
    assert [first(bare, name) for name in ("amount", "currency", "month")] == ["", "", "2026-10"]
    answer(Request(words="spend 12000 EUR from 2026-10", person="U1", channel="U1"), services)
    view = FORM.modal(services, "U1")
    assert faults(view) == []
    held = [first(view, name) for name in ("amount", "currency", "month")]
    assert held == ["12000", "EUR", "2026-11"]


def test_what_does_not_do_is_said_at_its_field() -> None:
    wrong = FORM.misfits({"amount": "twelve", "currency": "euro", "month": "2026-10"})
    assert "no plain number" in wrong["amount"]
    assert "three letters" in wrong["currency"]
    assert FORM.misfits({"amount": "12000", "currency": "eur", "month": "2026-10"}) == {}


def test_what_was_put_in_is_the_phrase_that_sets_it() -> None:
    fields = {"amount": "12000", "currency": "EUR"}
    values: dict[str, Any] = {name: {"choice": {"value": v}} for name, v in fields.items()}
    values["month"] = {"choice": {"selected_option": {"value": "2026-10"}}}
    chosen = choices({"view": {"state": {"values": values}}})
    assert FORM.phrase(chosen) == "spend 12000 EUR from 2026-10"
