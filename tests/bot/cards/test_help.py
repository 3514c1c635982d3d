from __future__ import annotations

import json

import pytest

from bot.cards.help import apology, busy, suggestion
from bot.talk import Audience, Reply
from metrics.errors import AskError
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE

MEANT = AskError("I do not know \u201cemial\u201d.", ("frt email last week", "frt web"))


def test_a_suggestion_is_one_click_away() -> None:
    reply = suggestion(MEANT)
    assert reply.audience is Audience.ME
    buttons = reply.head[-1]["elements"]
    assert [(b["action_id"], b["value"]) for b in buttons] == [
        ("ask:0", "frt email last week"),
        ("ask:1", "frt web"),
    ]


def test_a_suggestion_is_also_words() -> None:
    assert suggestion(MEANT).text == (
        "I do not know \u201cemial\u201d. Try /kpi frt email last week or /kpi frt web."
    )


def test_without_a_suggestion_help_is_named() -> None:
    assert "/kpi help" in json.dumps(suggestion(AskError("No.")).head)


def test_an_apology_carries_its_reference() -> None:
    assert "7F3A" in apology("7F3A").text
    assert "`7F3A`" in json.dumps(apology("7F3A").head)


@pytest.mark.parametrize(
    "reply",
    [
        suggestion(MEANT),
        suggestion(AskError(HOSTILE * 400, (HOSTILE * 400,) * 30)),
        suggestion(AskError("")),
        apology(HOSTILE),
        busy(),
    ],
)
def test_slack_takes_each_and_nobody_is_pinged(reply: Reply) -> None:
    assert faults({"text": reply.text, "blocks": list(reply.head)}) == []
    shown = [block for block in reply.head if block["type"] != "actions"]
    assert "<!" not in json.dumps(shown) + reply.text


def test_a_suggestion_calls_a_channel_by_its_name() -> None:
    error = AskError("What?", ("schedule weekly #C0SUPPORT monday 09:00",))
    error.names = {"C0SUPPORT": "support"}
    reply = suggestion(error)
    (button,) = reply.head[-1]["elements"]
    assert button["text"]["text"] == "Ask schedule weekly #support monday 09:00"
    assert button["value"] == "schedule weekly #C0SUPPORT monday 09:00"
    assert "C0SUPPORT" not in reply.text
