"""Pylon's paths, its limits and its habits of refusing, behind one `fetch`.

https://docs.usepylon.com/pylon-docs/developer/api/rate-limits
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Collection, Mapping
from typing import Final, NamedTuple
from urllib.parse import quote

import httpx

from metrics.errors import HelpdeskError
from metrics.helpdesks import endless
from metrics.helpdesks.bearer import Bearer
from metrics.helpdesks.dialect import Busy, Dialect, Refusal
from metrics.helpdesks.fields import Raw, as_identity, optional_instant
from metrics.helpdesks.headers import retry_after
from metrics.helpdesks.pace import Allowance, Limit
from metrics.helpdesks.pylon import messages, pages, surveys, unsolved
from metrics.helpdesks.pylon.pages import SEARCH, Batch
from metrics.helpdesks.pylon.sources import SOURCES, Feed, Paging
from metrics.helpdesks.pylon.vocabulary import CATEGORIES
from metrics.helpdesks.web import Site, Surroundings, Web
from metrics.tickets.records import Instant, Status

_SHARE: Final = 0.75
"""How much of what the organisation may ask is taken: others need some too."""
SEARCHES, STATUSES, OTHERS = 120, 30, 300
"""Calls that Pylon allows in a minute, by kind."""
_PAUSE_SECONDS: Final = 5.0
_MOST_ISSUES: Final = 100_000
_BUSY, _NO_TOKEN = 429, 401

_WALKS: Final[Mapping[Paging, Callable[[Web, Feed, str | None, Instant], Batch]]] = {
    Paging.LIST: pages.listing,
    Paging.UPDATES: pages.updates,
    Paging.RATINGS: surveys.responses,
}

_ADVICE: Final = {
    401: "did not accept the token: an admin makes a new one in the settings of Pylon",
    403: "refused: the plan or the token lacks the right to read this",
    404: "knows nothing at this address: check it",
}
_OTHER_REGION: Final = (
    "did not accept the token at this address: it belongs to another region. Write "
    "https://api.eu.usepylon.com for the European Union, https://api.usepylon.com for the others"
)


def web(
    address: str,
    token: str,
    around: Surroundings | None = None,
    *,
    calls_per_minute: int | None = None,
) -> Web:
    """A client that signs in with a token. `address` is one of this machine for the sandbox."""

    def limit(prefix: str, calls: int, *but: str) -> Limit:
        return Limit(prefix=prefix, calls=calls_per_minute or int(_SHARE * calls), but=but)

    site = Site(
        base_url=address.rstrip("/"),
        name="Pylon",
        limits=(
            limit(SEARCH, SEARCHES),
            limit("/issues/", OTHERS, SEARCH),
            limit("/issue-statuses", STATUSES),
            limit("/", OTHERS, "/issues/", "/issue-statuses"),
        ),
        dialect=Dialect(judge=judge, allowance=allowance, advice=_ADVICE),
    )
    return Web(site, Bearer(token), around=around or Surroundings())


def judge(status: int, headers: Mapping[str, str], body: bytes) -> Busy | Refusal | None:
    """How Pylon says to wait, by either of two headers, and that a token is of another region."""
    if status == _BUSY:
        given = httpx.Headers(dict(headers))
        seconds = retry_after(given, "x-retry-after") or retry_after(given)
        return Busy(f"HTTP {status}", seconds)
    if status == _NO_TOKEN and _code(body) == "wrong_region_token":
        return Refusal(status, advice=_OTHER_REGION)
    return None


def _code(body: bytes) -> str:
    try:
        error = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(error.get("code", "")) if isinstance(error, dict) else ""


def allowance(headers: Mapping[str, str]) -> Allowance | None:
    """How many calls are left of this minute; how many there are in all it does not say."""
    text = headers.get("x-rate-limit-remaining", "")
    if not text.isdecimal():
        return None
    return Allowance(remaining=int(text), resets_seconds=_PAUSE_SECONDS)


class Known(NamedTuple):
    """What messages are asked for by, and when the issue was created, where that is told."""

    id: str
    created_at: Instant | None


class IssueMessages(NamedTuple):
    """What was said in an issue, oldest first, and when the issue was created."""

    rows: list[Raw]
    created_at: Instant | None


def _known(row: Raw) -> Known | None:
    ident = as_identity(row.get("id"))
    return None if ident is None else Known(ident, optional_instant(row, "created_at"))


class Client:
    """Fetches pages of streams, what was said in issues, and lists of names."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._issues: dict[str, Known] = {}

    def me(self) -> tuple[Raw, Instant | None]:
        """The organisation that the token opens, and Pylon's clock. Raises HelpdeskError."""
        answer = self._web.get("/me")
        organization = answer.body.get("data")
        return organization if isinstance(organization, dict) else {}, answer.served_at

    def fetch(
        self,
        stream: str,
        cursor: str | None,
        since: Instant,
        categories: Mapping[str, Status],
        listed: Collection[str] = (),
    ) -> Batch:
        """The next page of a stream; `categories` are our words for statuses.

        Statuses that are `listed` and have none are open until we learn. Raises HelpdeskError.
        """
        feed = SOURCES[stream]
        if feed.mode is Paging.UNSOLVED:
            known = {**dict.fromkeys(listed, Status.OPEN), **categories}
            slugs = [slug for slug, status in known.items() if status.unsolved]
            batch = unsolved.tickets(self._web, cursor, slugs)
        else:
            batch = _WALKS[feed.mode](self._web, feed, cursor, since)
        if feed.mode in {Paging.UPDATES, Paging.UNSOLVED}:
            self._note_issues(batch)
        return batch

    def messages(self, number: str) -> IssueMessages | None:
        """All that was said in an issue, oldest first; None where it is no more.

        Messages are asked for by the issue's id, which a page told or else the issue itself does.
        Raises HelpdeskError.
        """
        known = self._issues.get(number) or self._look_up(number)
        if known is None:
            return None
        try:
            found = self.rows(SOURCES["messages"].path.format(quote(known.id, safe="")))
        except HelpdeskError as error:
            if error.gone and self._look_up(number) is None:
                return None
            raise
        return IssueMessages(sorted(found, key=messages.moment), known.created_at)

    def _look_up(self, number: str) -> Known | None:
        row = unsolved.issue(self._web, number)
        return None if row is None else _known(row)

    def _note_issues(self, batch: Batch) -> None:
        """Remember the ids of issues, of which messages are asked next."""
        if len(self._issues) > _MOST_ISSUES:
            self._issues.clear()
        for row in batch.rows:
            if isinstance(row, dict) and (known := _known(row)) is not None:
                self._issues[str(row.get("number"))] = known

    def rows(self, path: str, params: Mapping[str, str | int] | None = None) -> list[Raw]:
        """All rows of a list. Raises HelpdeskError."""
        found: list[Raw] = []
        place, before = "", ""
        for page in itertools.count(1):
            asked = {**(params or {}), **({"cursor": place} if place else {})}
            sheet = pages.sheet(self._web.get(path, asked), path)
            found += [row for row in sheet.rows if isinstance(row, dict)]
            if sheet.next in {"", place}:
                break
            before = endless.turn(f"Pylon's list at {path}", sheet.rows, page, before)
            place = sheet.next
        return found

    def statuses(self) -> tuple[dict[str, Status], dict[str, str]]:
        """Our words and the labels of all statuses, by slug; Pylon's own where it refuses the list.

        Raises HelpdeskError.
        """
        try:
            listed = self.rows("/issue-statuses")
        except HelpdeskError as error:
            if not error.refused:
                raise
            listed = []
        listed = [row for row in listed if as_identity(row.get("slug"))]
        own = {str(row.get("slug")): CATEGORIES.get(str(row.get("category"))) for row in listed}
        labels = {str(row.get("slug")): str(row.get("label") or "") for row in listed}
        return {**{slug: word for slug, word in own.items() if word}, **CATEGORIES}, labels
