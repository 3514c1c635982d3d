"""The settings that say what is posted unasked, beside what is scheduled in Slack."""

from __future__ import annotations

import re

from pydantic import field_validator
from pydantic_settings import BaseSettings

from bot.config import checks
from metrics.helpdesks.settings import ours

_CHANNEL = re.compile(r"(?<!\S)#[CG][A-Z0-9]+(?!\S)")
_IN = re.compile(r"(?<!\S)in #?[CG][A-Z0-9]+(?!\S)")
_ENTRY = re.compile(r'(?:"[^"]*"|[^";\n])+')
_EXAMPLE = "weekly #C012AB3CD monday 9:00 europe/berlin team billing"
_WATCHING = "frt email today above 4h in C012AB3CD"


class PostingSettings(BaseSettings):
    """What is posted unasked."""

    digests: str = ours(
        "DIGESTS",
        "",
        _EXAMPLE,
        "Digests that come by themselves, a line each (or parted by ;;), in the words of "
        "/kpi schedule; the channel by its id. What is taken out of here posts no more.",
    )

    alerts: str = ours(
        "ALERTS",
        "",
        f"{_WATCHING}; breaching 30m in C012AB3CD",
        "Alerts, parted by ; or a line each, in the words of /kpi alert; the channel by its id. "
        "What is taken out of here is watched no more.",
    )

    open_channel_ids: str = ours(
        "OPEN_CHANNELS",
        "",
        "C012AB3CD",
        "Channels, by id, in which people of another company may read figures, digests and alerts. "
        "In others that are shared with one, answers go to the asker alone and nothing is posted. "
        "Figures of people, lists of tickets, files and notes never go there.",
    )

    keep_posts_days: int = ours(
        "KEEP_POSTS_DAYS",
        400,
        "400",
        "For so many days the words of digests and alerts that were posted are kept. That a post "
        "went out, its receipts and where they stand are kept for ever.",
        ge=100,
    )
    keep_looks_days: int | None = ours(
        "KEEP_LOOKS_DAYS",
        None,
        "730",
        "For so many days it is kept who looked at the figures of single people (`deskpulse "
        "audit`). Where it is not set, for ever.",
        ge=1,
    )

    keep_tickets_days: int | None = ours(
        "KEEP_TICKETS_DAYS",
        None,
        "760",
        "For so many days solved and removed tickets are kept, with all that belongs to them and "
        "what files tell of single tickets, customers and agents. What is older is deleted once a "
        "day and not read again; figures that were posted stay as posted. Where it is not set, "
        "all are kept.",
        ge=100,
    )

    backup_folder: str = ours(
        "BACKUP_FOLDER",
        "",
        "/backups",
        "A folder into which a back-up is written every day, as `deskpulse backup` makes it. Where "
        "copies of the bot run on several machines, one that they share.",
    )
    backup_hour: int = ours(
        "BACKUP_HOUR",
        3,
        "3",
        "From which hour of the day on the back-up is made, in the team's time zone.",
        ge=0,
        le=23,
    )
    backups_kept: int = ours(
        "BACKUPS_KEPT",
        7,
        "14",
        "So many of these back-ups are kept; older ones are deleted.",
        ge=1,
        le=1000,
    )

    @field_validator("digests")
    @classmethod
    def _with_channels(cls, text: str) -> str:
        for entry in _entries(text):
            if not _CHANNEL.search(entry):
                raise ValueError(f"{entry!r} lacks a channel by its id, as in {_EXAMPLE!r}")
        return text

    @field_validator("alerts")
    @classmethod
    def _told_somewhere(cls, text: str) -> str:
        for entry in _alert_entries(text):
            if not _IN.search(entry):
                raise ValueError(f"{entry!r} lacks a channel by its id, as in {_WATCHING!r}")
        return text

    @field_validator("open_channel_ids")
    @classmethod
    def _open_channels(cls, text: str) -> str:
        checks.slack_ids(text, "CG")
        return text

    def open_channels(self) -> frozenset[str]:
        """Where another company may read figures."""
        return checks.slack_ids(self.open_channel_ids, "CG")

    def alert_entries(self) -> tuple[str, ...]:
        """The words of each alert."""
        return _alert_entries(self.alerts)

    def digest_entries(self) -> tuple[str, ...]:
        """The words of each schedule."""
        return _entries(self.digests)


def _entries(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in re.split(r";;|\n", text) if entry.strip())


def _alert_entries(text: str) -> tuple[str, ...]:
    """The entries; a name in quotes may contain what parts them."""
    return tuple(entry.strip() for entry in _ENTRY.findall(text) if entry.strip())
