"""`deskpulse import`: a file of what no helpdesk knows, or the faults it has, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot import app
from bot.config import Settings
from metrics.errors import AskError, NoDatabaseError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext, FileKind
from metrics.imports.outcome import ImportOutcome
from metrics.near import near
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant


def kind(name: str) -> FileKind:
    """The kind of file of that name. Raises AskError."""
    match = KINDS.get(name.casefold())
    if match is None:
        alike = near(name.casefold(), KINDS, 1)
        hint = f"did you mean {alike[0]}?" if alike else f"write one of {', '.join(KINDS)}."
        raise AskError(f"There is no kind of file called {name!r}; {hint}")
    return match


@contextmanager
def store(settings: Settings, *, dry_run: bool) -> Iterator[Store]:
    """Where the rows go; a dry run makes no database, and takes one that is not there as empty."""
    if not dry_run:
        with closing(app.store(settings)) as database:
            yield database
        return
    with TemporaryDirectory() as folder:
        try:
            there = app.existing_store(settings)
        except NoDatabaseError:
            there = Store.open(f"sqlite:///{folder}/empty.db")
            there.migrate()
        with closing(there):
            yield there


def run(
    store: Store, file_kind: FileKind, file: Path, zone: str, now: Instant, *, dry_run: bool
) -> ImportOutcome:
    """Import a file. Raises OSError where it cannot be read, or StoreError."""
    around = CellContext(ZoneInfo(zone), now)
    with file.open("rb") as content:
        return bring(store, file_kind, content, around, dry_run=dry_run)
