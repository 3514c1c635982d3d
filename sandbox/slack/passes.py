"""What lets an app answer a person: trigger ids (once, 3 s) and response URLs (5 times, 30 min)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sandbox.slack.ids import new_id
from sandbox.slack.records import Moment
from sandbox.slack.refusal import Refusal

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 1800.0
RESPONSE_USES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Leave to open one modal for `person`; pushed on `view` when it was given inside a modal."""

    person: str
    expires_at: Moment
    view: str | None = None
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsePass:
    """Leave to answer where something happened. `ts` is the message that carried the control."""

    person: str
    channel: str
    expires_at: Moment
    ts: str | None = None
    uses: int = 0


class Passes:
    """The passes given out. Not locked: the workspace does that."""

    def __init__(self, clock: Callable[[], Moment]) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponsePass] = {}

    def trigger(self, person: str, view: str | None = None) -> str:
        """A new trigger id."""
        name = f"{new_id('', 12)}.{new_id('', 8)}".lower()
        expires_at = self._clock() + TRIGGER_SECONDS
        self._triggers[name] = Trigger(person=person, view=view, expires_at=expires_at)
        return name

    def spend_trigger(self, name: str) -> Trigger:
        """Use a trigger id up."""
        trigger = self._triggers.get(name)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if trigger.expires_at < self._clock():
            raise Refusal("expired_trigger_id")
        self._triggers[name] = replace(trigger, used=True)
        return trigger

    def response(self, person: str, channel: str, ts: str | None = None) -> str:
        """The id of a new response URL."""
        name = new_id("", 24)
        self._responses[name] = ResponsePass(
            person=person, channel=channel, ts=ts, expires_at=self._clock() + RESPONSE_SECONDS
        )
        return name

    def spend_response(self, name: str) -> ResponsePass:
        """Use a response URL once."""
        leave = self._responses.get(name)
        if leave is None:
            raise Refusal("invalid_url")
        if leave.uses >= RESPONSE_USES:
            raise Refusal("used_url")
        if leave.expires_at < self._clock():
            raise Refusal("expired_url")
        self._responses[name] = replace(leave, uses=leave.uses + 1)
        return leave
