"""What is posted without being asked for: the schedules of digests, and each message on its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from metrics.posting.alerts import ALERTED
from metrics.tickets.records import Instant


class State(StrEnum):
    """How far a delivery has come. PLANNED: due, its words not yet composed. READY: composed.

    Only a timestamp of Slack's makes it POSTED. MISSED: it was too late to be worth saying. FAILED:
    Slack will not have it. UNSURE: nobody can tell whether it was posted, so it is not said again.
    DROPPED: its schedule was deleted or paused before it was due to go out.
    """

    PLANNED = "planned"
    READY = "ready"
    POSTED = "posted"
    MISSED = "missed"
    FAILED = "failed"
    UNSURE = "unsure"
    DROPPED = "dropped"


OPEN = (State.PLANNED, State.READY)
"""States that something is still to be done about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSchedule:
    """A digest that goes to a channel by a rule, until it is paused or deleted.

    `rule` is the canonical phrase of a `metrics.recurrence.Rule`, `where` that of the tickets it is
    about. `owner` made it and is told when it fails; empty for those of the settings. `paused` says
    why nothing is posted. A slot later than `grace_seconds` is no longer posted; a digest waits
    `wait_seconds` for a sync that has passed the end of its period.
    """

    id: str
    digest: str
    channel: str
    rule: str
    where: str = ""
    owner: str
    made_at: Instant
    next_due_at: Instant
    paused: str | None = None
    grace_seconds: int
    wait_seconds: int


def schedule_id(digest: str, channel: str, rule: str, where: str) -> str:
    """The id of a schedule: the same one made twice is one."""
    return _digest(digest, channel, rule, where)[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message that is to be posted once. `id` is in the message's metadata, too.

    `source` names what it is from ("digest:1a2b3c4d"), `due_at` its slot, `part` its place: 0 is
    the post, the others stand in the thread of the delivery `parent`. `sent_at` is when it was last
    handed to Slack without an answer so far that says what came of it; `searches` counts how often
    it was since looked for in the channel. `ts` is Slack's timestamp once it is posted. `receipts`
    are the ids of those of its figures, first the one that its thread is about; the first `things`
    of them are what it said deserves attention. `checked_at` is when they were last asked again.
    """

    id: str
    source: str
    due_at: Instant
    part: int = 0
    parent: str | None = None
    channel: str
    owner: str = ""
    state: State = State.PLANNED
    payload: str | None = None
    picture: bytes | None = field(default=None, repr=False)
    receipts: tuple[str, ...] = ()
    expires_at: Instant
    not_before: Instant = 0
    attempts: int = 0
    sent_at: Instant | None = None
    searches: int = 0
    posted_in: str | None = None
    ts: str | None = None
    settled_at: Instant | None = None
    reason: str | None = None
    checked_at: Instant = 0

    things: int = 0

    @property
    def rewritten(self) -> bool:
        """Whether it is written anew later, and so with its picture: it tells of an alert."""
        return self.part == 0 and self.source.startswith(ALERTED)


def delivery_id(source: str, due_at: Instant, part: int = 0) -> str:
    """The id of a delivery: the same slot has the same one wherever it is worked out."""
    return _digest(source, str(due_at), str(part))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that became of a delivery: what a person reads who asks why nothing came."""

    delivery: str
    at: Instant
    what: str
    detail: str = ""


def _digest(*words: str) -> str:
    return blake2b("\n".join(words).encode("utf-8", "replace"), digest_size=8).hexdigest()
