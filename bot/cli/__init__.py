"""The command line: `deskpulse serve`, `sync`, `import`, `ask`, `audit`, `doctor` and so on."""

from __future__ import annotations

import dataclasses
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot import app
from bot.cli import (
    asking,
    auditing,
    backups,
    digesting,
    importing,
    missing_words,
    sources,
    syncing,
)
from bot.cli import doctor as examination
from bot.cli.docs import print_pages
from bot.cli.logs import log_to_stderr
from bot.cli.process_end import LONGEST_SECONDS, end, end_within
from bot.config import Settings, SettingsError, load, secrets
from bot.running import troubles
from bot.services import Services
from bot.slack.connection import SlackError
from metrics.errors import AskError, KpiError
from metrics.imports import template as blank
from metrics.store.database.backup import back_up
from metrics.store.database.backup import copy as copy_all
from metrics.store.database.backup import restore as put_back

cli = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="How a support team is doing, asked from Slack or from here.",
)


def main() -> None:
    """Run the command line. An error is one line and a non-zero exit, never a trace."""
    try:
        cli()
    except SettingsError as error:
        _leave(str(error), 2)
    except AskError as error:
        hint = f" Try: {'; '.join(error.suggestions)}" if error.suggestions else ""
        _leave(f"{error}{hint}", 1)
    except (KpiError, SlackError, OSError) as error:
        _leave(str(error), 1)
    except Exception as error:  # noqa: BLE001  a person at a terminal is no reader of traces
        _leave(f"This should not happen: {type(error).__name__}: {error}", 1)


def _leave(sentence: str, code: int) -> NoReturn:
    typer.secho(" ".join(sentence.split()), fg="red", err=True)
    sys.exit(code)


def _settings() -> Settings:
    settings = load()
    hidden = secrets(settings, settings.account_secrets())
    log_to_stderr(settings.log_level, hidden, as_json=settings.log_format == "json")
    return settings


@cli.command()
def serve() -> None:
    """Run the bot, until SIGTERM or Ctrl-C."""
    bot = app.build(_settings())
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        bot.start()
        stop.wait()
    finally:
        end_within(LONGEST_SECONDS)
        bot.stop()
    end(0)


@cli.command()
def sync(
    *, full: Annotated[bool, typer.Option("--full", help="Read everything again.")] = False
) -> None:
    """Bring the data of each helpdesk in once. Ctrl-C stops; the next sync goes on from there."""
    settings, stopping = _settings(), Event()
    syncs = app.make_syncs(settings, app.store(settings), app.system_now, stopping)
    outcomes = syncing.run(syncs, stopping, Console(stderr=True), full=full)
    for work, outcome in outcomes:
        whose = f"{work.source}: " if len(syncs) > 1 else ""
        for trouble in troubles(outcome):
            typer.secho(f"{whose}{trouble}", fg="yellow", err=True)
        typer.echo(f"{whose}{syncing.summary(outcome)}")
    if any(outcome.failure for _, outcome in outcomes):
        raise typer.Exit(1)


@cli.command("import")
def bring_in(
    kind: Annotated[str, typer.Argument(help="What is in it: surveys, costs, shifts ...")],
    file: Annotated[Path | None, typer.Argument(help="A CSV or JSON file.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come.")] = False,
    template: Annotated[bool, typer.Option("--template", help="Print a file to fill in.")] = False,
) -> None:
    """Bring in what no helpdesk knows: all of a file, or nothing and what to mend in it."""
    file_kind = importing.kind(kind)
    if template or file is None:
        typer.echo(blank(file_kind), nl=False)
        return
    settings = _settings()
    now = app.system_now()
    with importing.store(settings, dry_run=dry_run) as database:
        result = importing.run(database, file_kind, file, settings.timezone, now, dry_run=dry_run)
    if result.faults:
        for line in importing.faults(result, file):
            typer.secho(line, fg="red", err=True)
        raise typer.Exit(1)
    typer.echo(importing.summary(result, file_kind, dry_run=dry_run))


@cli.command()
def ask(
    phrase: Annotated[list[str], typer.Argument(help='The question, such as "frt last week".')],
    *,
    at: Annotated[str, typer.Option(help="As it stood then: a date or an ISO time.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    csv: Annotated[
        Path | None,
        typer.Option(help="Write the tickets behind it there; of a comparison, the first side's."),
    ] = None,
    chart: Annotated[Path | None, typer.Option(help="Write the chart there, as PNG.")] = None,
) -> None:
    """Answer one question here."""

    def open_services() -> Services:
        settings = _settings()
        now = asking.instant(at, settings.timezone) if at else app.system_now()
        services = app.make_services(settings, app.existing_store(settings), lambda: now)
        return dataclasses.replace(services, asker=services.asker.of_people().in_full())

    outcome = asking.ask(
        open_services, " ".join(phrase), asking.OutputForms(json=json, csv=csv, chart=chart)
    )
    if outcome.fault:
        _leave(outcome.text, outcome.code)
    typer.echo(outcome.text)
    raise typer.Exit(outcome.code)


@cli.command()
def digest(
    name: Annotated[str, typer.Argument(help="standup, weekly, monthly, executive or quarterly.")],
    *,
    at: Annotated[str, typer.Option(help="As if due then: a date or an ISO time.")] = "",
    where: Annotated[str, typer.Option(help='Only that: "team billing", "email".')] = "",
) -> None:
    """Print a digest as it would be posted, with its thread."""
    settings = _settings()
    due = asking.instant(at, settings.timezone) if at else app.system_now()
    services = app.make_services(settings, app.existing_store(settings), app.system_now)
    typer.echo(digesting.digest_text(name, where, due, services))


@cli.command()
def audit(
    *, since: Annotated[str, typer.Option(help="From then on: a date or an ISO time.")] = ""
) -> None:
    """Print who looked at the figures of single people."""
    settings = _settings()
    at = asking.instant(since, settings.timezone) if since else 0
    for line in auditing.lines(app.existing_store(settings), at, settings.timezone):
        typer.echo(line)


@cli.command()
def words() -> None:
    """Print the words that people said and that were not understood, the most frequent first."""
    settings = _settings()
    for line in missing_words.lines(app.existing_store(settings), settings.timezone):
        typer.echo(line)


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write all that Deskpulse holds into a file; the bot may go on meanwhile."""
    with backups.open_store(_settings()) as store:
        result = back_up(store, file)
    typer.echo(backups.summary(result, f"Backed up to {file}"))


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `deskpulse backup` wrote.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help=backups.REPLACE)] = False,
) -> None:
    """Put a back-up into the empty database of the settings. Stop the bot before."""
    settings = _settings()
    to, home = settings.database_url.get_secret_value(), settings.timezone
    result = put_back(file, to, app.system_now(), home=home, replace=replace)
    typer.echo(backups.summary(result, f"Restored {file}"))


@cli.command()
def copy(
    *,
    to: Annotated[str, typer.Option(help="Such as postgresql://user@host/name.")],
    replace: Annotated[bool, typer.Option("--replace", help=backups.REPLACE)] = False,
) -> None:
    """Put all that Deskpulse holds into another, empty database. Stop the bot before."""
    settings = _settings()
    with backups.open_store(settings) as store:
        result = copy_all(store, to, home=settings.timezone, replace=replace)
    typer.echo(backups.summary(result, "Copied; now name the new one in DATABASE_URL"))


cli.add_typer(sources.cli, name="source")


@cli.command()
def doctor(
    *, live: Annotated[bool, typer.Option("--live", help="Ask Slack and helpdesks too.")] = False
) -> None:
    """Look at settings and connections, and say what to mend."""
    findings = examination.examine(_settings(), app.system_now, live=live)
    if not examination.report(findings, Console()):
        raise typer.Exit(1)


@cli.command()
def docs(
    folder: Annotated[Path, typer.Option(help="Where the pages go.")] = Path("docs"),
) -> None:
    """Print the pages of docs/ that are made from the code."""
    for path in print_pages(folder):
        typer.echo(f"Printed {path}")


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page; 0 is any.")] = 0,
    once: Annotated[str | None, typer.Option(help="Answer this question and end.")] = None,
    helpdesk: Annotated[
        str, typer.Option(help="The vendor whose helpdesk the team has, or all of them at once.")
    ] = "",
    *,
    optional_scopes: Annotated[
        bool, typer.Option("--optional-scopes", help="Grant the optional scopes too.")
    ] = False,
) -> None:
    """Show the main job with no account: a Slack and a helpdesk on your own machine."""
    if find_spec("sandbox") is None:
        _leave("The demo is not part of the image: clone the project and run `make demo` there.", 2)
    from sandbox.demo import run
    from sandbox.desks import vendors_of

    try:
        vendors = vendors_of(helpdesk)
    except ValueError as error:
        _leave(str(error), 2)
    run(port, once, vendors, optional_scopes=optional_scopes)
