"""How the bot is doing, as /healthz and /readyz tell it: nothing about anybody's data.

Alive is what only a restart mends. Ready is what is needed to take in a question and to answer it.
What a helpdesk fails to give is told, and takes no bot out of service: the others, and all that is
known already, are answered all the same, and no other copy of the bot would get more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SILENT_SECONDS = 60
"""A bot that has not looked for so long at what is due has a dead ticker, which a restart mends."""
UNHEARD_SECONDS = 180
"""Slack is asked each minute who the bot is: after three without an answer nobody is answered."""
OBSTACLES = ("ticker", "database", "slack", "slack_socket")
"""What may stand in the way of an answer."""
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCondition:
    """How reading an account goes.

    `failure` says what is refused for good, or why the last sync failed, `back_fill` how far the
    reading of its past is; both are empty where there is nothing to say. `data_age_seconds`: how
    old its data are; `success_seconds`: since a sync ended well or brought pages; `failing_seconds`
    since when they all fail. They are None where that has not happened.
    """

    data_age_seconds: int | None = None
    success_seconds: int | None = None
    failure_seconds: int | None = None
    failing_seconds: int | None = None
    failure: str = ""
    back_fill: str = ""

    def report(self) -> Mapping[str, object]:
        """As a part of the answer to /readyz. What was never read is not whole."""
        rest = "whole" if self.data_age_seconds is not None else None
        return {
            "data_age_seconds": self.data_age_seconds,
            "last_success_seconds": self.success_seconds,
            "last_failure_seconds": self.failure_seconds,
            "failing_for_seconds": self.failing_seconds,
            "failure": self.failure or None,
            "back_fill": self.back_fill or rest,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a supervisor may know.

    `socket` is None where none is used. `ticker_age_seconds`: since when nobody has looked at what
    is due, None before the start. `stuck`: some work never ends. `database` says what is wrong with
    it, `replica` what with the read replica (None where none is set), `token` is Slack's word for
    one that it refuses; they are empty where all is well. `replica_lag_seconds` is how far the
    replica is behind the database, None where that cannot be told.
    `unheard_seconds`: since when Slack has answered nothing, `away` why it has not since the start.
    `lost` names accounts that the
    settings have lost. `due` posts wait, the oldest for `oldest_seconds`. `disk_free` is in bytes.
    """

    socket: bool | None = None
    ticker_age_seconds: int | None = None
    stuck: bool = False
    database: str = ""
    replica: str | None = None
    replica_lag_seconds: int | None = None
    token: str = ""
    unheard_seconds: int = 0
    away: str = ""
    sources: Mapping[str, SourceCondition] = field(default_factory=dict)
    lost: str = ""
    due: int = 0
    oldest_seconds: int = 0
    disk_free: Mapping[str, int] = field(default_factory=dict)

    @property
    def alive(self) -> bool:
        """Whether the process and its ticker work: what else is wrong no restart mends."""
        return not self.stuck and (self.ticker_age_seconds or 0) <= SILENT_SECONDS

    @property
    def ready(self) -> bool:
        """Whether a question that comes now can be taken in and answered."""
        return not self.obstacles

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What stands in the way of an answer."""
        unheard = self.unheard_seconds > UNHEARD_SECONDS
        faults = (
            not self.alive,
            bool(self.database),
            bool(self.token or self.away) or unheard,
            self.socket is False,
        )
        return tuple(name for name, fault in zip(OBSTACLES, faults, strict=True) if fault)

    def health(self) -> Mapping[str, object]:
        """As the answer to /healthz."""
        return {
            "alive": self.alive,
            "ticker_age_seconds": self.ticker_age_seconds,
            "work": "stuck" if self.stuck else "ok",
        }

    def readiness(self) -> Mapping[str, object]:
        """As the answer to /readyz."""
        socket = {None: "not used", True: "connected", False: "not connected"}
        return {
            "ready": self.ready,
            "not_ready_because_of": list(self.obstacles),
            "database": self.database or "ok",
            "read_replica": "not used" if self.replica is None else self.replica or "ok",
            "read_replica_lag_seconds": self.replica_lag_seconds,
            "slack": self._slack(),
            "slack_socket": socket[self.socket],
            "ticker_age_seconds": self.ticker_age_seconds,
            "sources": {name: dict(each.report()) for name, each in self.sources.items()},
            "no_longer_asked": self.lost or None,
            "outbox": {"due": self.due, "oldest_seconds": self.oldest_seconds},
            "disk_free_mb": {name: free // MEGABYTE for name, free in self.disk_free.items()},
        }

    def _slack(self) -> str:
        if self.token:
            return f"refuses the token: {self.token}"
        if self.away:
            return f"has not answered since the start: {self.away}"
        if self.unheard_seconds > UNHEARD_SECONDS:
            return f"has not answered for {self.unheard_seconds} s"
        return "ok"
