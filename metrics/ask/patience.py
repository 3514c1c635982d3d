"""How long whoever asks waits for what is new, and how long nothing new is looked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """For those who ask while others write.

    They wait so many `seconds` for what is new, before they take what there was before. Once
    something new was read, nothing newer is looked for during `least_rest_seconds`, and after what
    took longer than `seconds` during `rest` times as long: each page of a sync that goes on for
    hours is something new, and all measures would be worked out again each time.
    """

    seconds: float = 0.3
    rest: float = 9.0
    least_rest_seconds: float = 30.0
    longest_rest_seconds: float = 60.0

    def rest_after(self, seconds: float, *, is_next: bool) -> float:
        """How many seconds nothing is looked for, after a look of so many.

        `is_next` where something new took the place of what was there.
        """
        long = seconds > self.seconds
        rest = min(self.rest * seconds, self.longest_rest_seconds) if long else 0.0
        return max(rest, self.least_rest_seconds) if is_next else rest
