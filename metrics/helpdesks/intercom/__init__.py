"""Intercom: conversations and tickets part by part, people, ratings, promises and office hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlsplit

from metrics.errors import HelpdeskError
from metrics.helpdesks.batches import Warnings
from metrics.helpdesks.contract import Check, Details, Page
from metrics.helpdesks.fields import MalformedError, Raw
from metrics.helpdesks.intercom import merges
from metrics.helpdesks.intercom.checks import checks, stream_troubles, workspace_trouble
from metrics.helpdesks.intercom.client import Client, web
from metrics.helpdesks.intercom.differences import DIFFERENCES, MENDS
from metrics.helpdesks.intercom.guide import GUIDE
from metrics.helpdesks.intercom.normalise import Reading
from metrics.helpdesks.intercom.rows import records_of
from metrics.helpdesks.intercom.searches import SETTLED_SECONDS
from metrics.helpdesks.intercom.settings import IntercomSettings
from metrics.helpdesks.intercom.sources import CHILDREN, SOURCES, SUPPLIES, Paging
from metrics.helpdesks.intercom.webhooks import signed
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendor import Vendor
from metrics.helpdesks.web import Surroundings, Web
from metrics.tickets.records import Instant, Record, Removal, Removed, Unreadable

__all__ = ["VENDOR", "Intercom", "Reading", "connect", "web"]


class Intercom:
    """One Intercom workspace, as `metrics.helpdesks.contract.Helpdesk`."""

    vendor = "intercom"
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
        """`per_minute` are the calls that the settings allow, None what Intercom does."""
        self.account = account
        self._per_minute = per_minute
        self._client = Client(web)
        self._reading = reading or Reading()
        self._origin = web.origin
        self._is_ours = False
        self._warnings = Warnings("Intercom")

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        """The next page of a stream in our words, what cannot be read set aside.

        Raises HelpdeskError, also where the token opens another workspace.
        """
        if stream == self.streams[0]:
            self._is_ours = False  # a run begins
            self._client.begin()
        self._refuse_others()
        reading = replace(self._reading, unknown=Counter())
        batch = self._client.fetch(stream, cursor, since)
        self._warnings.log(stream_troubles(stream, batch))
        records = tuple(r for row in batch.rows for r in records_of(stream, row, reading))
        return batch.page(records, reading.unknown)

    def details(self, stream: str, tickets: Sequence[str]) -> Details:
        """All that happened in these conversations. Raises HelpdeskError as `page` does."""
        self._refuse_others()
        reading = replace(self._reading, unknown=Counter())
        records = tuple(r for ticket in tickets for r in self._whole(stream, ticket, reading))
        return Details(records=records, unknown=dict(reading.unknown))

    def _whole(self, stream: str, ident: str, reading: Reading) -> Iterator[Record]:
        """All of a conversation; of one that nobody can have any more, when it was deleted.

        Of a ticket there is nothing: its own row has told all of it.
        """
        raw = self._client.conversation(ident)
        if raw is None:
            if not self._client.knows_ticket(ident):
                yield self._gone(ident)
            return
        yield from records_of(stream, raw, reading)
        if (merged := self._merged(raw)) is not None:
            yield merged

    def _gone(self, ident: str) -> Record:
        """Searches go on to find some that were deleted."""
        at = self._client.deleted_at(ident)
        if at is None:
            reason = "Intercom finds it and knows it no more, nor that it was deleted"
            return Unreadable(id=ident, reason=reason)
        return Removed(id=ident, removal=Removal.DELETED, at=at)

    def _merged(self, raw: Raw) -> Removed | None:
        """That a conversation was merged into another, which says so."""
        others = filter(None, map(self._client.conversation, merges.candidates(raw)))
        try:
            return merges.removal(raw, others)
        except MalformedError:
            return None  # it is set aside already

    def _refuse_others(self) -> None:
        """Make sure once a run that the token opens this workspace. Raises HelpdeskError."""
        if not self._is_ours:
            trouble = workspace_trouble(self._client.get("/me").body, self.account)
            if trouble:
                raise HelpdeskError(trouble, permanent=True)
            self._is_ours = True

    def ticket_url(self, ticket: str) -> str:
        """Where a teammate opens the conversation: on the pages of its region."""
        inbox = f"{pages_of(self._origin)}/a/inbox/{self.account}/inbox"
        return f"{inbox}/conversation/{quote(ticket, safe='')}"

    def check(self) -> Iterable[str | Check]:
        """What a look at the workspace finds; a sentence by itself is something to mend."""
        return checks(self._client, self.account, self._per_minute)


def pages_of(origin: str) -> str:
    """Where Intercom's pages are, by where its API is: api.eu.intercom.io has app.eu.intercom.com.

    Anywhere else, as with the sandbox, it is the same place.
    """
    parts = urlsplit(origin)
    if not parts.netloc.startswith("api.") or not parts.netloc.endswith(".intercom.io"):
        return origin
    region = parts.netloc.removeprefix("api.").removesuffix(".intercom.io")
    host = "app.intercom.com" if region in {"", "intercom.io"} else f"app.{region}.intercom.com"
    return f"{parts.scheme}://{host}"


def connect(settings: IntercomSettings, keeping: Keeping, around: Surroundings) -> Intercom:
    """The workspace that these settings open; it is known by its ID."""
    token = settings.token
    connection = web(
        settings.url or "",
        token.get_secret_value() if token else "",
        around,
        calls_per_minute=settings.calls_per_minute,
    )
    reading = Reading.of(settings, keeping)
    return Intercom(settings.workspace or "", connection, reading, settings.calls_per_minute)


VENDOR: Final = Vendor(
    title="Intercom",
    supplies=SUPPLIES,
    settings=IntercomSettings,
    connect=connect,
    signed=signed,
    settles_seconds=SETTLED_SECONDS,
    guide=GUIDE,
    differences=DIFFERENCES,
    mends=MENDS,
)
