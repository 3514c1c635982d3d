"""The state of a sandbox workspace: who is there, what was written, and what was called.

Safe to use from several threads. Whoever watches is told of every change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Condition, RLock
from typing import Any, TypeAlias

from sandbox.slack.ids import new_id, with_ids
from sandbox.slack.journal import Gate, Journal, RateLimit
from sandbox.slack.passes import Passes
from sandbox.slack.people import BOT, CHANNELS, PEOPLE, SLACKBOT
from sandbox.slack.records import Channel, Message, Moment, Person, Team
from sandbox.slack.refusal import Refusal
from sandbox.slack.settings import SlackSettings
from sandbox.slack.shelf import Shelf
from sandbox.slack.stack import Views

LOOK_SECONDS = 0.1

Watcher: TypeAlias = Callable[[Mapping[str, Any]], None]
"""Told of a change: `kind` says of what, the rest is its subject.

Kinds: message (new or changed), posted (new), removed, channel, joined, views, home, links, call,
envelope (sent over a socket, with what was acknowledged).
"""


@dataclass(slots=True)
class _Contents:
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    reactions: list[tuple[str, str, str]] = field(default_factory=list)


class Workspace:
    """Everything one workspace knows. Errors are raised as Slack's own, by name."""

    def __init__(
        self,
        settings: SlackSettings | None = None,
        *,
        clock: Callable[[], Moment] = time.time,  # noqa: TID251  Slack has a clock of its own
        people: Iterable[Person] = PEOPLE,
        channels: Iterable[Channel] = CHANNELS,
        rate: RateLimit | None = RateLimit(),  # noqa: B008  frozen
        processing_seconds: float = 0.4,
    ) -> None:
        self.settings = settings or SlackSettings()
        self.clock = clock
        self.journal = Journal()
        self.gate = Gate(clock, rate)
        self.passes = Passes(clock)
        self.shelf = Shelf(clock, processing_seconds)
        self.views = Views()
        self.changed = Condition(RLock())
        self._watchers: list[Watcher] = []
        self._state = _Contents()
        self._state.people = {person.id: person for person in (*people, BOT, SLACKBOT)}
        self._state.channels = {channel.id: channel for channel in channels}

    @property
    def bot(self) -> Person:
        """The app's own user."""
        return self._state.people[BOT.id]

    # People and channels

    def person(self, person_id: str) -> Person:
        """Somebody by id."""
        if person_id not in self._state.people:
            raise Refusal("user_not_found")
        return self._state.people[person_id]

    def people(self) -> tuple[Person, ...]:
        """Everybody, the bot and Slackbot last."""
        return tuple(self._state.people.values())

    def keep_person(self, person: Person) -> Person:
        """Add somebody or put them as they are now in place of what they were."""
        with self.changed:
            self._state.people[person.id] = person
            self.changed.notify_all()
        return person

    def team(self, team_id: str) -> Team:
        """A workspace, ours or another one, by id."""
        teams = {team.id: team for team in (self.settings.own(), *self.settings.others)}
        return teams[team_id]

    def team_of(self, person: Person) -> Team:
        """The workspace that somebody belongs to."""
        return self.team(person.team or self.settings.team_id)

    def outside(self, person: Person) -> bool:
        """Whether somebody belongs to another company: another workspace of no grid of ours."""
        own, theirs = self.settings.own(), self.team_of(person)
        return own.id != theirs.id and not (own.enterprise and own.enterprise == theirs.enterprise)

    def channel(self, channel_id: str) -> Channel:
        """A conversation by id, or by `#name`."""
        place = self._state.channels.get(channel_id)
        name = channel_id.removeprefix("#")
        place = place or next((c for c in self.channels() if c.name and c.name == name), None)
        if place is None:
            raise Refusal("channel_not_found")
        return place

    def channels(self) -> tuple[Channel, ...]:
        """Every conversation."""
        return tuple(self._state.channels.values())

    def direct(self, person_id: str) -> Channel:
        """The conversation between the bot and one person, opened when it is not there yet."""
        pair = frozenset({self.person(person_id).id, self.bot.id})
        with self.changed:
            for channel in self.channels():
                if channel.kind == "im" and channel.members == pair:
                    return channel
            return self.keep_channel(Channel(id=new_id("D"), name="", kind="im", members=pair))

    def keep_channel(self, channel: Channel) -> Channel:
        """Add a channel or put a changed one in its place."""
        with self.changed:
            self._state.channels[channel.id] = channel
            self._tell("channel", channel=channel)
        return channel

    def join(self, channel_id: str, person_id: str) -> Channel:
        """Make somebody a member."""
        with self.changed:
            channel = self.channel(channel_id)
            if person_id in channel.members:
                return channel
            larger = replace(channel, members=channel.members | {person_id})
            self.keep_channel(larger)
            self._tell("joined", channel=larger, person=person_id)
        return larger

    # Messages

    def post(self, message: Message) -> Message:
        """Write a message; `ts` is given here, unique and rising within the channel."""
        with self.changed:
            own = self._state.messages.setdefault(message.channel, {})
            own_message = replace(message, ts=self._next_ts(own), blocks=with_ids(message.blocks))
            own[own_message.ts] = own_message
            self._tell("message", message=own_message)
            self._tell("posted", message=own_message)
        return own_message

    def edit(self, message: Message) -> Message:
        """Put a changed message in the place of the one with its `ts`."""
        with self.changed:
            self.message(message.channel, message.ts)
            new = replace(message, blocks=with_ids(message.blocks))
            self._state.messages[message.channel][message.ts] = new
            self._tell("message", message=new)
        return new

    def remove(self, channel_id: str, ts: str) -> None:
        """Take a message away."""
        with self.changed:
            message = self.message(channel_id, ts)
            del self._state.messages[channel_id][ts]
            self._tell("removed", message=message)

    def message(self, channel_id: str, ts: str) -> Message:
        """One message."""
        post = self._state.messages.get(channel_id, {}).get(ts)
        if post is None:
            raise Refusal("message_not_found")
        return post

    def messages(self, channel_id: str = "", viewer: str | None = None) -> tuple[Message, ...]:
        """The messages of a channel or of all, oldest first.

        With a `viewer`, the ephemeral ones of other people are left out.
        """
        with self.changed:
            posts = [
                message
                for channel, own in self._state.messages.items()
                for message in own.values()
                if channel_id in {"", channel}
            ]
        visible = (m for m in posts if viewer is None or m.only_for in {None, viewer})
        return tuple(sorted(visible, key=lambda message: message.ts))

    def thread(self, channel_id: str, ts: str) -> tuple[Message, ...]:
        """The replies to a message that everybody sees."""
        return tuple(
            m for m in self.messages(channel_id) if m.thread_ts == ts and m.only_for is None
        )

    def react(self, channel_id: str, ts: str, name: str) -> None:
        """Put an emoji of the bot under a message."""
        with self.changed:
            self.message(channel_id, ts)
            if (channel_id, ts, name) in self._state.reactions:
                raise Refusal("already_reacted")
            self._state.reactions.append((channel_id, ts, name))
            self._tell("message", message=self.message(channel_id, ts))

    def reactions(self, message: Message) -> tuple[str, ...]:
        """The emoji under a message."""
        here = (message.channel, message.ts)
        return tuple(name for *where, name in self._state.reactions if tuple(where) == here)

    # Change

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Tell `watcher` of every change, in the thread that makes it; call the answer to stop."""
        self._watchers.append(watcher)

        def stop() -> None:
            with suppress(ValueError):
                self._watchers.remove(watcher)

        return stop

    def tell(self, kind: str, **facts: Any) -> None:
        """Say that something changed that is not a message or a channel."""
        with self.changed:
            self._tell(kind, **facts)

    def wait_for(self, true: Callable[[], Any], timeout_seconds: float = 120.0) -> Any:
        """Wait until `true()` is, and return what it gave; else TimeoutError.

        It is asked at every change here, and now and then for what changes elsewhere.
        """
        ends = time.monotonic() + timeout_seconds
        with self.changed:
            while not (value := true()):
                if time.monotonic() >= ends:
                    raise TimeoutError("what was waited for did not happen in the sandbox")
                self.changed.wait(LOOK_SECONDS)
        return value

    def _tell(self, kind: str, **facts: Any) -> None:
        self.changed.notify_all()
        for watcher in tuple(self._watchers):
            watcher({"kind": kind, **facts})

    def _next_ts(self, own: Mapping[str, Message]) -> str:
        micros = round(self.clock() * 1_000_000)
        if own:
            seconds, _, rest = max(own).partition(".")
            micros = max(micros, int(seconds) * 1_000_000 + int(rest) + 1)
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
