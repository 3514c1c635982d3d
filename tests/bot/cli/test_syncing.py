"""`deskpulse sync`."""

from __future__ import annotations

import io
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from rich.console import Console

from bot import app
from bot.cli.syncing import run, summary
from metrics.sync.sync import Outcome, Sync
from tests.bot import desk
from tests.metrics.scripted import NOW, Script, story


def syncing(folder: Path, script: Script) -> Sync:
    store = app.store(desk.settings(folder))
    return Sync(store=store, helpdesk=script, since_at=0, clock=lambda: NOW)


def test_streams_are_read_to_their_end_and_shown(tmp_path: Path) -> None:
    file = io.StringIO()
    sync = syncing(tmp_path, Script(story()))
    ((_, outcome),) = run([sync], Event(), Console(file=file, width=100), full=False)
    sync.store.close()
    assert outcome.finished
    assert "tickets: 7 records" in file.getvalue()


def test_ctrl_c_stops_after_the_page_and_the_next_sync_goes_on(tmp_path: Path) -> None:
    def press(_: str, number: int) -> None:
        if number == 2:
            signal.raise_signal(signal.SIGINT)

    console = Console(file=io.StringIO())
    sync = syncing(tmp_path, Script(story(), before=press))
    before = signal.getsignal(signal.SIGINT)
    ((_, stopped),) = run([sync], Event(), console, full=False)
    assert signal.getsignal(signal.SIGINT) is before
    assert not stopped.finished
    assert "Run `deskpulse sync` to go on" in summary(stopped)
    again = Script(story())
    ((_, done),) = run([syncing(tmp_path, again)], Event(), console, full=False)
    sync.store.close()
    assert done.finished
    assert again.asked[0][1] is not None


def test_a_helpdesk_that_is_slow_holds_up_no_other(tmp_path: Path) -> None:
    """Each waits until the other has begun: one after the other they would wait for ever."""
    begun = {"acme": Event(), "other": Event()}

    def met(mine: str, others: str) -> Callable[[str, int], None]:
        def wait(_: str, number: int) -> None:
            begun[mine].set()
            assert begun[others].wait(60)

        return wait

    store = app.store(desk.settings(tmp_path))
    scripts = (
        Script(story(), before=met("acme", "other")),
        Script(story(), before=met("other", "acme"), account="other"),
    )
    syncs = [Sync(store=store, helpdesk=s, since_at=0, clock=lambda: NOW) for s in scripts]
    file = io.StringIO()
    outcomes = run(syncs, Event(), Console(file=file, width=100), full=False)
    store.close()
    assert [(sync.source, outcome.finished) for sync, outcome in outcomes] == [
        ("zendesk:acme", True),
        ("zendesk:other", True),
    ]
    assert "zendesk:other tickets: 7 records" in file.getvalue()


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome(ran=False), "Another process is syncing"),
        (Outcome(ran=True, pages=2, failure="Away."), "Stopped early after 0 records on 2 pages"),
        (Outcome(ran=True, finished=True, records=1200, rebuilt=7), "In sync: 1,200 records"),
    ],
)
def test_what_came_of_it_is_a_line(outcome: Outcome, words: str) -> None:
    assert summary(outcome).startswith(words)
