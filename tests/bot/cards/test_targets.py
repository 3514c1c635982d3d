"""What is said of targets."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.cards.targets import TargetView, goals_card, no_goal_card, set_card
from metrics.catalogue import CATALOGUE
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE

GOAL = TargetView(
    metric=CATALOGUE["frt"],
    tickets="Email",
    phrase="frt email",
    value=14400.0,
    since_at=1_795_500_000,
    set_by="U1",
)


def test_a_target_that_was_changed_says_what_it_was() -> None:
    reply = set_card(replace(GOAL, value=5400.0), GOAL)
    assert reply.text.startswith("Target set: First response time \u00b7 Email: at most 1h 30m.")
    assert "It was at most 4h." in reply.text


def test_every_card_is_taken_by_slack_whatever_the_names() -> None:
    odd = replace(GOAL, tickets=HOSTILE, phrase=HOSTILE * 40, set_by=HOSTILE)
    for reply in (
        set_card(odd, None),
        set_card(GOAL, odd),
        no_goal_card(odd),
        goals_card([], "UTC"),
        goals_card([GOAL, odd] * 60, "Europe/Berlin"),
    ):
        assert faults({"text": reply.text, "blocks": list(reply.head)}) == []
        shown = [block for block in reply.head if block["type"] != "actions"]
        assert "<!" not in json.dumps(shown) + reply.text
