"""Salesforce's queries behind one `fetch`: each stream's rows, with what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.fields import Raw, as_identity, count, optional_instant
from metrics.helpdesks.salesforce import pages, sources
from metrics.helpdesks.salesforce.access import DATA, ClientCredentials
from metrics.helpdesks.salesforce.bulk import Bulk
from metrics.helpdesks.salesforce.descriptions import Descriptions
from metrics.helpdesks.salesforce.pages import Batch, Table, all_of, all_with
from metrics.helpdesks.salesforce.soql import listed, word
from metrics.helpdesks.salesforce.sources import SOURCES, Feed, Paging
from metrics.helpdesks.web import Surroundings, Web
from metrics.tickets.records import Instant

_SLOW_TRIES: Final = 2
BEFORE: Final = "before"
"""Under this name a row of the lifecycle has all rows of its case, of which some came before."""
SUBJECT: Final = "subject"
ANSWERS: Final = "answers"
"""Under these names a survey's response has the case that it is about, and its answers."""
SEEN_AT: Final = "seen_at"
HOLIDAYS: Final = "holidays"
"""Under these names a row has when it was seen, and business hours all holidays."""

Teams: TypeAlias = tuple[Instant | None, list[Raw], list[Raw]]
"""When they were read, the queues, and the roles of users."""


class Client:
    """Fetches pages of streams and lists of names."""

    def __init__(
        self,
        web: Web,
        credentials: ClientCredentials,
        around: Surroundings,
        more_of_case: Sequence[str] = (),
    ) -> None:
        """`more_of_case` are the fields of a case that the settings name."""
        self._web = web
        self._credentials = credentials
        self._more = tuple(more_of_case)
        self._bulk = Bulk(web, around.wait)
        self._teams: Teams | None = None
        self.descriptions = Descriptions(self._describe, around.clock)

    def get(self, path: str) -> Answer:
        """What stands at a path of the API. Raises HelpdeskError."""
        self._credentials.begin(self._web)
        return self._web.get(f"{DATA}{path}")

    def _describe(self, entity: str) -> Raw:
        return self.get(f"/sobjects/{entity}/describe").body

    def _ask(self, query: str, *, everything: bool = False) -> Answer:
        self._credentials.begin(self._web)
        path = f"{DATA}/queryAll" if everything else f"{DATA}/query"
        try:
            return self._web.get(path, {"q": query}, slow_tries=_SLOW_TRIES)
        except HelpdeskError as error:
            if error.refused:
                self.descriptions.forget()  # what may be seen has changed since it was described
            raise

    def _table(self, feed: Feed, *, stamped: bool = False) -> Table:
        more = self._more if feed.entity == "Case" else ()
        fields = self.descriptions.fields(feed, more)
        stamp = self.descriptions.stamp(feed) if stamped else ""
        return Table(feed, fields, self._ask, stamp)

    def fetch(self, stream: str, cursor: str | None, since: Instant) -> Batch:
        """The next page of a stream. Raises HelpdeskError."""
        feed = SOURCES[stream]
        if feed.mode is Paging.LIST:
            return self._listing(stream, feed)
        if feed.mode is Paging.OPEN:
            return pages.unsolved(self._table(feed), cursor)
        since = 0 if feed.whole else max(0, since)
        batch = self._updates(feed, cursor, since)
        if stream == "lifecycle":
            return replace(batch, rows=tuple(self._with_earlier(batch.rows)))
        if stream == "ratings":
            return replace(batch, rows=tuple(self._with_answers(batch.rows)))
        if stream == "milestones":
            return replace(batch, rows=tuple(_noted(batch.rows, {SEEN_AT: batch.served_at})))
        return batch

    def _updates(self, feed: Feed, cursor: str | None, since: Instant) -> Batch:
        """Rows by their stamp: by a job where a long stretch of time is to be read."""
        table = self._table(feed, stamped=True)
        if not feed.whole:
            types = {path: self.descriptions.type(feed, path) for path in table.fields}
            part = self._bulk.page(table, types, cursor, since)
            if part is not None:
                return part
        return pages.updates(table, cursor, since)

    def _listing(self, stream: str, feed: Feed) -> Batch:
        """A list that is read whole on every run."""
        if stream == "teams":
            read_at, queues, roles = self._teams or self.teams()
            names = {name for row in queues if (name := word(row, "Name"))}
            found = [*queues, *(row for row in roles if word(row, "Name") not in names)]
            listing: tuple[object, ...] = tuple(found)
        else:
            answer, rows, _ = self._table(feed).page((), "Id")
            more = {SEEN_AT: answer.served_at, HOLIDAYS: self.rows_if_any(sources.HOLIDAYS)}
            listing, read_at = tuple(_noted(rows, more)), answer.served_at
        return Batch(rows=listing, cursor="", caught_up=True, through_at=read_at)

    def teams(self) -> Teams:
        """Those of now, which the stream of teams tells then. Raises HelpdeskError."""
        read_at, queues = pages.listing(self._table(SOURCES["teams"]))
        self._teams = read_at, queues, self.rows_if_any(sources.ROLES)
        return self._teams

    def rows_if_any(self, feed: Feed, *conditions: str) -> list[Raw]:
        """All rows of a list; none where the user may not see it. Raises HelpdeskError."""
        try:
            return list(all_of(self._table(feed), *conditions))
        except HelpdeskError as error:
            if not error.refused:
                raise
            return []

    def _with_earlier(self, rows: Sequence[object]) -> Iterator[object]:
        """Rows of the lifecycle with all of their case, by which each tells what was before it.

        A case may have begun before what is read of it, and a row says only what is from then on.
        """
        later = [row for row in rows if isinstance(row, dict) and _has_earlier(row)]
        cases = sorted({ident for row in later if (ident := as_identity(row.get("CaseId")))})
        found = all_with(self._table(sources.EARLIER), "CaseId", cases) if cases else ()
        earlier = _by(found, "CaseId")
        for each in rows:
            if isinstance(each, dict) and _has_earlier(each):
                yield {**each, BEFORE: earlier.get(str(each.get("CaseId")), [])}
            else:
                yield each

    def _with_answers(self, rows: Sequence[object]) -> Iterator[object]:
        """Responses to surveys with the case that each is about, and its answers."""
        known = [row for row in rows if isinstance(row, dict)]
        invitations = sorted({i for row in known if (i := as_identity(row.get("InvitationId")))})
        responses = sorted({i for row in known if (i := as_identity(row.get("Id")))})
        subjects: Mapping[str, list[Raw]] = {}
        answers: Mapping[str, list[Raw]] = {}
        if invitations:
            table, key = self._table(sources.SUBJECTS), "SurveyInvitationId"
            subjects = _by(all_with(table, key, invitations), key)
            table, key = self._table(sources.ANSWERS), "ResponseId"
            answers = _by(all_with(table, key, responses), key)
        for each in rows:
            if isinstance(each, dict):
                about = subjects.get(str(each.get("InvitationId")), [None])[-1]
                yield {**each, SUBJECT: about, ANSWERS: answers.get(str(each.get("Id")), [])}
            else:
                yield each

    def count_of_cases(self) -> int:
        """How many cases there are. Raises HelpdeskError."""
        return count(self._ask("SELECT COUNT() FROM Case").body, "totalSize") or 0

    def ids_of_users(self, names: Collection[str]) -> frozenset[str]:
        """The ids of the users that have one of these names. Raises HelpdeskError."""
        if not names:
            return frozenset()
        found = all_of(self._table(sources.USER_NAMES), f"Name IN {listed(sorted(names))}")
        return frozenset(ident for row in found if (ident := as_identity(row.get("Id"))))


def _by(rows: Iterable[Raw], name: str) -> Mapping[str, list[Raw]]:
    """Rows by the id that a field holds; one without it belongs to nothing."""
    found: dict[str, list[Raw]] = {}
    for row in rows:
        if (ident := as_identity(row.get(name))) is not None:
            found.setdefault(ident, []).append(row)
    return found


def _has_earlier(row: Raw) -> bool:
    """Whether a row of the lifecycle is not the first of its case."""
    return optional_instant(row, "PreviousUpdate") is not None


def _noted(rows: Sequence[object], more: Mapping[str, object]) -> Iterator[object]:
    for row in rows:
        yield {**row, **more} if isinstance(row, dict) else row
