"""Pylon: issues, what was said in them, people, answers to surveys and due times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Check, Details, Page
from metrics.helpdesks.pylon import attributes
from metrics.helpdesks.pylon.checks import checks, organization_trouble
from metrics.helpdesks.pylon.client import Client, web
from metrics.helpdesks.pylon.differences import DIFFERENCES, MENDS
from metrics.helpdesks.pylon.guide import GUIDE
from metrics.helpdesks.pylon.normalise import Reading
from metrics.helpdesks.pylon.rows import ISSUES, messages_of, records_of
from metrics.helpdesks.pylon.settings import PylonSettings
from metrics.helpdesks.pylon.sources import CHILDREN, SOURCES, SUPPLIES, Paging
from metrics.helpdesks.pylon.vocabulary import CATEGORIES
from metrics.helpdesks.pylon.webhooks import signed
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendor import Vendor
from metrics.helpdesks.web import Surroundings, Web
from metrics.tickets.dimensions import ORGANIZATION
from metrics.tickets.records import Instant, Person, Record, Removal, Removed, Status

__all__ = ["VENDOR", "Pylon", "Reading", "connect", "web"]

SETTLES_SECONDS: Final = 5
"""How long after a change the search may be without it (unconfirmed)."""


@dataclass(frozen=True, kw_only=True)
class _Lists:
    """What a run reads once: statuses and their labels, ids of AI agents, names of companies."""

    statuses: Mapping[str, Status]
    labels: Mapping[str, str]
    bots: frozenset[str]
    accounts: Mapping[str, str]


class Pylon:
    """One Pylon organisation, as `metrics.helpdesks.contract.Helpdesk`."""

    vendor = "pylon"
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
        *,
        app_url: str = "",
        per_minute: int | None = None,
    ) -> None:
        """`app_url` is where people open issues, `per_minute` how many calls are allowed."""
        self.account = account
        self._client = Client(web)
        self._reading = reading or Reading()
        self._app_url = app_url or web.origin
        self._per_minute = per_minute
        self._known: _Lists | None = None
        self._is_ours = False

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        """The next page of a stream in our words, what cannot be read set aside.

        Raises HelpdeskError, also where the token opens another organization.
        """
        if stream == self.streams[0]:
            self._known, self._is_ours = None, False  # a run begins, and reads the lists anew
        self._refuse_others()
        reading = self._read_as(stream)
        batch = self._client.fetch(stream, cursor, since, reading.statuses, reading.labels)
        records = [r for row in batch.rows for r in records_of(stream, row, reading)]
        records += [_deleted(number, batch.read_at) for number in batch.gone]
        return batch.page(records, reading.unknown)

    def details(self, stream: str, tickets: Sequence[str]) -> Details:
        """All that was said in these issues. Raises HelpdeskError as `page` does."""
        self._refuse_others()
        reading = self._read_as(stream)
        records = tuple(r for number in tickets for r in self._messages(number, reading))
        return Details(records=records, unknown=dict(reading.unknown))

    def _refuse_others(self) -> None:
        """Make sure once a run that the token opens this organization. Raises HelpdeskError."""
        if not self._is_ours:
            organization, _ = self._client.me()
            if trouble := organization_trouble(organization, self.account):
                raise HelpdeskError(trouble, permanent=True)
            self._is_ours = True

    def _messages(self, number: str, reading: Reading) -> Iterator[Record]:
        """What was said in an issue; of one that is no more, that it was deleted."""
        found = self._client.messages(number)
        if found is None:
            _, now = self._client.me()
            yield _deleted(number, now)
        else:
            yield from messages_of(found.rows, number, found.created_at, reading)

    def _read_as(self, stream: str) -> Reading:
        """How rows of a stream are to be read, with the names that lists give."""
        reading = replace(self._reading, unknown=Counter())
        if stream not in ISSUES and SOURCES[stream].mode is not Paging.DETAILS:
            return reading
        if self._known is None:
            self._known = self._lists()
        known = self._known
        return replace(
            reading,
            statuses=known.statuses,
            labels=known.labels,
            bot_users=known.bots,
            accounts=known.accounts,
        )

    def _lists(self) -> _Lists:
        statuses, labels = self._client.statuses()
        return _Lists(statuses=statuses, labels=labels, bots=self._bots(), accounts=self._names())

    def _bots(self) -> frozenset[str]:
        """The ids and names of the users that the settings name as AI agents."""
        wanted = self._reading.bot_users
        if not wanted:
            return wanted
        listed = self._client.rows("/users")
        people = (one for row in listed for one in records_of("users", row, self._reading))
        return wanted | {one.id for one in people if isinstance(one, Person) and one.name in wanted}

    def _names(self) -> Mapping[str, str]:
        """The names of companies, where the settings want them; none where they are refused."""
        if ORGANIZATION not in self._reading.by_name:
            return {}
        try:
            return attributes.company_names(self._client.rows("/accounts", {"limit": 999}))
        except HelpdeskError as error:
            if not error.refused:
                raise
            return {}

    def ticket_url(self, ticket: str) -> str:
        """Where an agent opens the issue."""
        return f"{self._app_url}/issues?issueNumber={quote(ticket, safe='')}"

    def check(self) -> Iterable[str | Check]:
        """What a look at the account finds; a sentence by itself is something to mend."""
        try:
            statuses, _ = self._client.statuses()
        except HelpdeskError:  # whatever it is, the first thing that is looked at says it too
            statuses = dict(CATEGORIES)
        return checks(self._client, self.account, statuses, self._per_minute)


def _deleted(number: str, at: Instant | None) -> Removed:
    """An issue that is no more. Raises HelpdeskError where Pylon's clock is not known."""
    if not at:
        raise HelpdeskError(
            "Pylon answers without a Date header, so that nobody knows since when an issue is gone."
        )
    return Removed(id=number, removal=Removal.DELETED, at=at)


def connect(settings: PylonSettings, keeping: Keeping, around: Surroundings) -> Pylon:
    """The organisation that these settings open; it is known by its id."""
    token = settings.token
    connection = web(
        settings.url or "",
        token.get_secret_value() if token else "",
        around,
        calls_per_minute=settings.calls_per_minute,
    )
    reading = Reading.of(
        settings, keeping, left_out=settings.left_out_tags(), best_score=settings.best_score
    )
    return Pylon(
        settings.account or "",
        connection,
        reading,
        app_url=settings.app_url,
        per_minute=settings.calls_per_minute,
    )


VENDOR: Final = Vendor(
    title="Pylon",
    supplies=SUPPLIES,
    settings=PylonSettings,
    connect=connect,
    signed=signed,
    settles_seconds=SETTLES_SECONDS,
    guide=GUIDE,
    differences=DIFFERENCES,
    mends=MENDS,
)
