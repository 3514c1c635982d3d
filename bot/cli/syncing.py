"""`deskpulse sync`: reads every helpdesk once, with bars; Ctrl-C stops it where it can go on."""

from __future__ import annotations

import signal
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from metrics.sync.sync import Outcome, Sync
from metrics.sync.sync import Progress as Step

HEARING_SECONDS = 0.2


def run(
    syncs: Sequence[Sync], stopping: Event, console: Console, *, full: bool
) -> list[tuple[Sync, Outcome]]:
    """Sync all side by side, with a bar for each stream; Ctrl-C sets `stopping`.

    Raises StoreError, when all have ended.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
    with (
        Progress(*columns, console=console) as bars,
        _interruptible(stopping),
        ThreadPoolExecutor(len(syncs)) as pool,
    ):
        show, (first, *others) = _progress(bars, several=len(syncs) > 1), syncs
        under_way = [pool.submit(sync.run, show, stopping.is_set, full=full) for sync in others]
        outcome = first.run(show, stopping.is_set, full=full)
        while wait(under_way, HEARING_SECONDS).not_done:
            pass  # a wait without an end would not hear Ctrl-C
    outcomes = [outcome, *(each.result() for each in under_way)]
    return list(zip(syncs, outcomes, strict=True))


def _progress(bars: Progress, *, several: bool) -> Callable[[Step], None]:
    tasks: dict[tuple[str, str], TaskID] = {}

    def show(step: Step) -> None:
        place = step.source, step.stream
        if place not in tasks:
            tasks[place] = bars.add_task(step.stream, total=None)
        whose = f"{step.source} " if several else ""
        bars.update(
            tasks[place],
            description=f"{whose}{step.stream}: {step.records:,} records",
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


AGAIN = "Mend what is said above, then run `deskpulse sync` again."


def _streams_with_verb(streams: Collection[str]) -> str:
    """The streams in words, with their verb."""
    names = [stream.replace("_", " ") for stream in streams]
    return f"{' and '.join(names)} {'was' if len(names) == 1 else 'were'}"


def summary(outcome: Outcome) -> str:
    """What came of a sync, in a line."""
    if outcome.retired:
        return "It is retired and was not asked. `deskpulse source reactivate` changes that."
    if not outcome.ran:
        return "Another process is syncing; nothing was done."
    read = f"{outcome.records:,} records on {outcome.pages:,} pages"
    if outcome.unavailable:
        return (
            f"Not in sync: {read}, but {_streams_with_verb(outcome.unavailable)} refused. {AGAIN}"
        )
    if outcome.failure:
        return f"Stopped early after {read}. The next sync goes on from there."
    if not outcome.finished:
        return f"Stopped after {read}. Run `deskpulse sync` to go on from there."
    return f"In sync: {read}, {outcome.rebuilt:,} tickets built."
