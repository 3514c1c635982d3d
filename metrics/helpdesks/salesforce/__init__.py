"""Salesforce Service Cloud: cases, their lifecycle, what was said in them, milestones, surveys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from metrics.helpdesks.batches import Warnings
from metrics.helpdesks.contract import Check, Childless, Page
from metrics.helpdesks.fields import Raw, as_identity
from metrics.helpdesks.salesforce import attributes, sources
from metrics.helpdesks.salesforce.access import ClientCredentials, web
from metrics.helpdesks.salesforce.checks import checks, stream_troubles
from metrics.helpdesks.salesforce.client import Client
from metrics.helpdesks.salesforce.differences import DIFFERENCES, MENDS
from metrics.helpdesks.salesforce.guide import GUIDE
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.pages import is_continued
from metrics.helpdesks.salesforce.rows import records_of
from metrics.helpdesks.salesforce.settings import SalesforceSettings
from metrics.helpdesks.salesforce.soql import word
from metrics.helpdesks.salesforce.sources import SOURCES, SUPPLIES, Paging
from metrics.helpdesks.secret_header import signed
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendor import Vendor
from metrics.helpdesks.web import Surroundings
from metrics.tickets.records import Instant

__all__ = ["VENDOR", "Client", "ClientCredentials", "Reading", "Salesforce", "connect", "web"]

SETTLES_SECONDS: Final = 10
"""How long after a change queries may be without it (unconfirmed)."""


@dataclass(frozen=True, kw_only=True)
class _Names:
    """What a run reads once: closed statuses, the roles of users, and the ids behind names."""

    closed: dict[str, bool]
    teams: dict[str, str]
    bots: frozenset[str]
    machines: frozenset[str]
    multiple: frozenset[str]


class Salesforce(Childless):
    """One Salesforce org, as `metrics.helpdesks.contract.Helpdesk`."""

    vendor = "salesforce"
    streams = tuple(SOURCES)
    supplies = SUPPLIES
    by_time = frozenset(
        name for name, feed in SOURCES.items() if feed.mode is Paging.UPDATES and not feed.whole
    )
    optional = frozenset(name for name, feed in SOURCES.items() if feed.optional)

    def __init__(self, account: str, client: Client, reading: Reading, origin: str) -> None:
        self.account = account
        self._client = client
        self._reading = reading
        self._origin = origin
        self._known: _Names | None = None
        self._warnings = Warnings("Salesforce")

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        """The next page of a stream in our words, what cannot be read set aside.

        Raises HelpdeskError.
        """
        if self._known is None or (stream == self.streams[0] and not is_continued(cursor)):
            self._known = self._names()  # a run begins, and reads the lists anew
        batch = self._client.fetch(stream, cursor, since)
        self._warnings.log(stream_troubles(stream, batch))
        reading = self._read_as(self._known)
        records = tuple(r for row in batch.rows for r in records_of(stream, row, reading))
        return batch.page(records, reading.unknown)

    def _read_as(self, known: _Names) -> Reading:
        """How rows are to be read, with the names that lists give."""
        return replace(
            self._reading,
            unknown=Counter(),
            closed=known.closed,
            teams=known.teams,
            bot_users=known.bots,
            system_users=known.machines,
            multiple=known.multiple,
        )

    def _names(self) -> _Names:
        statuses = self._client.rows_if_any(sources.STATUSES)
        return _Names(
            closed={
                word(row, name): row.get("IsClosed") is True
                for row in statuses
                for name in ("MasterLabel", "ApiName")
            },
            teams=self._teams_of_users(),
            bots=self._ids(self._reading.bot_users),
            machines=self._ids(self._reading.system_users),
            multiple=self._client.descriptions.of("Case").multiple,
        )

    def _teams_of_users(self) -> dict[str, str]:
        """By a user their role, or the queue that is called the same."""
        _, queues, roles = self._client.teams()
        by_name = {word(row, "Name"): ident for row in queues if (ident := _ident(row))}
        team_of_role = {
            ident: by_name.get(word(row, "Name"), ident) for row in roles if (ident := _ident(row))
        }
        users: list[Raw] = self._client.rows_if_any(sources.USERS_OF_ROLES) if roles else []
        pairs = ((_ident(row), as_identity(row.get("UserRoleId"))) for row in users)
        return {user: team_of_role[role] for user, role in pairs if user and role in team_of_role}

    def _ids(self, words: frozenset[str]) -> frozenset[str]:
        """The ids of users that the settings name by id or by name."""
        return words | self._client.ids_of_users(words)

    def ticket_url(self, ticket: str) -> str:
        """Where an agent opens the case."""
        return f"{self._origin}/lightning/r/Case/{ticket}/view"

    def check(self) -> Iterable[str | Check]:
        """What a look at the org finds; a sentence by itself is something to mend."""
        return checks(self._client, self._reading)


def _ident(row: Raw) -> str | None:
    return as_identity(row.get("Id"))


def connect(settings: SalesforceSettings, keeping: Keeping, around: Surroundings) -> Salesforce:
    """The org that these settings open; it is known by its My Domain, or else by its host."""
    url, secret = settings.url or "", settings.client_secret
    credentials = ClientCredentials(
        settings.client_id or "", secret.get_secret_value() if secret else ""
    )
    reading = Reading.of(
        settings,
        keeping,
        system_users=settings.machines(),
        internal=settings.internal_types(),
        tag_field=settings.tag_field or "",
    )
    connection = web(url, credentials, around, calls_per_minute=settings.calls_per_minute)
    client = Client(connection, credentials, around, attributes.paths(reading))
    account = urlsplit(url).netloc.removesuffix(".my.salesforce.com")
    return Salesforce(account, client, reading, connection.origin)


VENDOR: Final = Vendor(
    title="Salesforce",
    supplies=SUPPLIES,
    settings=SalesforceSettings,
    connect=connect,
    signed=signed,
    settles_seconds=SETTLES_SECONDS,
    guide=GUIDE,
    differences=DIFFERENCES,
    mends=MENDS,
)
