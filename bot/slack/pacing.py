"""What Slack has asked to be slower with: all of our threads hold back, not only the one it told.

Slack counts chat.postMessage for each channel and every other method as a whole, and answers 429
with the seconds after which it may be asked again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.talk import RATE_LIMITED

POSTING = "chat.postMessage"
SPACE_SECONDS = 1.0
"""What Slack allows for long: one post in a channel each second."""
CALM_SECONDS = 30.0
"""After so long without a 429 posts go out as they come again: Slack allows short bursts."""
TOO_MANY = 429


class HeldError(SlackApiError):
    """Slack was not asked, since it would say 429: its answer to another call said until when."""


class Limits:
    """Until when each lane is held: the method, for posts with the channel. Safe among threads."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._free_at: dict[str, float] = {}
        self._calm_at: dict[str, float] = {}
        self._lock = Lock()

    def __deepcopy__(self, _memo: object) -> Limits:
        """Bolt copies clients; all of them answer to the same limits."""
        return self

    def seconds_left(self, lane: str) -> float:
        """Seconds until the lane may be used; 0.0 lets the asker in, a held lane's next one later.

        A lane that was held lately lets one in each second.
        """
        with self._lock:
            now = self._monotonic()
            seconds = self._free_at.get(lane, now) - now
            if seconds > 0:
                return seconds
            if self._calm_at.get(lane, now) > now:
                self._free_at[lane] = now + SPACE_SECONDS
            return 0.0

    def hold(self, lane: str, seconds: float) -> None:
        """Let nobody in for so long."""
        with self._lock:
            now = self._monotonic()
            for calm in [each for each, at in self._calm_at.items() if at <= now]:
                del self._free_at[calm], self._calm_at[calm]
            self._free_at[lane] = max(now + seconds, self._free_at.get(lane, 0.0))
            self._calm_at[lane] = self._free_at[lane] + CALM_SECONDS


class PacedClient(WebClient):
    """Slack's client, which asks nothing that Slack wants to be asked later."""

    def __init__(self, *args: Any, limits: Limits | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._limits = limits or Limits()

    def api_call(self, api_method: str, *args: Any, **options: Any) -> SlackResponse:
        """Call a method. Raises HeldError, or what Slack's client raises."""
        lane = _lane(api_method, options.get("json") or options.get("params") or {})
        if seconds := self._limits.seconds_left(lane):
            too_many = self._too_many(api_method, seconds)
            raise HeldError("held", too_many)  # type: ignore[no-untyped-call]  # Slack's own
        try:
            return super().api_call(api_method, *args, **options)
        except SlackApiError as error:
            if error.response.status_code == TOO_MANY or error.response["error"] == RATE_LIMITED:
                self._limits.hold(lane, retry_after(error.response.headers.get("Retry-After")))
            raise

    def _too_many(self, api_method: str, seconds: float) -> SlackResponse:
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data={"ok": False, "error": RATE_LIMITED},
            headers={"Retry-After": f"{seconds:.3f}"},
            status_code=TOO_MANY,
        )


def retry_after(text: str | None) -> float:
    """The seconds of a Retry-After header; one where it says nothing that can be read."""
    try:
        return max(0.0, float(text or 1))
    except ValueError:
        return 1.0


def _lane(api_method: str, arguments: dict[str, Any]) -> str:
    channel = arguments.get("channel", "") if api_method == POSTING else ""
    return f"{api_method} {channel}".strip()
