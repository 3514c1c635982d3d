"""/kpi baseline."""

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
    with desk.services(desk.settings(tmp_path), tickets=2500) as made:
        yield made


def say(services: Services, words: str) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


def proposals(reply: Reply) -> list[str]:
    return [block["accessory"]["value"] for block in reply.head if "accessory" in block]


def test_a_baseline_says_how_firm_it_is_and_proposes_a_target(services: Services) -> None:
    reply = say(services, "baseline frt email")
    head = json.dumps(reply.head, ensure_ascii=False)
    assert reply.audience is Audience.ME
    assert "*First response time \u00b7 Email*" in head
    assert "firm: 13 weeks, 91 days" in head
    assert "proposed target: at most 2h" in head
    assert faults({"text": reply.text, "blocks": list(reply.head)}) == []


def test_a_click_sets_the_proposed_target(services: Services) -> None:
    (phrase,) = proposals(say(services, "baseline frt email"))
    assert "Target set: First response time \u00b7 Email" in say(services, phrase).text
    assert "target now: at most" in str(say(services, "baseline frt email").head)


def test_without_a_metric_the_starter_set_is_measured(services: Services) -> None:
    reply = say(services, "baseline")
    keys = [phrase.split()[1] for phrase in proposals(reply)]
    assert {"frt", "backlog", "csat"} <= set(keys)
    assert "Waits of unlike channels are pooled" in str(reply.head)
    assert faults({"text": reply.text, "blocks": list(reply.head)}) == []


def test_what_has_no_better_direction_is_measured_without_a_proposal(services: Services) -> None:
    reply = say(services, "baseline volume")
    assert "firm: 13 weeks" in str(reply.head)
    assert proposals(reply) == []


def test_too_short_a_history_is_said(services: Services) -> None:
    few = say(services, "baseline frt social team t1 urgent")
    assert "no complete week with enough data yet" in str(few.head)


def test_a_period_is_not_taken(services: Services) -> None:
    with pytest.raises(AskError, match="no period") as caught:
        say(services, "baseline frt last month")
    assert caught.value.suggestions == ("baseline frt",)
