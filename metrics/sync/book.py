"""Writes down how a sync goes, for whoever watches; what cannot be written stops no sync."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeAlias

from metrics.errors import KpiError, StoreError
from metrics.helpdesks.usage import Usage, counted
from metrics.store.database.engine import Store
from metrics.store.syncs.lease import LeaseLostError
from metrics.store.syncs.sync_states import Work, note_failure, note_progress, note_success
from metrics.sync.progress import Outcome, Progress, Tell
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

WRITE_SECONDS: Final = 60.0
"""A sync that takes long writes down so often how it goes."""
Note: TypeAlias = Callable[[Any, str, Work, Instant], None]
FAULT: Final = "Something went wrong in Deskpulse itself; its log has the trace."


@dataclass(kw_only=True)
class Unwritten:
    """What runs have taken of the helpdesk, and how many failed, that is not written down yet."""

    usage: Usage = field(default_factory=Usage)
    failures: int = 0


@dataclass(kw_only=True)
class SyncBook:
    """The book of one run."""

    store: Store
    source: str
    clock: Callable[[], Instant]
    unwritten: Unwritten
    monotonic: Callable[[], float] = time.monotonic
    _began: float = 0.0
    _written: float = 0.0

    def __post_init__(self) -> None:
        self._began = self._written = self.monotonic()

    def along(self, tell: Tell) -> Tell:
        """Tells the same, and writes down each minute that pages come."""

        def told(step: Progress) -> None:
            if self.monotonic() - self._written >= WRITE_SECONDS:
                self._written = self.monotonic()
                self._write(note_progress)
            tell(step)

        return told

    def end(self, outcome: Outcome, *, stopped: bool) -> None:
        """Write down what a run came to; one that was `stopped` has neither failed nor ended."""
        if outcome.failure and not stopped:
            self.fail(outcome.failure, outcome.records)
        else:
            self._write(note_progress if stopped else note_success, outcome.records)
            self._log("stopped" if stopped else "succeeded", outcome.records)

    def fail(self, why: str, records: int = 0) -> None:
        """Write down that a run has failed."""
        if not self._write(partial(note_failure, why=why), records):
            self.unwritten.failures += 1
        self._log("failed", records)

    def _write(self, note: Note, records: int = 0) -> bool:
        """Whether it was written; what was not is written with what comes next."""
        taken = self.unwritten.usage.take()
        work = Work(
            records=records,
            calls=taken.calls,
            waited_seconds=taken.waited_seconds,
            failures=self.unwritten.failures,
        )
        try:
            with self.store.write() as connection:
                note(connection, self.source, work, self.clock())
        except StoreError as error:
            self.unwritten.usage.give_back(taken)
            logger.warning("How the sync of %s goes was not written: %s", self.source, error)
            return False
        self.unwritten.failures = 0
        return True

    def _log(self, outcome: str, records: int) -> None:
        seconds = round(self.monotonic() - self._began, 3)
        facts = {"source": self.source, "outcome": outcome, "records": records, "seconds": seconds}
        logger.info("A sync is over", extra={"facts": facts})


@contextmanager
def book_of(
    store: Store, source: str, clock: Callable[[], Instant], unwritten: Unwritten
) -> Iterator[SyncBook]:
    """The book of a run that is made within; what the store or a fault of ours ends is a failure.

    Not so where another process has taken over, which writes down its own end.
    """
    with counted(unwritten.usage):
        book = SyncBook(store=store, source=source, clock=clock, unwritten=unwritten)
        try:
            yield book
        except LeaseLostError:
            raise
        except KpiError as error:
            book.fail(str(error))
            raise
        except Exception:
            book.fail(FAULT)
            raise
