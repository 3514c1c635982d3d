"""What a workspace is made of: people, channels, messages, files and views, all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = Mapping[str, Any]
Moment: TypeAlias = float
"""Seconds since 1970 with a fraction: Slack's own timestamps are finer than a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A workspace, our own or another company's. `enterprise` is its grid, empty for none."""

    id: str
    name: str
    domain: str
    enterprise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can be met in the workspace. The bot is one too.

    `team` is the id of another workspace that they belong to, empty for our own. `is_guest` is a
    guest of several channels, `is_single_channel_guest` of one. `part` is what they play in the
    demo, in one word, which only the page shows.
    """

    id: str
    name: str
    real_name: str
    tz: str = "Europe/Berlin"
    title: str = ""
    locale: str = "en-GB"
    is_bot: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_guest: bool = False
    is_single_channel_guest: bool = False
    deleted: bool = False
    team: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A conversation. `kind` is "channel", "group" (a private channel) or "im" (two people).

    `teams` are the other companies' workspaces it is shared with (Slack Connect), `invited_teams`
    those that have not accepted yet; `org_wide`: shared with workspaces of our own grid.
    """

    id: str
    name: str
    members: frozenset[str]
    kind: str = "channel"
    topic: str = ""
    archived: bool = False
    teams: tuple[str, ...] = ()
    invited_teams: tuple[str, ...] = ()
    org_wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCommand:
    """A slash command, as the composer offers it."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. `only_for` is the person an ephemeral one is shown to."""

    channel: str
    ts: str
    author: str
    text: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    files: tuple[str, ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    only_for: str | None = None
    metadata: Json | None = None
    edited: bool = False
    from_app: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An upload. Blocks may name it from `ready_at` on, some time after it was completed."""

    id: str
    name: str
    size: int
    owner: str
    alt: str = ""
    title: str = ""
    content: bytes | None = None
    completed: bool = False
    ready_at: Moment = float("inf")
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A modal of one person, or their Home tab. `payload` is what the app sent."""

    id: str
    person: str
    payload: Json
    hash: str
    root: str
    previous: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call the workspace received, and what it answered."""

    method: str
    body: Json
    status: int
    answer: Any
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One answer that goes wrong on purpose.

    The call waits `delay_seconds`; then `drop` cuts the connection, or `status` and `body` are
    sent; with neither, the ordinary answer follows. `done` carries the call out all the same
    before the answer is lost, as when Slack posts and the reply never arrives.
    """

    status: int | None = None
    body: Json | str = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    drop: bool = False
    done: bool = False
