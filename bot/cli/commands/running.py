"""The commands that run the bot and read helpdesks: `setup`, `serve`, `sync` and `doctor`."""

from __future__ import annotations

import logging
import signal
import sys
from functools import partial
from threading import Event
from typing import Annotated

import typer

from bot.cli import start
from bot.cli.faults import FOR_A_PERSON, leave

cli = typer.Typer()


@cli.command()
def setup() -> None:
    """Set everything up by answering questions; run it again to change something."""
    if not sys.stdin.isatty():
        leave(
            "This asks questions, so it needs a terminal (docker run --interactive --tty).",
            FOR_A_PERSON,
        )
    from rich.console import Console

    from bot import app
    from bot.cli.setup import run
    from bot.cli.setup.prompts import terminal

    logging.disable()  # whoever answers is told in sentences
    raise typer.Exit(run(terminal(Console()), app.system_now))


@cli.command()
def serve() -> None:
    """Run the bot, until SIGTERM or Ctrl-C."""
    from bot import app
    from bot.cli import process_end, surroundings
    from bot.cli.doctor import examine
    from bot.cli.waiting import opened
    from metrics.memory import let_go_of_large_arrays

    let_go_of_large_arrays()
    settings = start.settings()
    look = partial(examine, settings, app.system_now, live=True)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    bot = app.build(settings, examine=look, open_store=partial(opened, app.store, stop))
    surroundings.warn(bot.store.path)
    try:
        bot.start()
        stop.wait()
    finally:
        process_end.end_within(process_end.LONGEST_SECONDS)
        bot.stop()
    process_end.end(0)


@cli.command()
def sync(
    *, full: Annotated[bool, typer.Option("--full", help="Read everything again.")] = False
) -> None:
    """Bring the data of each helpdesk in once. Ctrl-C stops; the next sync goes on from there."""
    from rich.console import Console

    from bot import app
    from bot.cli import syncing
    from bot.syncs.accounts import make_syncs
    from bot.syncs.work import troubles

    settings, stopping = start.settings(), Event()
    syncs = make_syncs(settings, app.store(settings), app.system_now, stopping)
    outcomes = syncing.run(syncs, stopping, Console(stderr=True), full=full)
    for work, outcome in outcomes:
        whose = f"{work.source}: " if len(syncs) > 1 else ""
        for trouble in troubles(outcome):
            typer.secho(f"{whose}{trouble}", fg="yellow", err=True)
        typer.echo(f"{whose}{syncing.summary(outcome)}")
    if any(outcome.failure for _, outcome in outcomes):
        raise typer.Exit(1)


@cli.command()
def doctor(
    *, live: Annotated[bool, typer.Option("--live", help="Ask Slack and helpdesks too.")] = False
) -> None:
    """Look at settings and connections, and say what to mend."""
    from rich.console import Console

    from bot import app
    from bot.cli.doctor import examine, report

    findings = examine(start.settings(), app.system_now, live=live)
    if not report(findings, Console()):
        raise typer.Exit(1)
