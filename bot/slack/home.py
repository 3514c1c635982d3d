"""The Home tab: what the bot does, how fresh its figures are, and what to ask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient

from bot.cards import blocks
from bot.cards.blocks import Bold, Code
from bot.cards.controls import BUILD
from bot.services import Services
from bot.slack import sending
from bot.slack.sending import Wait, patiently
from bot.talk import Block

EXAMPLES = (
    ("How fast do we first answer e-mails?", "frt email last week"),
    ("What is open right now?", "backlog by team"),
    ("How happy are customers?", "csat last month"),
)


class Home:
    """Draws a person's Home tab anew each time they open it."""

    def __init__(self, client: WebClient, services: Services, wait: Wait) -> None:
        self._client = client
        self._services = services
        self._wait = wait

    def __call__(self, person: str) -> None:
        """Publish the tab. Raises Refused or Uncertain."""
        view = home(self._services)
        patiently(
            lambda: sending.web_api(self._client.views_publish, user_id=person, view=view),
            self._wait,
        )


def home(services: Services) -> Mapping[str, Any]:
    """The view, with what is known now."""
    examples = [_example(question, phrase) for question, phrase in EXAMPLES]
    shown: list[Block] = [
        blocks.header("How is support doing?"),
        blocks.section(
            (
                "Ask ",
                Code("/kpi"),
                " in any channel, or mention me. ",
                Code("/kpi help"),
                " lists all.",
            )
        ),
        blocks.actions([blocks.button("Choose a question", BUILD, BUILD)]),
        *examples,
        blocks.context([freshness(services)]),
    ]
    return {"type": "home", "blocks": [dict(block) for block in shown]}


def _example(question: str, phrase: str) -> Block:
    ask = blocks.button("Ask", f"ask:home:{phrase}", phrase)
    return {**blocks.section(Bold(question), Code(f"/kpi {phrase}")), "accessory": ask}


def freshness(services: Services) -> str:
    """How old the figures are, in words."""
    fresh_until = services.asker.fresh_until()
    if fresh_until is None:
        return "The first sync is not finished yet."
    minutes = max(0, services.now() - fresh_until) // 60
    if minutes < 2:
        return "Figures are complete up to a minute ago."
    age = f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
    return f"Figures are complete up to {age} ago."
