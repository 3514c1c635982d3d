"""`deskpulse sync`: reads the helpdesk once, with a bar; Ctrl-C stops it where it can go on."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from metrics.sync import Outcome, Sync
from metrics.sync import Progress as Step


def run(sync: Sync, stopping: Event, console: Console, *, full: bool) -> Outcome:
    """Sync with a bar for each stream; Ctrl-C sets `stopping`. Raises StoreError."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=console) as bars, _interruptible(stopping):
        return sync.run(_shown(bars), stopping.is_set, full=full)


def _shown(bars: Progress) -> Callable[[Step], None]:
    tasks = {}

    def show(step: Step) -> None:
        if step.stream not in tasks:
            tasks[step.stream] = bars.add_task(step.stream, total=None)
        bars.update(
            tasks[step.stream],
            description=f"{step.stream}: {step.records:,} records",
            total=None if step.fraction is None else 1.0,
            completed=step.fraction or 0.0,
        )

    return show


@contextmanager
def _interruptible(stopping: Event) -> Iterator[None]:
    """Let Ctrl-C set `stopping`; a second press ends the process as usual."""

    def press(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def told(outcome: Outcome) -> str:
    """What came of a sync, in a line."""
    if not outcome.ran:
        return "Another process is syncing; nothing was done."
    read = f"{outcome.records:,} records on {outcome.pages:,} pages"
    if outcome.failure:
        return f"Stopped early after {read}. The next sync goes on from there."
    if not outcome.finished:
        return f"Stopped after {read}. Run `deskpulse sync` to go on from there."
    return f"In sync: {read}, {outcome.rebuilt:,} tickets built."
