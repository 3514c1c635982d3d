"""What a look at an Intercom workspace finds: what its token may read, how fast, and how long.

https://developers.intercom.com/docs/build-an-integration/learn-more/authentication
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.contract import Check
from metrics.helpdesks.fields import Raw, as_identity, count
from metrics.helpdesks.intercom import schedules
from metrics.helpdesks.intercom.client import Client, allowance, workspace_of
from metrics.helpdesks.intercom.searches import SMALL_PAGE, changed
from metrics.helpdesks.intercom.sources import CONVERSATIONS, SOURCES, Paging

_PROBE_SECONDS: Final = 3600
_EVER: Final = 4_102_444_800
_WINDOWS: Final = 6
WITHOUT: Final = "not in the plan or not for this token; figures are whole without it"


def checks(client: Client, account: str, per_minute: int | None) -> Iterator[str | Check]:
    """Look at everything in turn; a sentence by itself is something to mend.

    `account` is the workspace that the settings name, `per_minute` the calls that they allow.
    """
    try:
        me = client.get("/me")
    except HelpdeskError as error:
        yield str(error)
        return
    if trouble := workspace_trouble(me.body, account):
        yield trouble
        return
    yield Check("what a token may do is ticked in the Developer Hub; Deskpulse never writes")
    yield from _streams(client, (me.served_at or _PROBE_SECONDS) - _PROBE_SECONDS)
    yield from _first_sync(client, me, per_minute)


def workspace_trouble(me: Raw, account: str) -> str:
    """What is wrong where a token opens another workspace than the settings say; "" if nothing."""
    found = workspace_of(me)
    if found is None or found == account:
        return ""
    return (
        f"Intercom's token opens the workspace {found}, and INTERCOM_WORKSPACE says {account}. "
        "Correct one of them, so that figures of two workspaces are never mixed."
    )


def _streams(client: Client, since: int) -> Iterator[str | Check]:
    """Each stream in its order, the parts of a conversation by one that was found."""
    known: str | None = None
    for stream, feed in SOURCES.items():
        name = stream.replace("_", " ")
        try:
            if feed.mode is Paging.DETAILS:
                if known is not None:
                    client.conversation(known)
                    yield Check(f"{name}: the token may read them")
                continue
            batch = client.fetch(stream, None, since)
            known = known or _conversation_of(stream, batch)
            yield from stream_troubles(stream, batch)
            yield Check(f"{name}: the token may read them")
        except HelpdeskError as error:
            if feed.optional and error.refused:
                yield Check(f"{name}: {WITHOUT}")
            else:
                yield f"{stream}: {error}"


def stream_troubles(stream: str, batch: Batch) -> Iterator[str]:
    """What a person must mend by hand in what a stream tells, since the sync goes on without it."""
    return schedules.troubles(batch.rows) if stream == "office_hours" else iter(())


def _conversation_of(stream: str, batch: Batch) -> str | None:
    """A conversation of a page, to be asked of its parts."""
    found = (row for row in batch.rows if isinstance(row, dict))
    ids = [as_identity(row.get("id")) for row in found] if stream in CONVERSATIONS else []
    return next(iter(ids), None)


def _first_sync(client: Client, me: Answer, per_minute: int | None) -> Iterator[Check]:
    """What may be called, and about how long it takes to read all there is."""
    learnt = allowance(me.headers)
    calls = per_minute or (_WINDOWS * learnt.calls if learnt and learnt.calls else None)
    if calls is None:
        return
    pace = f"{calls:,} calls a minute at most are made"
    total = _count(client)
    if total is None:
        yield Check(pace)
        return
    minutes = total / min(calls, _WINDOWS * _A_SECOND * 10)
    how_long = f"{round(minutes / 60)} hours" if minutes > 90 else f"{round(minutes) or 1} minutes"
    yield Check(
        f"{pace}: all of some {total:,} conversations, with a call for the parts of each, take "
        f"about {how_long}; the newest weeks come first, and DESKPULSE_SINCE says how far back"
    )


_A_SECOND: Final = 5
"""How many calls, one after the other, Intercom answers in a second (unconfirmed)."""


def _count(client: Client) -> int | None:
    """How many conversations a search finds."""
    try:
        body = client.search("conversations", changed(1, _EVER), SMALL_PAGE).body
    except HelpdeskError:
        return None
    return count(body, "total_count")
