"""The form of an alert, begun from a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.cards.controls import WATCH
from bot.commands.forms import FORMS, form_in_menu
from bot.commands.kpi import answer
from bot.services import Services
from bot.slack.form_requests import form_request
from bot.talk import Request
from sandbox.slack.rules import faults
from tests.bot import desk

FORM = FORMS[WATCH]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder: Path = tmp_path_factory.mktemp("alert")
    aims = {"DESKPULSE_TARGETS": "frt email 4h; csat 90%"}
    with desk.services(desk.settings(folder, **aims), tickets=2_000) as made:
        yield made


def begun(services: Services, phrase: str) -> Mapping[str, Any]:
    """The modal that the menu below the card of a phrase opens."""
    reply = answer(Request(words=phrase, person="U1", channel="C1"), services)
    (value,) = (
        option["value"]
        for block in reply.tail
        for element in block.get("elements", ())
        for option in element.get("options", ())
        if option["text"]["text"] == "Alert me about this"
    )
    assert form_in_menu(value) is FORM
    action = {"action_id": "card:period", "selected_option": {"value": value}}
    body = {
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "trigger_id": "1.2",
        "actions": [{"type": "static_select", "block_id": "b", **action}],
    }
    view = FORM.modal(services, form_request(body).place)
    assert faults(view) == []
    assert view["private_metadata"] == "C1", "what is sent makes an alert and changes none"
    return view


def chosen(view: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of a modal begin with."""
    found = {}
    for block in view["blocks"]:
        element = block["element"]
        value = element.get("initial_option", {}).get("value") or element.get("initial_value")
        if value:
            found[block["block_id"]] = value
    return found


@pytest.mark.parametrize(
    ("phrase", "begins"),
    [
        (
            "frt email by team",
            {"metric": "frt", "source": "email", "side": "above", "value": "4h"},
        ),
        ("csat last month", {"metric": "csat", "side": "below", "value": "90%"}),
        ("backlog", {"metric": "backlog", "side": "above", "period": "today"}),
    ],
)
def test_an_alert_begins_with_what_its_card_is_about(
    services: Services, phrase: str, begins: dict[str, str]
) -> None:
    usual = {"period": "last 7 days", "every": "5m"}
    assert chosen(begun(services, phrase)) == usual | begins


def test_other_words_of_menus_open_no_form() -> None:
    assert form_in_menu("frt last month") is None
    assert form_in_menu("watch") is None
