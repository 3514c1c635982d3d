"""The setting that says what is posted unasked, beside what is scheduled in Slack."""

from __future__ import annotations

import re

from pydantic import field_validator
from pydantic_settings import BaseSettings

from bot.config.fields import ours

_CHANNEL = re.compile(r"(?<!\S)#[CG][A-Z0-9]+(?!\S)")
_EXAMPLE = "weekly #C012AB3CD monday 9:00 europe/berlin team billing"


class Posting(BaseSettings):
    """What is posted unasked."""

    digests: str = ours(
        "DIGESTS",
        "",
        _EXAMPLE,
        "Digests that come by themselves, a line each (or parted by ;;), in the words of "
        "/kpi schedule; the channel by its id. What is taken out of here posts no more.",
    )

    @field_validator("digests")
    @classmethod
    def _with_channels(cls, text: str) -> str:
        for entry in _entries(text):
            if not _CHANNEL.search(entry):
                raise ValueError(f"{entry!r} lacks a channel by its id, as in {_EXAMPLE!r}")
        return text

    def digest_entries(self) -> tuple[str, ...]:
        """The words of each schedule."""
        return _entries(self.digests)


def _entries(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in re.split(r";;|\n", text) if entry.strip())
