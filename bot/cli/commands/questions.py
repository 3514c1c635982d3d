"""The commands that answer: `ask`, `digest`, `audit` and `words`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import start
from bot.cli.faults import leave

if TYPE_CHECKING:
    from bot.services import Services

cli = typer.Typer()


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
    from bot import app
    from bot.cli import asking

    def open_services() -> Services:
        settings = start.settings()
        now = asking.instant(at, settings.timezone) if at else app.system_now()
        services = app.make_services(settings, app.existing_store(settings), lambda: now)
        return dataclasses.replace(services, asker=services.asker.of_people().in_full())

    outcome = asking.ask(
        open_services, " ".join(phrase), asking.OutputForms(json=json, csv=csv, chart=chart)
    )
    if outcome.fault:
        leave(outcome.text, outcome.code)
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
    from bot import app
    from bot.cli import asking, digesting

    settings = start.settings()
    due = asking.instant(at, settings.timezone) if at else app.system_now()
    services = app.make_services(settings, app.existing_store(settings), app.system_now)
    typer.echo(digesting.digest_text(name, where, due, services))


@cli.command()
def audit(
    *, since: Annotated[str, typer.Option(help="From then on: a date or an ISO time.")] = ""
) -> None:
    """Print who looked at the figures of single people."""
    from bot import app
    from bot.cli import asking, auditing

    settings = start.settings()
    at = asking.instant(since, settings.timezone) if since else 0
    for line in auditing.lines(app.existing_store(settings), at, settings.timezone):
        typer.echo(line)


@cli.command()
def words() -> None:
    """Print the words that people said and that were not understood, the most frequent first."""
    from bot import app
    from bot.cli import missing_words

    settings = start.settings()
    for line in missing_words.lines(app.existing_store(settings), settings.timezone):
        typer.echo(line)
