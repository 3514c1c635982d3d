"""When somebody should be told, and when not: an alert goes from check to check, with no clock.

ok -> pending, for as many checks as its policy wants -> firing -> ok again once it is clearly over.
What is told is at most: that it fires, now and then that it still does, and that it is over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from hashlib import blake2b
from zoneinfo import ZoneInfo

from metrics.tickets.records import Instant

ALERTED = "alert:"
"""So begin the sources of deliveries that tell of an alert."""


class Phase(StrEnum):
    """How an alert stands. After a recovery it is OK."""

    OK = "ok"
    PENDING = "pending"
    FIRING = "firing"


class Telling(StrEnum):
    """What is said of it."""

    FIRED = "fired"
    REMINDED = "reminded"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """The hours of each day, in local time, at which nothing is begun; they may pass midnight."""

    start: time
    end: time
    zone: ZoneInfo

    def holds(self, at: Instant) -> bool:
        """Whether an instant lies in them."""
        now = datetime.fromtimestamp(at, self.zone).time()
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """How readily an alert speaks. `checks` in a row before it fires, and before it is over.

    Between two checks are `every_seconds`; a reminder comes after `remind_seconds`, 0: never.
    """

    checks: int = 2
    every_seconds: int = 300
    remind_seconds: int = 4 * 3600
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is watched for a channel. `owner` made it; empty for those of the settings.

    `kind` is the key of what it checks. `phrase` is its canonical words, which also say the value;
    `watch` those of them that are a question or name tickets. `above`: it is beyond when the figure
    is higher than `value`; it is over only at `clear` or better. Fewer than `minimum` say nothing.
    """

    id: str
    kind: str
    phrase: str
    watch: str
    above: bool = True
    value: float
    clear: float
    minimum: int = 0
    channel: str
    owner: str
    made_at: Instant
    care: Care = Care()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one check saw. `beyond` the threshold; `over`: back inside, with room to spare.

    Both are None where nothing can be said: no data, or too few for a verdict.
    """

    at: Instant
    beyond: bool | None
    over: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an alert stands after its latest check.

    `streak` counts the checks in a row that speak for the next phase. `told_at` is when it was last
    spoken of in this episode, `episode` the number of times it has fired. Somebody who has
    acknowledged it, or put it off until `snoozed_until`, is not reminded.
    """

    phase: Phase = Phase.OK
    since_at: Instant = 0
    streak: int = 0
    episode: int = 0
    told_at: Instant | None = None
    acknowledged_by: str = ""
    snoozed_until: Instant = 0


def step(care: Care, standing: Standing, check: Observation) -> tuple[Standing, Telling | None]:
    """How it stands after a check, and what is to be told."""
    after = _next(care, standing, check)
    if standing.phase is Phase.FIRING and after.phase is Phase.OK:
        last = Telling.RECOVERED if standing.told_at is not None else None
        return replace(after, told_at=None, acknowledged_by="", snoozed_until=0), last
    telling = _telling(care, after, check.at)
    return (replace(after, told_at=check.at) if telling else after), telling


def _next(care: Care, standing: Standing, check: Observation) -> Standing:
    """The phase and its streak after a check."""
    if standing.phase is Phase.FIRING:
        streak = standing.streak + 1 if check.over else 0
        if streak >= care.checks:
            return replace(standing, phase=Phase.OK, since_at=check.at, streak=0)
        return standing if check.over is None else replace(standing, streak=streak)
    if check.beyond is None:
        return standing
    if not check.beyond:
        calm = standing.phase is Phase.OK
        return standing if calm else Standing(since_at=check.at, episode=standing.episode)
    streak = standing.streak + 1
    if streak >= care.checks:
        return Standing(phase=Phase.FIRING, since_at=check.at, episode=standing.episode + 1)
    since = check.at if standing.phase is Phase.OK else standing.since_at
    return replace(standing, phase=Phase.PENDING, since_at=since, streak=streak)


def _telling(care: Care, standing: Standing, at: Instant) -> Telling | None:
    """What a firing alert says now; in quiet hours and while put off, nothing."""
    quiet = care.quiet is not None and care.quiet.holds(at)
    if standing.phase is not Phase.FIRING or quiet or at < standing.snoozed_until:
        return None
    if standing.told_at is None:
        return Telling.FIRED
    due = care.remind_seconds and at >= standing.told_at + care.remind_seconds
    return Telling.REMINDED if due and not standing.acknowledged_by else None


def with_acknowledgement(standing: Standing, by: str) -> Standing:
    """Somebody has taken it on: no reminders until it is over."""
    return replace(standing, acknowledged_by=by)


def with_snooze(standing: Standing, until: Instant) -> Standing:
    """Say nothing of it until then."""
    return replace(standing, snoozed_until=until)


def alert_id(kind: str, watch: str, value: float, channel: str, *, above: bool) -> str:
    """The same for the same: an alert that is made twice is one alert."""
    what = f"{kind}|{watch}|{above}|{value!r}|{channel}"
    return blake2b(what.encode(), digest_size=4).hexdigest()
