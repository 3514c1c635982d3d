"""A stream of a helpdesk page by page, stopped where it goes in circles or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk, Page
from metrics.tickets.records import Instant, Unreadable

DRIFT_RECORDS: Final = 5
"""A page of at least so many records of which none can be read is no accident."""

STANDSTILLS: Final = 2
"""How often a cursor may come again before we stop asking."""


def pages(helpdesk: Helpdesk, stream: str, cursor: str | None, since: Instant) -> Iterator[Page]:
    """The pages of a stream up to now, from `cursor` on or else from `since`.

    The next one is asked for when it is wanted. Raises HelpdeskError.
    """
    cursors, standstills = {cursor}, 0
    while True:
        page = helpdesk.page(stream, cursor, since)
        _refuse_drift(stream, page)
        yield page
        if page.caught_up:
            return
        standstills += page.cursor in cursors
        if standstills >= STANDSTILLS:
            raise HelpdeskError(
                f"The helpdesk hands out the same page of {stream} again and again; reading "
                "it was stopped. Tell its support, or Deskpulse's if it goes on.",
                permanent=True,
            )
        cursor = page.cursor
        cursors.add(cursor)


def _refuse_drift(stream: str, page: Page) -> None:
    """Stop before the cursor moves past a page in which nothing can be read any more."""
    unreadable = [record for record in page.records if isinstance(record, Unreadable)]
    if len(unreadable) == len(page.records) >= DRIFT_RECORDS:
        raise HelpdeskError(
            f"Not one of {len(unreadable)} records of {stream} can be read "
            f"({unreadable[0].reason}): the helpdesk has changed its answers. "
            "Nothing was skipped; update Deskpulse.",
            permanent=True,
        )
