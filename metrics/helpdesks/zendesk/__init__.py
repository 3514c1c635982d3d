"""Zendesk Support: users, groups, tickets, events, ratings, steps of promises and schedules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from metrics.helpdesks.batches import Warnings
from metrics.helpdesks.contract import Check, Childless, Page
from metrics.helpdesks.fields import MalformedError, Raw, record, unreadable
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendor import Vendor
from metrics.helpdesks.web import Surroundings, Web
from metrics.helpdesks.zendesk import (
    attributes,
    calls,
    history,
    normalise,
    people,
    promises,
    schedules,
    surveys,
    suspended,
    webhook,
)
from metrics.helpdesks.zendesk.checks import checks, stream_troubles
from metrics.helpdesks.zendesk.client import EXPORTS_PER_MINUTE, Client, web
from metrics.helpdesks.zendesk.differences import DIFFERENCES, MENDS
from metrics.helpdesks.zendesk.guide import GUIDE
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.pages import HIDDEN_SECONDS
from metrics.helpdesks.zendesk.settings import ZendeskSettings
from metrics.helpdesks.zendesk.sources import SOURCES, SUPPLIES
from metrics.tickets.records import Instant, Record

__all__ = ["VENDOR", "Reading", "Zendesk", "connect", "web"]

_ONE: Final[Mapping[str, Callable[[Raw, Reading], Record | None]]] = {
    "users": people.person,
    "groups": normalise.team,
    "tickets": attributes.ticket,
    "unsolved": attributes.ticket,
    "ratings": normalise.rating,
    "surveys": surveys.response,
    "sla_events": promises.step,
    "schedules": schedules.schedule,
    "suspended": suspended.suspended,
}
_MANY: Final[Mapping[str, Callable[[Raw, Reading], Iterable[Record]]]] = {
    "events": history.events,
    "calls": calls.records,
}


class Zendesk(Childless):
    """One Zendesk account, as `metrics.helpdesks.contract.Helpdesk`."""

    vendor = "zendesk"
    streams = tuple(SOURCES)
    supplies = SUPPLIES
    by_time = frozenset(name for name, source in SOURCES.items() if source.by_time)
    optional = frozenset(name for name, source in SOURCES.items() if source.optional)

    def __init__(
        self,
        subdomain: str,
        web: Web,
        reading: Reading | None = None,
        settings: ZendeskSettings | None = None,
    ) -> None:
        self.account = subdomain
        self._client = Client(web)
        self._reading = reading or Reading()
        self._settings = settings or ZendeskSettings()
        self._origin = web.origin
        self._warnings = Warnings("Zendesk")

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        """The next page of a stream in our words, what cannot be read set aside.

        Raises HelpdeskError.
        """
        batch = self._client.fetch(stream, cursor, since)
        self._warnings.log(stream_troubles(stream, batch))
        reading = replace(self._reading, unknown=Counter())
        batch_rows = batch.rows
        if stream in attributes.STREAMS:
            batch_rows = attributes.with_lists(self._client.get, batch_rows, reading)
        return batch.page(_records(stream, batch_rows, reading), reading.unknown)

    def ticket_url(self, ticket: str) -> str:
        """Where an agent opens the ticket."""
        return f"{self._origin}/agent/tickets/{ticket}"

    def check(self) -> Iterable[str | Check]:
        """What a look at the account finds; a sentence by itself is something to mend."""
        return checks(self._client, self._settings, self._reading)


def connect(settings: ZendeskSettings, keeping: Keeping, around: Surroundings) -> Zendesk:
    """The account that these settings open; it is known by its subdomain, or else by its host."""
    url = settings.url or ""
    connection = web(
        url,
        settings.login(),
        settings.token(),
        around,
        exports_per_minute=settings.calls_per_minute or EXPORTS_PER_MINUTE,
    )
    reading = Reading.of(settings, keeping, sisters=settings.sister_accounts())
    host = urlsplit(url).netloc
    return Zendesk(host.removesuffix(".zendesk.com"), connection, reading, settings)


VENDOR: Final = Vendor(
    title="Zendesk",
    supplies=SUPPLIES,
    settings=ZendeskSettings,
    connect=connect,
    guide=GUIDE,
    differences=DIFFERENCES,
    mends=MENDS,
    signed=webhook.signed,
    settles_seconds=HIDDEN_SECONDS + 2,
)


def _records(stream: str, rows: Iterable[object], reading: Reading) -> list[Record]:
    """What rows hold: of each our records, nothing, or an Unreadable in its place."""
    records: list[Record] = []
    for row in rows:
        try:
            if stream in _MANY:
                records.extend(_MANY[stream](record(row), reading))
            elif (found := _ONE[stream](record(row), reading)) is not None:
                records.append(found)
        except MalformedError as error:
            records.append(unreadable(row, error))
    return records
