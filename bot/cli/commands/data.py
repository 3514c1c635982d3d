"""The commands that bring data in, keep them safe and move them: `import`, `backup` and so on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import start

cli = typer.Typer()

REPLACE = "Give up all that Deskpulse holds there now."


@cli.command("import")
def bring_in(
    kind: Annotated[str, typer.Argument(help="What is in it: surveys, costs, shifts ...")],
    file: Annotated[Path | None, typer.Argument(help="A CSV or JSON file.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come.")] = False,
    template: Annotated[bool, typer.Option("--template", help="Print a file to fill in.")] = False,
) -> None:
    """Bring in what no helpdesk knows: all of a file, or nothing and what to mend in it."""
    from bot import app
    from bot.cards.importing import fault_lines, month_lines, summary
    from bot.cli import importing
    from metrics.imports import template as blank

    file_kind = importing.kind(kind)
    if template or file is None:
        typer.echo(blank(file_kind), nl=False)
        return
    settings = start.settings()
    now = app.system_now()
    with importing.store(settings, dry_run=dry_run) as database:
        result = importing.run(database, file_kind, file, settings.timezone, now, dry_run=dry_run)
    if result.faults:
        for line in fault_lines(result, file.name):
            typer.secho(line, fg="red", err=True)
        raise typer.Exit(1)
    for line in (summary(result, file_kind.name, dry_run=dry_run), *month_lines(result)):
        typer.echo(line)


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write all that Deskpulse holds into a file; the bot may go on meanwhile."""
    from bot.cli import backups
    from metrics.store.database.backup import back_up

    with backups.open_store(start.settings()) as store:
        result = back_up(store, file)
    typer.echo(backups.summary(result, f"Backed up to {file}"))


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `deskpulse backup` wrote.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help=REPLACE)] = False,
) -> None:
    """Put a back-up into the empty database of the settings. Stop the bot before."""
    from bot import app
    from bot.cli import backups
    from metrics.store.database.backup import restore as put_back

    settings = start.settings()
    to, home = settings.database_url.get_secret_value(), settings.timezone
    result = put_back(file, to, app.system_now(), home=home, replace=replace)
    typer.echo(backups.summary(result, f"Restored {file}"))


@cli.command()
def copy(
    *,
    to: Annotated[str, typer.Option(help="Such as postgresql://user@host/name.")],
    replace: Annotated[bool, typer.Option("--replace", help=REPLACE)] = False,
) -> None:
    """Put all that Deskpulse holds into another, empty database. Stop the bot before."""
    from bot.cli import backups
    from metrics.store.database.backup import copy as copy_all

    settings = start.settings()
    with backups.open_store(settings) as store:
        result = copy_all(store, to, home=settings.timezone, replace=replace)
    typer.echo(backups.summary(result, "Copied; now name the new one in DATABASE_URL"))


@cli.command()
def check(
    *,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Have all timelines built again by the next sync.")
    ] = False,
) -> None:
    """Look whether all that is stored is whole, and say what mends it; reads everything once."""
    from bot import app
    from metrics.store.tickets import checking

    store = app.existing_store(start.settings())
    if rebuild:
        checking.rebuild(store)
        typer.echo("Timelines are built again by the next sync: deskpulse sync")
        return
    flaws = list(checking.flaws(store))
    for flaw in flaws:
        typer.secho(f"{flaw.what} {flaw.mend}", fg="yellow")
    if flaws:
        raise typer.Exit(1)
    typer.echo("All that is stored is whole.")
