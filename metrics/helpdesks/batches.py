"""A page as a helpdesk gave it, before its rows are read, and what is said once of such pages."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metrics.helpdesks.contract import Page
from metrics.tickets.records import Instant, Record

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One page as the helpdesk gave it, and where the next one begins."""

    rows: tuple[object, ...]
    cursor: str
    caught_up: bool
    through_at: Instant | None

    def page(self, records: Iterable[Record], unknown: Mapping[str, int]) -> Page:
        """The same page with the records that its rows hold."""
        return Page(
            records=tuple(records),
            cursor=self.cursor,
            caught_up=self.caught_up,
            through_at=self.through_at,
            unknown=dict(unknown),
        )


class Warnings:
    """Says once what a person must mend by hand, since the sync goes on without it."""

    def __init__(self, title: str) -> None:
        """`title` is what people call the helpdesk."""
        self._title = title
        self._logged: set[str] = set()

    def log(self, sentences: Iterable[str]) -> None:
        """Log those that are new."""
        for sentence in sentences:
            if sentence not in self._logged:
                self._logged.add(sentence)
                log.warning("%s: %s", self._title, sentence)
