"""Freshdesk: tickets, what was said in them, people, ratings, due times and business hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from metrics.errors import HelpdeskError
from metrics.helpdesks.batches import Warnings
from metrics.helpdesks.contract import Check, Details, Page
from metrics.helpdesks.fields import optional_instant
from metrics.helpdesks.freshdesk import attributes, normalise
from metrics.helpdesks.freshdesk.checks import checks, stream_troubles
from metrics.helpdesks.freshdesk.client import Client, hours_of_groups, unsolved_statuses, web
from metrics.helpdesks.freshdesk.differences import DIFFERENCES, MENDS
from metrics.helpdesks.freshdesk.guide import GUIDE
from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.helpdesks.freshdesk.rows import TICKETS, records_of
from metrics.helpdesks.freshdesk.settings import FreshdeskSettings
from metrics.helpdesks.freshdesk.sources import CHILDREN, SOURCES, SUPPLIES, Paging
from metrics.helpdesks.secret_header import signed
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendor import Vendor
from metrics.helpdesks.web import Surroundings, Web
from metrics.tickets.records import Instant, Person, Record, Removed, Unreadable

__all__ = ["VENDOR", "Freshdesk", "Reading", "connect", "web"]

SETTLES_SECONDS: Final = 5
"""How long after a change the lists may be without it (unconfirmed)."""


@dataclass(frozen=True, kw_only=True)
class _Lists:
    """What a run reads once: labels of statuses and channels, hours of groups, ids of AI agents."""

    statuses: Mapping[str, str]
    sources: Mapping[str, str]
    hours: Mapping[str, str]
    bots: frozenset[str]
    names: Mapping[str, Mapping[str, str]]


class Freshdesk:
    """One Freshdesk account, as `metrics.helpdesks.contract.Helpdesk`."""

    vendor = "freshdesk"
    streams = tuple(SOURCES)
    supplies = SUPPLIES
    children = CHILDREN
    by_time = frozenset(name for name, feed in SOURCES.items() if feed.mode is Paging.UPDATES)
    optional = frozenset(name for name, feed in SOURCES.items() if feed.optional)

    def __init__(
        self,
        account: str,
        web: Web,
        reading: Reading | None = None,
        per_minute: int | None = None,
    ) -> None:
        """`per_minute` are the credits that the settings allow, None what the plan does."""
        self.account = account
        self._per_minute = per_minute
        self._client = Client(web)
        self._reading = reading or Reading()
        self._origin = web.origin
        self._known: _Lists | None = None
        self._warnings = Warnings("Freshdesk")

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        """The next page of a stream in our words, what cannot be read set aside.

        Raises HelpdeskError.
        """
        if stream == self.streams[0]:
            self._known = None  # a run begins, and reads the lists anew
        reading = self._read_as(stream)
        batch = self._client.fetch(stream, cursor, since, unsolved_statuses(reading.statuses))
        self._warnings.log(stream_troubles(stream, batch))
        records = tuple(r for row in batch.rows for r in records_of(stream, row, reading))
        return batch.page(records, reading.unknown)

    def details(self, stream: str, tickets: Sequence[str]) -> Details:
        """All that was said in these tickets. Raises HelpdeskError."""
        reading = self._read_as(stream)
        records = tuple(
            r for ticket in tickets for r in self._conversation(stream, ticket, reading)
        )
        return Details(records=records, unknown=dict(reading.unknown))

    def _conversation(self, stream: str, ticket: str, reading: Reading) -> Iterator[Record]:
        """What was said in a ticket; of one that has none any more, what became of it."""
        rows = self._client.conversations(ticket)
        if rows is None:
            yield self._gone(ticket)
            return
        for row in rows:
            yield from records_of(stream, row, reading)

    def _gone(self, ticket: str) -> Removed | Unreadable:
        """A ticket whose conversation nobody knows: thrown away, or in no list any more."""
        row = self._client.ticket(ticket)
        if row is None:
            reason = "Freshdesk knows it no more: it was deleted for good, or archived"
        elif (removal := normalise.thrown_away(row)) is None:
            reason = "Freshdesk knows the ticket, and not what was said in it"
        elif (at := optional_instant(row, "updated_at")) is None:
            reason = "updated_at is missing or not a time"
        else:
            return Removed(id=ticket, removal=removal, at=at)
        return Unreadable(id=ticket, reason=reason)

    def _read_as(self, stream: str) -> Reading:
        """How rows of a stream are to be read, with the names that lists give."""
        reading = replace(self._reading, unknown=Counter())
        if stream not in TICKETS and SOURCES[stream].mode is not Paging.DETAILS:
            return reading
        if self._known is None:
            self._known = self._lists()
        known = self._known
        return replace(
            reading,
            statuses=known.statuses,
            sources=known.sources,
            hours=known.hours,
            bot_users=known.bots,
            names=known.names,
        )

    def _lists(self) -> _Lists:
        statuses, sources = self._client.choices()
        return _Lists(
            statuses=statuses,
            sources=sources,
            hours=hours_of_groups(self._client.rows("/groups")),
            bots=self._bots(),
            names=attributes.names(self._client.rows, self._reading.by_name),
        )

    def _bots(self) -> frozenset[str]:
        """The ids of the agents that the settings name as AI agents, by id or by name."""
        wanted = self._reading.bot_users
        if all(word.isdecimal() for word in wanted):
            return wanted
        listed = self._client.rows("/agents")
        people = (one for row in listed for one in records_of("agents", row, self._reading))
        return wanted | {one.id for one in people if isinstance(one, Person) and one.name in wanted}

    def ticket_url(self, ticket: str) -> str:
        """Where an agent opens the ticket."""
        return f"{self._origin}/a/tickets/{ticket}"

    def check(self) -> Iterable[str | Check]:
        """What a look at the account finds; a sentence by itself is something to mend."""
        try:
            labels, _ = self._client.choices()
        except HelpdeskError:  # whatever it is, the first thing that is looked at says it too
            labels = {}
        return checks(self._client, unsolved_statuses(labels), self._per_minute)


def connect(settings: FreshdeskSettings, keeping: Keeping, around: Surroundings) -> Freshdesk:
    """The account that these settings open; it is known by its subdomain, or else by its host."""
    url, key = settings.url or "", settings.api_key
    connection = web(
        url,
        key.get_secret_value() if key else "",
        around,
        credits_per_minute=settings.calls_per_minute,
    )
    reading = Reading.of(settings, keeping)
    account = urlsplit(url).netloc.removesuffix(".freshdesk.com")
    return Freshdesk(account, connection, reading, settings.calls_per_minute)


VENDOR: Final = Vendor(
    title="Freshdesk",
    supplies=SUPPLIES,
    settings=FreshdeskSettings,
    connect=connect,
    signed=signed,
    settles_seconds=SETTLES_SECONDS,
    guide=GUIDE,
    differences=DIFFERENCES,
    mends=MENDS,
)
