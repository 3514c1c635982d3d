"""What whoever answers is handed: settings, the one who knows the figures, and the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.config import Settings
from bot.meters import Meters
from bot.talk import Finding
from bot.uploads import NoUploads, Uploads
from bot.workspace import OWN, Workspace
from metrics.ask import Asker
from metrics.ask.vendors import vendors_of
from metrics.errors import KpiError
from metrics.store.books.alerts import Alerts
from metrics.store.books.audit import Looks
from metrics.store.books.claims import Claims
from metrics.store.books.core_sets import CoreSets
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.homes import Homes
from metrics.store.books.missed_words import MissedWords
from metrics.store.books.outbox import Outbox
from metrics.store.books.posts import Posts
from metrics.store.books.takes import Takes
from metrics.store.books.visitors import Visitors
from metrics.tickets.records import Dimension, Instant

MISSED_SYNCS = 2
"""Data that have missed so many syncs are older than usual, and say nothing of now."""

NEWEST_SECONDS = 60

Now: TypeAlias = Callable[[], Instant]
"""The clock: says what time it is."""


def usual_age(settings: Settings, sources: Iterable[str]) -> int:
    """How old data of these sources may be, in seconds, to be those of now.

    What a helpdesk takes to show a change is added, and no connector claims the newest minute: its
    data can reach no nearer to now.
    """
    settles = max(vendor.settles_seconds for vendor in vendors_of(sources))
    return MISSED_SYNCS * 60 * settings.sync_minutes + max(settles, NEWEST_SECONDS)


TicketUrl: TypeAlias = Callable[[str, str], str]
"""Where a ticket is opened, by its source and its number; "" where nobody knows."""

Examine: TypeAlias = Callable[[], Iterable[Finding]]
"""Looks at settings, database, Slack and helpdesks, and gives each finding as it comes."""

Members: TypeAlias = Callable[[str], frozenset[str]]
"""Says who is in a user group of Slack's. Raises CannotCheckError where that cannot be told now."""


def nobody(_group: str) -> frozenset[str]:
    """The members of any group where there is no Slack to ask."""
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Handed to whoever answers. `posts` knows what was said and where.

    `looks` keeps who looked at people's figures, `homes` which view of the Home tab they want,
    `visitors` who was turned away, `missed_words` what was not understood, `claims` who says which
    agent they are, `takes` who goes on with which ticket, `core` which measures the team
    has chosen;
    `schedules`, `alerts` and `outbox` what goes out unasked.

    `ticket_url` opens a ticket; None where no helpdesk is set. `workspace` says who somebody is.
    `meters` count what becomes of questions and posts.
    `examine` looks whether the set-up works; None where nobody can from here. `uploads` has the
    files that people give.
    """

    settings: Settings
    asker: Asker
    posts: Posts
    looks: Looks
    homes: Homes
    visitors: Visitors
    missed_words: MissedWords
    claims: Claims
    takes: Takes
    core: CoreSets
    schedules: DigestSchedules
    alerts: Alerts
    outbox: Outbox
    now: Now
    ticket_url: TicketUrl | None = None
    members: Members = nobody
    workspace: Workspace = OWN
    meters: Meters = field(default_factory=Meters)
    examine: Examine | None = None
    uploads: Uploads = field(default_factory=NoUploads)

    def stale(self, until: Instant | None, at: Instant) -> bool:
        """Whether data that reach up to `until` are older than usual, so that they are not now."""
        if until is None:
            return True
        return at - until > usual_age(self.settings, self.asker.directory().sources)

    def agents(self) -> Mapping[str, str]:
        """Who in Slack is which agent by the settings, by the key that the agent has here."""
        ids = self.settings.agent_ids()
        if not any("/" in id for id in ids.values()):
            return ids
        with suppress(KpiError):  # what the store does not tell is told of it elsewhere
            people = self.asker.identities()
            places = {who: people.split(id) for who, id in ids.items()}
            return {
                who: people.key(Dimension.AGENT, source, id) if source else id
                for who, (source, id) in places.items()
            }
        return ids
