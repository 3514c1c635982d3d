"""A stream of a helpdesk page by page, stopped where it goes in circles or cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk, Page
from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.vendors import title_of
from metrics.tickets.records import Instant, Unreadable

log = logging.getLogger(__name__)

DRIFT_RECORDS: Final = 5
"""A page of at least so many records of which none can be read is no accident."""

STANDSTILLS: Final = 2
"""How often a cursor may come again before we stop asking."""

REPEATS: Final = 3
"""How often in a row the same records may come again, whatever the cursor says."""

MOST_PAGES: Final = 20_000
"""So many pages in a row that come no further in time, at 100 records each, are no list."""


def pages(helpdesk: Helpdesk, stream: str, cursor: str | None, since: Instant) -> Iterator[Page]:
    """The pages of a stream up to now, from `cursor` on or else from `since`.

    The next one is asked for when it is wanted. Raises HelpdeskError.
    """
    progress = _Headway(stream, cursor)
    while True:
        with readable(helpdesk, stream):
            page = helpdesk.page(stream, cursor, since)
        _refuse_drift(stream, page)
        progress.refuse_repeats(page)
        yield page
        if page.caught_up:
            return
        progress.refuse_circles(page)
        cursor = page.cursor


@contextmanager
def readable(helpdesk: Helpdesk, stream: str) -> Iterator[None]:
    """Turn what goes wrong on the way from an answer to records into a HelpdeskError.

    It names a field, or else the kind of error, and never what stood there.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        title = title_of(helpdesk.vendor)
        log.exception("%s: an answer about %s cannot be read", title, stream)
        reason = str(error) if isinstance(error, MalformedError) else type(error).__name__
        raise HelpdeskError(
            f"An answer of {title}'s about {stream} cannot be read ({reason}). "
            "Nothing was skipped; update Deskpulse, or tell its support if that does not help.",
            permanent=True,
        ) from error


class _Headway:
    """Whether the pages of a stream lead on."""

    def __init__(self, stream: str, cursor: str | None) -> None:
        self._stream = stream
        self._cursors = {cursor}
        self._standstills = 0
        self._repeats = 0
        self._pages = 0
        self._page: Page | None = None

    def refuse_repeats(self, page: Page) -> None:
        """Stop where the same records come over and over, or no end is in sight."""
        before, self._page = self._page, page
        if before is None:
            return
        again = bool(page.records) and page.records == before.records
        self._repeats = self._repeats + 1 if again else 0
        self._pages = self._pages + 1 if page.through_at == before.through_at else 0
        if not page.caught_up and self._repeats >= REPEATS:
            raise self._stopped("hands out the same records of", "again and again")
        if not page.caught_up and self._pages >= MOST_PAGES:
            raise self._stopped("hands out page after page of", "without an end")

    def refuse_circles(self, page: Page) -> None:
        """Stop where a cursor comes again."""
        self._standstills += page.cursor in self._cursors
        if self._standstills >= STANDSTILLS:
            raise self._stopped("hands out the same page of", "again and again")
        self._cursors.add(page.cursor)

    def _stopped(self, does: str, how: str) -> HelpdeskError:
        return HelpdeskError(
            f"The helpdesk {does} {self._stream} {how}; reading it was stopped. "
            "Tell its support, or Deskpulse's if it goes on.",
            permanent=True,
        )


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
