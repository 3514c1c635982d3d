"""Intercom's paths, its version, its limits and its habits of refusing, behind one `fetch`.

https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

import httpx

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.bearer import Bearer
from metrics.helpdesks.dialect import Busy, Dialect, Refusal
from metrics.helpdesks.fields import Raw, as_identity, mapping, optional_instant, rows
from metrics.helpdesks.headers import served_at
from metrics.helpdesks.intercom import searches
from metrics.helpdesks.intercom.schedules import ONLY
from metrics.helpdesks.intercom.sources import HOURS_PATH, SOURCES, Feed, Paging
from metrics.helpdesks.pace import Allowance, Limit
from metrics.helpdesks.web import Site, Surroundings, Web
from metrics.tickets.records import Instant

VERSION: Final = "2.16"
"""Other versions have other words: those of priorities and of what an AI agent came to changed."""
WINDOW_SECONDS: Final = 10.0
CALLS_PER_MINUTE: Final = 10_000
"""What an app may call; answers' headers tell of the window."""
_SHARE: Final = 0.75
"""How much of the app's calls is taken: it may have other uses."""
_WINDOWS: Final = 6
_MOST_DELETED_PAGES: Final = 300
_SCOPE_LACKS: Final = frozenset({"token_unauthorized", "forbidden", "api_plan_restricted"})
_OTHER_VERSION: Final = "intercom_version_invalid"

_WALKS: Final[Mapping[Paging, Callable[[Web, Feed, str | None, Instant], Batch]]] = {
    Paging.LIST: searches.listing,
    Paging.UPDATES: searches.updates,
    Paging.UNSOLVED: searches.unsolved,
    Paging.DELETED: searches.deleted,
}

_RIGHTS: Final = (
    "refused: tick the right to read this for the app in Intercom's Developer Hub, and look "
    "whether the plan has it"
)
_ADVICE: Final = {
    401: "did not accept the access token: copy it again from the Developer Hub, and check that "
    "INTERCOM_URL is that of the workspace's region",
    403: _RIGHTS,
}


def web(
    address: str,
    token: str,
    around: Surroundings | None = None,
    *,
    calls_per_minute: int | None = None,
) -> Web:
    """A client that signs in with an access token.

    `address` is one of this machine for the sandbox; what the app may call is learnt from its
    answers unless it is said.
    """
    calls = calls_per_minute or int(_SHARE * CALLS_PER_MINUTE)
    site = Site(
        base_url=address,
        name="Intercom",
        limits=(Limit(prefix="/", calls=max(1, calls // _WINDOWS), seconds=WINDOW_SECONDS),),
        dialect=Dialect(
            judge=judge,
            allowance=_only_the_rest if calls_per_minute else allowance,
            advice=_ADVICE,
            headers={"Intercom-Version": VERSION},
        ),
    )
    return Web(site, Bearer(token), around=around or Surroundings())


def judge(status: int, headers: Mapping[str, str], body: bytes) -> Busy | Refusal | None:
    """What an error means: too many calls, a right that the token lacks, or None for the usual.

    No header says how long to stay away, only when the window ends.
    """
    codes = set(_codes(body))
    if status == 429 or "rate_limit_exceeded" in codes:
        rest = _rest_seconds(headers)
        return None if rest is None else Busy("too many calls for now", rest)
    if codes & _SCOPE_LACKS:
        return Refusal(status, withheld=True, advice=_RIGHTS)
    if _OTHER_VERSION in codes:
        return Refusal(status, withheld=True, advice=f"has no such thing in version {VERSION}")
    return None


def allowance(headers: Mapping[str, str]) -> Allowance | None:
    """What the app may call in a window, of which we take our share."""
    learnt = _only_the_rest(headers)
    limit = _number(headers.get("x-ratelimit-limit"))
    if learnt is None or limit is None:
        return learnt
    return Allowance(
        calls=max(1, int(_SHARE * limit)),
        remaining=learnt.remaining,
        resets_seconds=learnt.resets_seconds,
    )


def _only_the_rest(headers: Mapping[str, str]) -> Allowance | None:
    remaining = _number(headers.get("x-ratelimit-remaining"))
    if remaining is None:
        return None
    return Allowance(remaining=remaining, resets_seconds=_rest_seconds(headers) or WINDOW_SECONDS)


def _rest_seconds(headers: Mapping[str, str]) -> float | None:
    """How long the window lasts, by Intercom's own clock; None where it does not say."""
    resets_at, now = _number(headers.get("x-ratelimit-reset")), served_at(httpx.Headers(headers))
    if resets_at is None or now is None:
        return None
    return float(min(max(1, resets_at - now), 6 * WINDOW_SECONDS))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _codes(body: bytes) -> list[str]:
    """The codes of a list of errors."""
    try:
        content: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []
    listed = rows(content, "errors") if isinstance(content, dict) else ()
    return [str(one.get("code")) for one in listed if isinstance(one, dict)]


class Client:
    """Fetches pages of streams, conversations with their parts, and when some were deleted."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._deletions: dict[str, Instant] = {}
        self._deletions_page: int | None = 1

    def begin(self) -> None:
        """A run begins: what was deleted is read anew."""
        self._deletions, self._deletions_page = {}, 1

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """One plain object. Raises HelpdeskError."""
        return self._web.get(path, params)

    def search(self, stream: str, query: Raw, size: int) -> Answer:
        """The first page of what a query finds. Raises HelpdeskError."""
        return searches.search(self._web, SOURCES[stream], query, None, size)

    def fetch(self, stream: str, cursor: str | None, since: Instant) -> Batch:
        """The next page of a stream. Raises HelpdeskError."""
        feed = SOURCES[stream]
        batch = _WALKS[feed.mode](self._web, feed, cursor, since)
        if feed.path != HOURS_PATH:
            return batch
        only = {ONLY: len(batch.rows) == 1}
        completed = tuple(self._with_exceptions(row, only) for row in batch.rows)
        return Batch(rows=completed, cursor="", caught_up=True, through_at=batch.through_at)

    def conversation(self, ident: str) -> Raw | None:
        """A conversation with its parts; None where nobody can have it any more.

        Raises HelpdeskError.
        """
        return self._one(SOURCES["parts"].path.format(quote(ident, safe="")))

    def knows_ticket(self, ident: str) -> bool:
        """Whether there is a ticket with this id, which is none of a conversation.

        Where tickets are withheld there is none. Raises HelpdeskError.
        """
        try:
            return self._one(f"/tickets/{quote(ident, safe='')}") is not None
        except HelpdeskError as error:
            if error.refused:
                return False
            raise

    def _one(self, path: str) -> Raw | None:
        try:
            return self._web.get(path).body
        except HelpdeskError as error:
            if error.gone:
                return None
            raise

    def deleted_at(self, ident: str) -> Instant | None:
        """When a conversation was deleted; None where the list of deletions has it not.

        The list is read as far as it must be, the newest first. Raises HelpdeskError.
        """
        while ident not in self._deletions and self._deletions_page is not None:
            page = self._deletions_page
            answer = searches.deletions(self._web, page)
            for row in rows(answer.body, "conversations"):
                at = optional_instant(row, "deleted_at") if isinstance(row, dict) else None
                if at is not None and (known := as_identity(row.get("id"))) is not None:
                    self._deletions[known] = at
            more = searches.has_next(answer) and page < _MOST_DELETED_PAGES
            self._deletions_page = page + 1 if more else None
        return self._deletions.get(ident)

    def _with_exceptions(self, row: object, only: Raw) -> object:
        """Office hours with the days on which others hold, and whether there are no others."""
        ident = as_identity(row.get("id")) if isinstance(row, dict) else None
        if not isinstance(row, dict) or ident is None:
            return row
        path = f"{HOURS_PATH}/{quote(ident, safe='')}/office_hours_exceptions"
        return {**row, **only, "exceptions": list(rows(self._web.get(path).body, "data"))}


def workspace_of(me: Raw) -> str | None:
    """The workspace that a token opens, as `/me` tells it."""
    return as_identity(mapping(me, "app").get("id_code"))
