"""/kpi digest."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.commands.kpi import answer
from bot.digests import DIGESTS
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from sandbox.slack.rules import faults
from tests.bot import desk


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("digest")
    with desk.services(desk.settings(folder), tickets=3000) as made:
        yield made


def say(services: Services, words: str) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


@pytest.mark.parametrize("key", DIGESTS)
def test_it_is_shown_to_the_asker_alone_with_its_thread(services: Services, key: str) -> None:
    reply = say(services, f"digest {key}")
    assert reply.audience is Audience.ME
    blocks = [*reply.head, *reply.tail]
    assert faults({"text": reply.text, "blocks": blocks}) == []
    if not DIGESTS[key].board:
        assert "Behind the numbers" in json.dumps(blocks)


@pytest.mark.parametrize("key", ["weekly", "monthly"])
def test_each_of_its_buttons_is_answered(services: Services, key: str) -> None:
    reply = say(services, f"digest {key}")
    rows = [b for b in (*reply.head, *reply.tail) if b["type"] == "actions"]
    buttons = [button for row in rows for button in row["elements"]]
    assert len({button["action_id"] for button in buttons}) == len(buttons)
    assert all(say(services, button["value"]).text for button in buttons)


def test_it_can_be_about_a_channel(services: Services) -> None:
    assert "Email" in say(services, "digest weekly email").text


def test_without_a_name_or_with_a_wrong_one_all_are_named(services: Services) -> None:
    for words in ("digest", "digest yearly"):
        with pytest.raises(AskError, match="standup, weekly, monthly, executive, quarterly"):
            say(services, words)
