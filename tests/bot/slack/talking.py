"""What tests say and wait for in a Slack on this machine."""

from __future__ import annotations

from bot.sandbox.slack.people import SUPPORT
from bot.sandbox.slack.records import Message
from bot.sandbox.slack.server import Running


def reply(slack: Running, channel: str = SUPPORT.id, number: int = 1) -> Message:
    """The bot's newest message, once there are so many."""

    def found() -> list[Message]:
        all_of_it = slack.workspace.messages(channel)
        return [m for m in all_of_it if m.author == slack.workspace.bot.id]

    slack.workspace.wait_for(lambda: len(found()) >= number)
    return found()[-1]


def phrase(card: Message) -> str:
    """The question that a card answers."""
    return str((card.metadata or {}).get("event_payload", {}).get("phrase", ""))


def control(card: Message, label: str) -> str:
    """The action of the button of that label."""
    return next(
        str(element["action_id"])
        for block in card.blocks
        for element in block.get("elements", ())
        if element.get("type") == "button" and element["text"]["text"] == label
    )
