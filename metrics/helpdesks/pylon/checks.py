"""What a look at a Pylon account finds: whose it is, what its token may read, how long it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Check
from metrics.helpdesks.fields import Raw, as_identity, clean
from metrics.helpdesks.pylon.client import OTHERS, Client
from metrics.helpdesks.pylon.pages import Batch
from metrics.helpdesks.pylon.rows import ISSUES
from metrics.helpdesks.pylon.sources import SOURCES, Paging
from metrics.tickets.records import Status

_PROBE_SECONDS: Final = 3600
WITHOUT: Final = "not in the plan or not for this token; figures are whole without it"


def checks(
    client: Client, account: str, categories: Mapping[str, Status], per_minute: int | None
) -> Iterator[str | Check]:
    """Look at everything in turn; a sentence by itself is something to mend.

    `categories` are our words for statuses, `per_minute` the calls that the settings allow.
    """
    try:
        organization, now = client.me()
    except HelpdeskError as error:
        yield str(error)
        return
    if trouble := organization_trouble(organization, account):
        yield trouble
        return
    name = clean(str(organization.get("name") or account))
    yield Check(f"the token opens the organization {name}; its figures are kept as pylon:{account}")
    yield Check("what else the token may do its role says; Deskpulse never writes")
    since, issue = (now or _PROBE_SECONDS) - _PROBE_SECONDS, None
    for stream, feed in SOURCES.items():
        try:
            if feed.mode is Paging.DETAILS:
                if issue is not None:
                    client.messages(issue)
                    yield Check(f"{stream}: the token may read them")
                continue
            batch = client.fetch(stream, None, since, categories)
            issue = issue or _issue_of(stream, batch)
            yield Check(f"{stream}: the token may read them")
        except HelpdeskError as error:
            if feed.optional and error.refused:
                yield Check(f"{stream}: {WITHOUT}")
            else:
                yield f"{stream}: {error}"
    calls = per_minute or int(OTHERS * 0.75)
    yield Check(
        f"up to {calls} calls a minute are made: what was said in an issue takes one, so a "
        f"thousand issues take about {max(1, round(1000 / calls))} minutes; the newest weeks come "
        "first, and DESKPULSE_SINCE says how far back"
    )


def organization_trouble(organization: Raw, account: str) -> str:
    """What is wrong where a token opens another organization than the settings say, or none.

    "" where nothing is.
    """
    found = as_identity(organization.get("id"))
    if found == account:
        return ""
    if found is None:
        return "Pylon does not say which organization its token opens, so nothing was read of it."
    name = clean(str(organization.get("name") or "")) or "without a name"
    return (
        f"Pylon's token opens the organization {name}, whose id is {found}, and PYLON_ACCOUNT says "
        f"{account}. Correct one of them, so that figures of two organizations are never mixed."
    )


def _issue_of(stream: str, batch: Batch) -> str | None:
    """An issue of a page, to be asked of what was said in it."""
    rows = (row for row in batch.rows if isinstance(row, dict)) if stream in ISSUES else ()
    return next((name for row in rows if (name := as_identity(row.get("number")))), None)
