from __future__ import annotations

import json

import pytest

from bot.alerts.kinds import EXAMPLES
from bot.cards.guide import ADDRESS, ALSO, TOPICS, guide, page
from bot.commands.kpi import SIDE_COMMANDS
from bot.talk import Audience, Reply
from metrics.catalogue import CATALOGUE
from sandbox.slack.rules import faults


def test_the_first_page_fits_a_screen_and_opens_all_others() -> None:
    reply = guide()
    said = [b["text"]["text"] for b in reply.head if b["type"] in {"header", "section"}]
    assert sum(text.count("\n") + 1 for text in said) <= 12
    clicks = [b["value"] for block in reply.head for b in block.get("elements", ())]
    assert [f"help {word}" for word in TOPICS if f"help {word}" not in clicks] == []
    assert [word for word in TOPICS if f"help {word}" not in reply.text] == []


def test_it_says_once_how_to_be_heard_in_a_channel() -> None:
    reply = guide()
    assert reply.text.count(ADDRESS) == str(reply.head).count(ADDRESS) == 1


def test_the_page_of_metrics_names_each_with_its_key() -> None:
    reply = page(TOPICS["metrics"])
    said = json.dumps(reply.head)
    assert [key for key in CATALOGUE if f"`{key}`" not in said] == []
    assert [key for key in CATALOGUE if f"({key})" not in reply.text] == []
    assert "no data" not in said


def test_a_metric_without_data_is_marked() -> None:
    said = json.dumps(
        page(TOPICS["metrics"], available=set(CATALOGUE) - {"nps"}).head, ensure_ascii=False
    )
    assert "`nps` \u2013 Net promoter score (no data yet)" in said
    assert said.count("(no data yet)") == 1


def test_every_command_beside_the_questions_is_on_a_page() -> None:
    said = " ".join(page(topic, EXAMPLES).text for topic in TOPICS.values())
    told = {"delivery", "share", "help"}  # pressed, not typed; and this one
    also = {"benchmarks", "baselines", "acknowledge"}
    assert [word for word in SIDE_COMMANDS if word not in said and word not in told | also] == []


def test_other_names_lead_to_pages_and_hide_none() -> None:
    assert set(ALSO.values()) <= set(TOPICS)
    assert not set(ALSO) & {*TOPICS, *CATALOGUE}


@pytest.mark.parametrize("reply", [guide(), *(page(topic, EXAMPLES) for topic in TOPICS.values())])
def test_slack_takes_each_page_for_the_one_who_asks(reply: Reply) -> None:
    assert reply.audience is Audience.ME
    assert faults({"text": reply.text, "blocks": list(reply.head)}) == []


def test_a_share_button_is_promised_only_where_there_is_one() -> None:
    said = page(TOPICS["privacy"]).text
    assert "an answer that only you see has a Share button" in said
    assert "what stands in the channel needs none" in said
