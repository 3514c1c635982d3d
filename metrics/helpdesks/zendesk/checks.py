"""What a look at a Zendesk account finds: what its token may do, what its plan has, how long.

https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/
https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#count-tickets
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.contract import Check
from metrics.helpdesks.fields import Raw, mapping
from metrics.helpdesks.zendesk import attributes, schedules
from metrics.helpdesks.zendesk.client import EXPORTS_PER_MINUTE, PAGE_SIZES, Client
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.settings import ZendeskSettings
from metrics.helpdesks.zendesk.sources import SOURCES

_PROBE_SECONDS: Final = 3600
_EVENTS: Final = 10
"""So many events has a ticket, to tell about how long reading them all takes."""
WITHOUT = "not in the plan or not for this token; figures are whole without it"


def checks(client: Client, settings: ZendeskSettings, reading: Reading) -> Iterator[str | Check]:
    """Look at everything in turn; a sentence by itself is something to mend."""
    try:
        me = client.get("/users/me")
    except HelpdeskError as error:
        yield str(error)
        return
    yield from _role_trouble(mapping(me.body, "user"))
    yield from _rights(client, settings)
    since = (me.served_at or _PROBE_SECONDS) - _PROBE_SECONDS
    for stream, feed in SOURCES.items():
        name = stream.replace("_", " ")
        try:
            yield from stream_troubles(stream, client.fetch(stream, None, since))
            yield Check(f"{name}: the token may read it")
        except HelpdeskError as error:
            if feed.optional and error.refused:
                yield Check(f"{name}: {WITHOUT}")
            else:
                yield f"{stream}: {error}"
    yield from _audits_trouble(client)
    try:
        yield from attributes.troubles(client.get, reading)
    except HelpdeskError as error:
        yield f"brands and forms: {error}"
    yield from _first_sync(client, settings.calls_per_minute or EXPORTS_PER_MINUTE)


def stream_troubles(stream: str, batch: Batch) -> Iterator[str]:
    """What a person must mend by hand in what a stream tells, since the sync goes on without it."""
    return schedules.troubles(batch.rows) if stream == "schedules" else iter(())


def _role_trouble(user: Raw) -> Iterator[str]:
    """Zendesk answers strangers too: as an anonymous user without an id."""
    if user.get("id") is None:
        yield (
            "Zendesk did not accept the credentials: check the e-mail address, the API token, and "
            "that token access is switched on in the Admin Center."
        )
    elif user.get("role") != "admin":
        yield (
            "The token's owner is not an admin; Zendesk gives its exports and ratings to admins "
            "only. Use a token of an admin, best a service user of its own."
        )


def _rights(client: Client, settings: ZendeskSettings) -> Iterator[Check]:
    """Whether the token may do more than read, which nothing here ever does."""
    if not settings.oauth_token:
        yield Check(
            "an API token may write too, which Deskpulse never does; an OAuth token with the scope "
            "read could not"
        )
        return
    try:
        scopes = mapping(client.get("/oauth/tokens/current").body, "token").get("scopes")
    except HelpdeskError:
        return
    words = [str(scope) for scope in scopes] if isinstance(scopes, list) else []
    more = [word for word in words if word != "read" and not word.endswith(":read")]
    if more:
        yield Check(f"the token has the scope {' '.join(more)} too; read would be enough")
    elif words:
        yield Check("the token may read and not write")


def _audits_trouble(client: Client) -> Iterator[str]:
    """An OAuth token may be good for all the streams and yet not for the audits of tickets."""
    try:
        client.get("/ticket_audits", {"limit": 1})
    except HelpdeskError as error:
        if error.refused:
            yield (
                "The token may not read ticket audits, where the replies of chats and "
                "messaging stand. Give it the scope read."
            )


def _first_sync(client: Client, exports_per_minute: int) -> Iterator[Check]:
    """What the plan allows, and about how long it takes to read all there is."""
    pace = f"{exports_per_minute} pages of exports a minute"
    try:
        count = mapping(client.get("/tickets/count").body, "count").get("value")
    except HelpdeskError:
        count = None
    if not isinstance(count, int):
        yield Check(pace)
        return
    minutes = count * (1 + _EVENTS) / PAGE_SIZES[0] / exports_per_minute
    how_long = f"{round(minutes / 60)} hours" if minutes > 90 else f"{round(minutes) or 1} minutes"
    yield Check(
        f"{pace}: all of some {count:,} tickets, with {_EVENTS} events each, take about "
        f"{how_long}; the newest weeks come first, and DESKPULSE_SINCE says how far back"
    )
