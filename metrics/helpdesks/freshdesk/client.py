"""Freshdesk's paths, its credits and its habits of refusing, behind one `fetch`.

https://developers.freshdesk.com/api/#ratelimit
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import httpx

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.dialect import Dialect
from metrics.helpdesks.fields import Raw, as_identity, mapping
from metrics.helpdesks.freshdesk import pages, unsolved, vocabulary
from metrics.helpdesks.freshdesk.sources import SOURCES, Feed, Paging
from metrics.helpdesks.pace import Allowance, Limit
from metrics.helpdesks.web import Site, Surroundings, Web
from metrics.tickets.records import Instant, Status

CREDITS_PER_MINUTE: Final = 50
"""What the smallest plan allows; an answer's headers tell of more."""
_LIST_CALLS: Final = {50: 50, 200: 20, 400: 100, 700: 200, 1000: 300, 2000: 400}
"""Calls of a list of tickets in a minute, by all that a plan allows.

Where the plan is not known the fewest do: each of the hundred tickets of a page takes a call of its
own.
"""
_LIST_COST: Final = SOURCES["tickets"].cost
_SHARE: Final = 0.75
"""How much of the account's credits is taken: others need them too."""
_MOST_PER_MINUTE: Final = 2000
"""No plan has more in a minute; a larger number is that of an old plan, for an hour."""
_PAUSE_SECONDS: Final = 5.0

_WALKS: Final[Mapping[Paging, Callable[[Web, Feed, str | None, Instant], Batch]]] = {
    Paging.UPDATES: pages.updates,
    Paging.LIST: pages.listing,
    Paging.LATEST: pages.latest,
}

_ADVICE: Final = {
    401: "did not accept the API key: copy it again from the profile of its agent",
    403: "refused: the key's agent needs the admin role, and the plan this feature",
    404: "knows nothing at this address: write it as https://NAME.freshdesk.com, since an address "
    "of your own does not work for the API",
}


def web(
    address: str,
    key: str,
    around: Surroundings | None = None,
    *,
    credits_per_minute: int | None = None,
) -> Web:
    """A client that signs in with an agent's API key.

    `address` is one of this machine for the sandbox; what the plan allows is learnt from its
    answers unless it is said.
    """
    calls = credits_per_minute or int(_SHARE * CREDITS_PER_MINUTE)
    usual = min(_LIST_CALLS.values())
    lists = _LIST_CALLS.get(calls, calls // 4) if credits_per_minute else usual
    site = Site(
        base_url=f"{address.rstrip('/')}/api/v2",
        name="Freshdesk",
        limits=(
            Limit(prefix="/", calls=calls),
            Limit(prefix="/tickets", calls=max(1, lists) * _LIST_COST, but=("/tickets/",)),
        ),
        dialect=Dialect(
            allowance=_nothing if credits_per_minute else allowance,
            advice=_ADVICE,
        ),
    )
    return Web(site, httpx.BasicAuth(key, "X"), around=around or Surroundings())


def allowance(headers: Mapping[str, str]) -> Allowance | None:
    """What the account may spend in a minute, of which we take our share.

    Only calls of one credit tell it: those of a list of tickets have a limit of their own beside.
    """
    total, remaining = (_number(headers.get(f"x-ratelimit-{w}")) for w in ("total", "remaining"))
    used = _number(headers.get("x-ratelimit-used-currentrequest"))
    if total is None or remaining is None or used not in {None, 1}:
        return None
    per_minute = total if total <= _MOST_PER_MINUTE else total // 60
    return Allowance(
        calls=max(1, int(_SHARE * per_minute)),
        remaining=remaining,
        resets_seconds=_PAUSE_SECONDS,
    )


def _nothing(headers: Mapping[str, str]) -> Allowance | None:
    del headers
    return None


def _number(text: str | None) -> int | None:
    """A whole number, which Freshdesk writes "50.0" too."""
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return None


class Client:
    """Fetches pages of streams, what was said in tickets, and lists of names."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """One plain object. Raises HelpdeskError."""
        return self._web.get(path, params)

    def fetch(
        self, stream: str, cursor: str | None, since: Instant, statuses: Sequence[str]
    ) -> Batch:
        """The next page of a stream; `statuses` are those of unsolved tickets.

        Raises HelpdeskError.
        """
        feed = SOURCES[stream]
        if feed.mode is Paging.UNSOLVED:
            return unsolved.tickets(self._web, feed, cursor, statuses)
        return _WALKS[feed.mode](self._web, feed, cursor, since)

    def conversations(self, ticket: str) -> list[object] | None:
        """All that was said in a ticket after its opening; None where nobody knows it.

        Raises HelpdeskError.
        """
        feed = SOURCES["conversations"]
        try:
            return list(self._all(feed, feed.path.format(ticket)))
        except HelpdeskError as error:
            if error.gone:
                return None
            raise

    def ticket(self, ticket: str) -> Raw | None:
        """A ticket by itself, as those that were thrown away still are; None: nobody knows it.

        Raises HelpdeskError.
        """
        try:
            return self._web.get(f"/tickets/{ticket}").body
        except HelpdeskError as error:
            if error.gone:
                return None
            raise

    def rows(self, path: str) -> list[Raw]:
        """All rows of a list. Raises HelpdeskError."""
        feed = Feed(path=path, mode=Paging.LIST)
        return [row for row in self._all(feed, path) if isinstance(row, dict)]

    def choices(self) -> tuple[dict[str, str], dict[str, str]]:
        """The labels of statuses, and of channels, by their numbers; none where they are refused.

        A status has its label for agents first; a channel stands there by its label.
        """
        try:
            fields = {str(row.get("type")): row for row in self.rows("/ticket_fields")}
        except HelpdeskError as error:
            if not error.refused:
                raise
            return {}, {}
        statuses = mapping(fields.get("default_status", {}), "choices")
        sources = mapping(fields.get("default_source", {}), "choices")
        return (
            {str(number): str(_first(label)) for number, label in statuses.items()},
            {str(number): str(label) for label, number in sources.items()},
        )

    def _all(self, feed: Feed, path: str) -> Iterator[object]:
        before = ""
        for page in itertools.count(1):
            answer = pages.get(self._web, feed, {"page": page}, path)
            yield from answer.items
            if not pages.has_next(answer):
                return
            before = pages.turn(path, answer, page, before)


def unsolved_statuses(labels: Mapping[str, str]) -> tuple[str, ...]:
    """The numbers of all statuses in which a ticket is not solved."""
    own = {str(vocabulary.OPEN), str(vocabulary.PENDING), *filter(str.isdecimal, labels)}
    solved = {str(vocabulary.RESOLVED), str(vocabulary.CLOSED)} | {
        number
        for number, label in labels.items()
        if vocabulary.STATUS_LABELS.get(label.lower()) is Status.SOLVED
    }
    return tuple(sorted(own - solved, key=int))


def hours_of_groups(groups: Sequence[Raw]) -> dict[str, str]:
    """The business hours that groups have of their own, by group."""
    pairs = (
        (as_identity(row.get("id")), as_identity(row.get("business_hour_id"))) for row in groups
    )
    return {group: hours for group, hours in pairs if group and hours}


def _first(label: object) -> object:
    return label[0] if isinstance(label, list) and label else label
