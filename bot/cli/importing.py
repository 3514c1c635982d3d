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
from metrics.importing import ImportOutcome, bring
from metrics.imports import KINDS, CellContext, FileKind
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


def faults(result: ImportOutcome, file: Path) -> Iterator[str]:
    """What is to be mended, a line each, and that nothing was imported."""
    yield from (f"{file.name} {fault}" for fault in result.faults)
    if result.more:
        yield f"... and {result.more:,} more."
    yield "Nothing was imported."


def summary(result: ImportOutcome, file_kind: FileKind, *, dry_run: bool) -> str:
    """What came of it, in a line."""
    new, corrections, same = result.counts.new, result.counts.changed, result.counts.same
    if not new + corrections:
        return f"{file_kind.name}: nothing new; {_rows(same)} there already."
    line = f"{_rows(new)} new, {corrections:,} corrected, {same:,} there already"
    return f"{file_kind.name}: {line}{'; a dry run, nothing was written' if dry_run else ''}."


def _rows(n: int) -> str:
    return f"{n:,} row" if n == 1 else f"{n:,} rows"
