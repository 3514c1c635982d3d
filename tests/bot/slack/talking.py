"""What tests say and wait for in a Slack on this machine."""

from __future__ import annotations

import time

from bot.services import Services
from sandbox.slack.people import SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests import patience


class Clock:
    """A clock that stands until it is moved: whole seconds."""

    at = 1000

    def __call__(self) -> int:
        return self.at


def reply(slack: Running, channel: str = SUPPORT.id, number: int = 1) -> Message:
    """The bot's newest message, once there are so many."""

    def found() -> list[Message]:
        all_of_it = slack.workspace.messages(channel)
        return [m for m in all_of_it if m.author == slack.workspace.bot.id]

    slack.workspace.wait_for(lambda: len(found()) >= number)
    return found()[-1]


def kept(services: Services, thread: str, number: int, channel: str = SUPPORT.id) -> None:
    """Wait until so many answers of a thread are known: they are kept once they were posted."""
    ends = time.monotonic() + patience.SECONDS
    while len(services.posts.thread(channel, thread)) < number:
        assert time.monotonic() < ends, "the answer was not kept"
        time.sleep(0.01)


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
