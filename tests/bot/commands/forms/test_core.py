"""The core set chosen in a modal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cards.controls import CORE_SET
from bot.commands.forms import FORMS
from bot.commands.kpi import answer
from bot.services import Services
from bot.slack.form_requests import form_answer
from bot.talk import Request
from sandbox.slack.rules import faults
from tests.bot import desk

FORM = FORMS[CORE_SET]
SIX = "next_reply csat backlog sla reopen volume"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1"), tickets=50) as made:
        yield made


def choice(keys: str) -> dict[str, Any]:
    """What Slack sends once so many measures were picked."""
    options = [{"value": key} for key in keys.split()]
    picked = {"choice": {"type": "multi_static_select", "selected_options": options}}
    view = {"private_metadata": "C1", "state": {"values": {"metrics": picked}}}
    return {"user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "1", "view": view}


def test_what_is_picked_becomes_the_core_set_in_that_order(services: Services) -> None:
    request = form_answer(choice(SIX), FORM)
    assert request.words == f"core {SIX}"
    assert "New core set" in answer(request, services).text
    assert services.core.current().known == tuple(SIX.split())


def test_the_modal_begins_with_the_set_that_holds(services: Services) -> None:
    bare = FORM.modal(services, "C1")
    assert faults(bare) == []
    assert "initial_options" not in str(bare)
    answer(Request(words=f"core {SIX}", person="U1", channel="D1"), services)
    view = FORM.modal(services, "C1")
    assert faults(view) == []
    (field,) = view["blocks"]
    assert [one["value"] for one in field["element"]["initial_options"]] == SIX.split()


@pytest.mark.parametrize(
    ("count", "why"),
    [(4, "4 measures tell too little"), (5, ""), (7, ""), (8, "8 measures are more than anybody")],
)
def test_too_few_and_too_many_are_answered_with_why_not(count: int, why: str) -> None:
    keys = ["frt", "next_reply", "csat", "backlog", "sla", "reopen", "volume", "solved"][:count]
    told = FORM.misfits({"metrics": " ".join(keys)}).get("metrics", "")
    assert told.startswith(why)
    assert bool(told) == bool(why)
