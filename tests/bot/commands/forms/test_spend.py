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
from bot.slack.form_requests import choices
from bot.talk import Request
from sandbox.slack.rules import faults
from tests.bot import desk

FORM = FORMS[SPEND]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1"), tickets=50) as made:
        yield made


def first(view: Any, field: str) -> str:
    (block,) = (block for block in view["blocks"] if block.get("block_id") == field)
    element = block["element"]
    option = element.get("initial_option", {}).get("value", "")
    return str(element.get("initial_value", option))


def test_the_modal_offers_last_month_at_first_and_then_says_what_holds(services: Services) -> None:
    bare = FORM.modal(services, "U1")
    assert faults(bare) == []
    assert [first(bare, name) for name in ("amount", "currency", "month")] == ["", "", "2026-10"]
    words = "spend 12000 EUR and 160 hours, 120 for customers from 2026-10"
    answer(Request(words=words, person="U1", channel="U1"), services)
    view = FORM.modal(services, "U1")
    assert faults(view) == []
    assert [first(view, name) for name in ("amount", "paid")] == ["", ""]
    assert [first(view, name) for name in ("currency", "month")] == ["EUR", "2026-11"]
    assert "12,000.00 EUR a month from 2026-10 on. 160 paid hours" in str(view["blocks"][0])


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({}, "amount", "or the hours of a week"),
        ({"currency": "EUR"}, "amount", "or the hours of a week"),
        ({"amount": "twelve", "currency": "EUR"}, "amount", "no plain number"),
        ({"amount": "12000", "currency": "money"}, "currency", "three letters"),
        ({"amount": "\u20ac12.000", "currency": "USD"}, "currency", "is not USD"),
        ({"amount": "$12.000"}, "currency", "several currencies"),
        ({"paid": "1,200", "for_customers": "9"}, "paid", "could be 1.2 or 1200"),
        ({"amount": "12000"}, "currency", "three letters"),
        ({"paid": "160"}, "for_customers", "how many are paid"),
        ({"for_customers": "160"}, "paid", "how many are paid"),
        ({"paid": "0", "for_customers": "0"}, "paid", "that are paid"),
        ({"paid": "160", "for_customers": "-3"}, "for_customers", "out of range"),
        ({"paid": "160", "for_customers": "161"}, "for_customers", "more than the 160"),
    ],
)
def test_what_does_not_do_is_said_at_its_field(given: dict[str, str], field: str, why: str) -> None:
    wrong = FORM.misfits({**given, "month": "2026-10"})
    assert list(wrong) == [field]
    assert why in wrong[field]


def chosen(**fields: str) -> dict[str, str]:
    values: dict[str, Any] = {name: {"choice": {"value": v}} for name, v in fields.items()}
    values["month"] = {"choice": {"selected_option": {"value": "2026-10"}}}
    return choices({"view": {"state": {"values": values}}})


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        ({"amount": "12000", "currency": "EUR"}, "spend 12000 EUR from 2026-10"),
        (
            {"paid": "160", "for_customers": "120", "currency": "EUR"},
            "spend 160 hours, 120 for customers from 2026-10",
        ),
        (
            {"amount": "12000", "currency": "EUR", "paid": "37.5", "for_customers": "30"},
            "spend 12000 EUR and 37.5 hours, 30 for customers from 2026-10",
        ),
    ],
)
def test_what_was_put_in_is_the_phrase_that_sets_it(
    services: Services, fields: dict[str, str], phrase: str
) -> None:
    values = chosen(**fields)
    assert FORM.misfits(values) == {}
    assert FORM.phrase(values) == phrase
    reply = answer(Request(words=phrase, person="U1", channel="U1"), services)
    assert reply.text.count("Set: ") == len({"amount", "paid"} & set(fields))
