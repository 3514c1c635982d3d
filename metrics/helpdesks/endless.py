"""Stops where a list that comes in pages does not end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from metrics.errors import HelpdeskError

MOST_PAGES: Final = 300


def turn(where: str, rows: Sequence[object], page: int, before: str, most: int = MOST_PAGES) -> str:
    """The print of a page that another one follows, by which that one is told from it.

    `where` names the list, `page` counts from 1, `before` is the print of the page before, "" of
    the first. Raises HelpdeskError where the page repeats the one before, and after `most` pages.
    """
    text = json.dumps(rows, sort_keys=True, default=str)
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16] if rows else ""
    repeats = mark == before != ""
    if repeats or page >= most:
        what = "gives the same page again and again" if repeats else "does not end"
        raise HelpdeskError(
            f"{where} {what} (page {page}); reading it was stopped. Tell the helpdesk's support, "
            "or Deskpulse's if it goes on.",
            permanent=True,
        )
    return mark
