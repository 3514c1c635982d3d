"""Asks a child stream of the tickets that are wanted, some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Details, Helpdesk
from metrics.store.database.engine import Store
from metrics.store.syncs import wanted
from metrics.store.syncs.lease import Lease
from metrics.store.tickets.pages import save_records
from metrics.store.tickets.readings import Reading
from metrics.sync.pages import readable
from metrics.tickets.records import Instant, Unreadable

TICKETS_A_SLICE: Final = 20
FAILURES_IN_A_ROW: Final = 3
"""Where so many tickets, each asked of alone, fail one after the other, the stream fails."""
FAILURES_OF_A_TICKET: Final = 5
"""A ticket that failed so often while others did not is set aside until it changes."""


@dataclass(kw_only=True)
class DetailQuestions:
    """What is asked of a child stream in one turn.

    It ends where nothing is wanted any more, or once `most` tickets were asked of.
    """

    store: Store
    helpdesk: Helpdesk
    lease: Lease
    stream: str
    parent: str
    most: int
    stop: Callable[[], bool]
    reading: Callable[[], Reading]
    tickets: int = 0
    records: int = 0
    slices: int = 0
    failures: list[HelpdeskError] = field(default_factory=list)

    def ask(self) -> Iterator[float]:
        """Ask slice by slice; yields after each what share of what was wanted is there, 0..1.

        Raises HelpdeskError.
        """
        source = self.lease.source
        if not self._wanted():
            with self.lease.write() as connection:
                wanted.advance(connection, source, self.stream, self.parent)
        while not self.stop() and self.tickets < self.most and (slice_ := self._wanted()):
            self._ask_slice(slice_)
            self.tickets += len(slice_)
            with self.store.read() as connection:
                rest = wanted.backlog(connection, source, self.stream, self.parent).tickets
            yield self.tickets / max(1, self.tickets + rest)

    def _wanted(self) -> dict[str, Instant]:
        with self.store.read() as connection:
            return wanted.next_tickets(
                connection, self.lease.source, self.stream, self.parent, TICKETS_A_SLICE
            )

    def _ask_slice(self, tickets: Mapping[str, Instant]) -> None:
        """Ask of some tickets at once; of each by itself where that fails."""
        try:
            self._save(tickets, self._details(tickets))
        except HelpdeskError as error:
            if error.retry_after is not None or (error.refused and not error.gone):
                raise
            for ticket, changed_at in tickets.items():
                if not self.stop():
                    self._ask_alone(ticket, changed_at)

    def _ask_alone(self, ticket: str, changed_at: Instant) -> None:
        """Ask of one ticket; one that fails waits for the next run, and is set aside in the end."""
        try:
            details = self._details((ticket,))
        except HelpdeskError as error:
            self._note_failure(ticket, changed_at, error)
        else:
            self.failures.clear()
            self._save({ticket: changed_at}, details)

    def _details(self, tickets: Iterable[str]) -> Details:
        with readable(self.helpdesk, self.stream):
            return self.helpdesk.details(self.stream, tuple(tickets))

    def _note_failure(self, ticket: str, changed_at: Instant, error: HelpdeskError) -> None:
        self.failures.append(error)
        if error.retry_after is not None or len(self.failures) >= FAILURES_IN_A_ROW:
            raise error
        with self.lease.write() as connection:
            times = wanted.count_failure(connection, self.lease.source, self.stream, ticket)
        if times >= FAILURES_OF_A_TICKET or error.gone:
            reason = (
                "the helpdesk knows it no more" if error.gone else "the helpdesk fails to give it"
            )
            aside = Unreadable(id=ticket, reason=reason)
            self._save({ticket: changed_at}, Details(records=(aside,)))

    def _save(self, tickets: Mapping[str, Instant], details: Details) -> None:
        """Store what was told of these tickets, which are not wanted any more."""
        source = self.lease.source
        with self.lease.write() as connection:
            save_records(connection, source, self.stream, details, self.reading())
            wanted.settle(connection, source, self.stream, tickets)
            wanted.advance(connection, source, self.stream, self.parent)
        self.slices += 1
        self.records += len(details.records)
