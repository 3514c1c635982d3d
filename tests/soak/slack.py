"""The Slack of a soak: it fails when it is told to, counts what it saw, and keeps no more."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.slack.courier import EVENT_TYPE as DELIVERY
from bot.slack.places import key
from bot.slack.translate import identity
from bot.talk import RATE_LIMITED, Request
from sandbox.slack.journal import Journal
from sandbox.slack.people import BEN, BOT
from sandbox.slack.records import Call, Channel, File, Message, Person, Trouble
from sandbox.slack.sending import TIMEOUT, Ack, Envelope
from sandbox.slack.shelf import Shelf
from sandbox.slack.workspace import Workspace
from tests.soak.incidents import Kind
from tests.soak.size import CHANNELS, PEOPLE

SHARE = {
    Kind.SLACK_429: 0.3,
    Kind.SLACK_5XX: 0.3,
    Kind.SLACK_RESET: 0.3,
    Kind.SLACK_SLOW: 0.5,
    Kind.SLACK_HANG: 0.15,
}
WAIT_SECONDS, SLOW_SECONDS, HANG_SECONDS = 2, 2.0, 12.0
KEPT_SECONDS = 1800
POST = "chat.postMessage"
WRITTEN = ("mention", "reply")
UNCOUNTED = frozenset({"upload", "response_url"})
"""What is no method of the Web API."""


class Tallies(Journal):
    """A journal that counts calls by method and outcome, and lets some fail in bad weather."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.kind = ""
        self.calls_seen: Counter[tuple[str, str]] = Counter()
        self.deliveries_posted = 0
        self._chance = chance

    def write(self, call: Call) -> None:
        """Count a call."""
        outcome = outcome_of(call)
        self.calls_seen[call.method, outcome] += 1
        metadata = call.body.get("metadata")
        kind = metadata.get("event_type") if isinstance(metadata, Mapping) else ""
        self.deliveries_posted += (call.method, outcome, kind) == (POST, "ok", DELIVERY)

    def next_trouble(self, method: str) -> Trouble | None:
        """What goes wrong with the call that has just come in."""
        if not self.kind or self._chance.random() >= SHARE[Kind(self.kind)]:
            return None
        done = self._chance.random() < 0.5
        match self.kind:
            case Kind.SLACK_429:
                wait = {"Retry-After": str(WAIT_SECONDS)}
                body = {"ok": False, "error": RATE_LIMITED}
                return Trouble(status=429, body=body, headers=wait)
            case Kind.SLACK_5XX:
                return Trouble(status=503, body="away", done=done)
            case Kind.SLACK_RESET:
                return Trouble(drop=True, done=done)
            case Kind.SLACK_HANG:
                return Trouble(delay_seconds=HANG_SECONDS, drop=True, done=done)
        return Trouble(delay_seconds=SLOW_SECONDS)


def outcome_of(call: Call) -> str:
    """What came of a call, in the words of /metrics."""
    if call.status == 0 or call.status >= 500:
        return "unanswered"
    answer = call.answer if isinstance(call.answer, Mapping) else {}
    if call.status == 429 or answer.get("error") == RATE_LIMITED:
        return "limited"
    return "ok" if answer.get("ok") or call.answer == "ok" else "refused"


class LightShelf(Shelf):
    """Keeps files for a while, and nothing of what is in them."""

    def receive(self, file_id: str, content: bytes) -> File:
        """Take the bytes, and forget them."""
        super().receive(file_id, content)
        return self._keep(replace(self[file_id], content=b""))

    def reserve(self, owner: str, name: str, size: int, alt: str = "") -> File:
        """Room for a file; the oldest goes."""
        while len(self._files) > 200:
            del self._files[next(iter(self._files))]
        return super().reserve(owner, name, size, alt)


@dataclass(eq=False)
class Act:
    """Something that a person did. `problem` is what Slack told them; `answers` came in return.

    An answer is the instant, whether all see it, and its words. `ts` is that of what was written,
    `acked` whether the bot said that it arrived.
    """

    kind: str
    person: str
    words: str
    channel: str = ""
    began: float = field(default_factory=time.monotonic)
    ts: str = ""
    acked: bool = False
    problem: str = ""
    card: Message | None = None
    answers: list[tuple[float, bool, str]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def answer(self, message: Message) -> None:
        """Note what came in return."""
        everybody = message.only_for is None and not message.channel.startswith("D")
        self.card = message if everybody and not message.thread_ts else self.card
        self.answers.append((time.monotonic(), everybody, message.text))
        self.done.set()


@dataclass
class Ears:
    """Hears all that happens in a workspace. Safe among threads, which the workspace sees to."""

    acts: list[Act] = field(default_factory=list)
    current: dict[str, Act] = field(default_factory=dict)
    keyed: dict[str, Act] = field(default_factory=dict)
    direct: dict[str, str] = field(default_factory=dict)
    early: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    stray: list[Message] = field(default_factory=list)
    deliveries: Counter[str] = field(default_factory=Counter)
    taken_away: Counter[str] = field(default_factory=Counter)
    envelopes: Counter[str] = field(default_factory=Counter)
    unacknowledged: list[float] = field(default_factory=list)
    deaf: list[float] = field(default_factory=list)
    _deaf_at: float = 0.0

    def __call__(self, change: Mapping[str, Any]) -> None:
        """Hear of a change, where anybody hears of its kind."""
        facts = dict(change)
        if hear := getattr(self, f"_hear_{facts.pop('kind')}", None):
            hear(**facts)

    def _hear_links(self, count: int) -> None:
        now = time.monotonic()
        if count == 0:
            self._deaf_at = self._deaf_at or now
        elif self._deaf_at:
            self.deaf.append(now - self._deaf_at)
            self._deaf_at = 0.0

    def _hear_channel(self, channel: Channel) -> None:
        if channel.kind == "im":
            self.direct[channel.id] = next(iter(channel.members - {BOT.id}))

    def _hear_home(self, person: str) -> None:
        act = self.current.get(person)
        if act and act.kind == "home":
            act.answers.append((time.monotonic(), False, "home"))
            act.done.set()

    def _hear_removed(self, message: Message) -> None:
        if name := _key(message, DELIVERY):
            self.taken_away[name] += 1

    def _hear_posted(self, message: Message) -> None:
        if message.author == BOT.id:
            self._posted(message)
        elif act := self._writer(message):
            act.ts = message.ts
            self._know(act, f"{act.channel}:{act.ts}")

    def begin(self, act: Act) -> None:
        """Somebody does something."""
        self.acts.append(act)
        self.current[act.person] = act

    def _know(self, act: Act, id: str) -> None:
        """The answer to it bears this key; some of it may have come."""
        name = key(Request(words="", person="", channel="", id=id))
        self.keyed[name] = act
        for message in self.early.pop(name, ()):
            act.answer(message)

    def _hear_envelope(self, envelope: Envelope, ack: Ack) -> None:
        self.envelopes[ack.error or "acknowledged"] += 1
        if ack.error == TIMEOUT:
            self.unacknowledged.append(time.monotonic())
        body, event = envelope.payload, envelope.payload.get("event") or {}
        act = self.current.get(str(body.get("user_id") or event.get("user")))
        if act is None or (act.ts and act.ts != event.get("ts")):
            return
        if not ack.error:
            act.acked = True
        if not event:
            self._know(act, identity(body))

    def _posted(self, message: Message) -> None:
        if name := _key(message, DELIVERY):
            self.deliveries[name] += 1
            return
        name = _key(message, "kpi_card")
        if act := self.keyed.get(name) or self._private(message):
            act.answer(message)
        elif name:
            self.early[name].append(message)
        else:
            self.stray.append(message)

    def _private(self, message: Message) -> Act | None:
        """What somebody did last, where only they see it: they do one thing at a time."""
        return self.current.get(message.only_for or self.direct.get(message.channel, ""))

    def _writer(self, message: Message) -> Act | None:
        act = self.current.get(message.author)
        return act if act and act.kind in WRITTEN and message.text.endswith(act.words) else None


def _key(message: Message, kind: str) -> str:
    metadata = message.metadata or {}
    return str(metadata["event_payload"]["key"]) if metadata.get("event_type") == kind else ""


def workspace(seed: int) -> tuple[Workspace, Tallies, Ears, list[Channel]]:
    """A workspace with many people in some channels."""
    found = Workspace()
    channels = []
    for number in range(CHANNELS):
        id = f"C0TEAM{number:02}"
        crowd = [f"U0ASK{n:03}" for n in range(number, PEOPLE, CHANNELS)]
        for name in crowd:
            found.keep_person(Person(id=name, name=name.lower(), real_name=f"Person {name}"))
        members = frozenset({*crowd, BOT.id, BEN.id})
        channels.append(found.keep_channel(Channel(id=id, name=id.lower(), members=members)))
    tallies, ears = Tallies(random.Random(seed)), Ears()
    found.journal, found.shelf = tallies, LightShelf(found.clock, 0.4)
    found.watch(ears)
    return found, tallies, ears, channels
