"""What a look at a Freshdesk account finds: what its key may read, what its plan allows, how long.

https://developers.freshdesk.com/api/#agents
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.contract import Check
from metrics.helpdesks.fields import Raw, as_identity, count
from metrics.helpdesks.freshdesk import schedules
from metrics.helpdesks.freshdesk.client import Client, allowance
from metrics.helpdesks.freshdesk.pages import PAGE_SIZE
from metrics.helpdesks.freshdesk.sources import SOURCES, Paging

_PROBE_SECONDS: Final = 3600
_GLOBAL: Final = 1
WITHOUT: Final = "not in the plan or not for this key; figures are whole without it"


def checks(
    client: Client, statuses: Sequence[str], per_minute: int | None
) -> Iterator[str | Check]:
    """Look at everything in turn; a sentence by itself is something to mend.

    `statuses` are those of unsolved tickets, `per_minute` the credits that the settings allow.
    """
    try:
        me = client.get("/agents/me")
    except HelpdeskError as error:
        yield str(error)
        return
    yield from _scope_trouble(me.body)
    yield Check("a key may do all that its agent may; Deskpulse never writes")
    since, ticket = (me.served_at or _PROBE_SECONDS) - _PROBE_SECONDS, None
    for stream, feed in SOURCES.items():
        name = stream.replace("_", " ")
        try:
            if feed.mode is Paging.DETAILS:
                if ticket is not None:
                    client.conversations(ticket)
                    yield Check(f"{name}: the key may read them")
                continue
            batch = client.fetch(stream, None, since, statuses)
            ticket = ticket or _ticket_of(stream, batch)
            yield from stream_troubles(stream, batch)
            yield Check(f"{name}: the key may read them")
        except HelpdeskError as error:
            if feed.optional and error.refused:
                yield Check(f"{name}: {WITHOUT}")
            else:
                yield f"{stream}: {error}"
    yield from _first_sync(client, me, per_minute)


def stream_troubles(stream: str, batch: Batch) -> Iterator[str]:
    """What a person must mend by hand in what a stream tells, since the sync goes on without it."""
    return schedules.troubles(batch.rows) if stream == "business_hours" else iter(())


def _ticket_of(stream: str, batch: Batch) -> str | None:
    """A ticket of a page, to be asked of what was said in it."""
    rows = (row for row in batch.rows if isinstance(row, dict))
    ids = [as_identity(row.get("id")) for row in rows] if stream in {"tickets", "unsolved"} else []
    return next(iter(ids), None)


def _scope_trouble(agent: Raw) -> Iterator[str]:
    """A key whose agent sees some tickets only gets lists that look whole and are not."""
    scope = agent.get("ticket_scope")
    if scope is not None and scope != _GLOBAL:
        yield (
            "The API key's agent sees only tickets of their own or of their groups, so figures "
            "would be of those alone. Give the agent global access to tickets."
        )


def _first_sync(client: Client, me: Answer, per_minute: int | None) -> Iterator[Check]:
    """What the plan allows, and about how long it takes to read all there is."""
    learnt = allowance(me.headers)
    credits = per_minute or (learnt.calls if learnt and learnt.calls else None)
    if credits is None:
        return
    pace = f"{credits} credits a minute are taken"
    tickets = _count(client)
    if tickets is None:
        yield Check(pace)
        return
    minutes = tickets * (1 + SOURCES["tickets"].cost / PAGE_SIZE) / credits
    how_long = f"{round(minutes / 60)} hours" if minutes > 90 else f"{round(minutes) or 1} minutes"
    yield Check(
        f"{pace}: all of some {tickets:,} tickets, with a call for what was said in each, take "
        f"about {how_long}; the newest weeks come first, and DESKPULSE_SINCE says how far back"
    )


def _count(client: Client) -> int | None:
    """How many tickets a search finds; archived ones are not among them."""
    try:
        body = client.get("/search/tickets", {"query": "\"created_at:>'2010-01-01'\""}).body
    except HelpdeskError:
        return None
    return count(body, "total")
