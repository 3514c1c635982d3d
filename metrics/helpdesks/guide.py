"""What somebody reads who connects a helpdesk: how to, what its plans allow, how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Sentences in Markdown, printed into docs/helpdesks.md.

    `steps` lead, one after the other, to an account that may read and nothing else, `limits` are
    what the vendor allows and what is not in its plans, `back_fill` says how long a first sync
    takes, and `screen` where its own screens count otherwise in general.
    """

    steps: tuple[str, ...]
    limits: tuple[str, ...]
    back_fill: str
    screen: tuple[str, ...] = ()

    def before(self, setting: str) -> tuple[str, ...]:
        """The steps that come before anything is set: up to the first that names this setting."""
        return tuple(takewhile(lambda step: setting not in step, self.steps))
