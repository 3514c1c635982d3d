"""The people of a soak: each asks, waits for what is said in return, and asks again later."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread

from sandbox.slack.people import BOT
from sandbox.slack.records import Channel, Message
from sandbox.slack.server import Running
from tests.soak.size import ACT_SECONDS, PEOPLE
from tests.soak.slack import Act, Ears

PATIENCE_SECONDS = 420.0
"""Slack brings an event again after five minutes: until then somebody waits."""
KINDS = {"command": 60, "mention": 10, "reply": 15, "unclear": 5, "home": 10}
MEASURES = ("volume", "frt", "csat", "backlog", "resolution", "solved")
CUTS = ("", "email", "chat", "by channel", "by team", "messaging")
PERIODS = ("today", "yesterday", "last week", "this month")
REPLIES = ("by channel", "last week", "yesterday", "email", "why")
UNCLEAR = ("frrt emial", "the moon", "volume of cheese")
DAYS = 25


@dataclass
class Crowd:
    """All of them, in their channels."""

    slack: Running
    ears: Ears
    channels: Sequence[Channel]
    seed: int
    stopping: Event = field(default_factory=Event)
    cards: dict[str, Message] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def start(self) -> list[Thread]:
        """Let them begin, one after the other."""
        threads = []
        for channel in self.channels:
            for person in sorted(channel.members):
                if person.startswith("U0ASK"):
                    work = Thread(target=self._live, args=(person, channel.id), daemon=True)
                    threads.append(work)
                    work.start()
        return threads

    def _live(self, person: str, channel: str) -> None:
        chance = random.Random(f"{self.seed} {person}")
        while not self.stopping.wait(chance.expovariate(1 / (PEOPLE * ACT_SECONDS))):
            act = self._chosen(chance, person, channel)
            try:
                self._do(act)
            except Exception as error:
                act.problem = type(error).__name__
            if not act.problem:
                act.done.wait(PATIENCE_SECONDS)
            if act.card:
                self.cards[channel] = act.card
            self.stopping.wait(chance.uniform(3, 6))

    def _chosen(self, chance: random.Random, person: str, channel: str) -> Act:
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        if kind == "reply" and channel not in self.cards:
            kind = "command"
        words = _phrase(chance)
        if kind == "reply":
            words = chance.choice(REPLIES)
        elif kind == "unclear":
            words = chance.choice(UNCLEAR)
        return Act(kind=kind, person=person, words=words, channel=channel)

    def _do(self, act: Act) -> None:
        self.ears.begin(act)
        match act.kind:
            case "home":
                self.slack.open_home(act.person)
            case "mention":
                self.slack.say(act.person, act.channel, f"@{BOT.name} {act.words}")
            case "reply":
                thread = self.cards[act.channel].ts
                self.slack.say(act.person, act.channel, act.words, thread_ts=thread)
            case _:
                ended = self.slack.command(act.person, act.channel, "/kpi", act.words)
                act.problem = ended.problem


def _phrase(chance: random.Random) -> str:
    """A question, of a day that hardly anybody else asks about or of a usual period."""
    day = datetime.fromtimestamp(time.time(), UTC) - timedelta(days=chance.randint(2, DAYS))
    period = chance.choice(
        [*PERIODS, f"{day.day} {day:%b %Y}".lower(), f"{day.day} {day:%b %Y}".lower()]
    )
    words = chance.choice(MEASURES), chance.choice(CUTS), period
    return " ".join(filter(None, words))
