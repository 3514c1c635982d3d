"""/kpi benchmark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from sandbox.slack.rules import faults
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def say(services: Services, words: str) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


def test_figures_come_with_segment_and_source_and_as_no_verdict(services: Services) -> None:
    reply = say(services, "benchmark frt email")
    head = json.dumps(reply.head, ensure_ascii=False)
    assert reply.audience is Audience.ME
    assert "*below 12 h* \u00b7 email, web \u00b7 acceptable" in head
    assert "*below 60 min* \u00b7 B2B" in head
    assert "credited to Zendesk and Salesforce" in head
    assert "no target and no verdict" in head
    assert "about 60 min" not in head
    assert faults({"text": reply.text, "blocks": list(reply.head)}) == []


def test_ones_own_figures_are_one_click_away(services: Services) -> None:
    buttons = say(services, "benchmarks csat").head[-1]["elements"]
    assert [button["value"] for button in buttons] == ["csat", "baseline csat"]


def test_where_no_source_gives_a_figure_that_is_said(services: Services) -> None:
    assert "no outside figure for Ticket volume" in say(services, "benchmark volume").text


def test_without_a_metric_some_are_offered(services: Services) -> None:
    with pytest.raises(AskError) as caught:
        say(services, "benchmark")
    assert "benchmark csat" in caught.value.suggestions
