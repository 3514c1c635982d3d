"""The commands about one person: `export` and `forget`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import start

cli = typer.Typer()

Person = Annotated[
    str,
    typer.Argument(
        help="A helpdesk's key and an id there (vendor:acme/1140), an agent's address, a Slack id."
    ),
]


@cli.command()
def export(person: Person, file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write all that is stored of one person, customer or agent, into a JSON file."""
    from bot import app
    from bot.cli import personal

    store = app.existing_store(start.settings())
    known = personal.whom(store, person)
    tables = personal.rows(store, known)
    at = datetime.fromtimestamp(app.system_now(), UTC).isoformat()
    personal.write(file, known, tables, at)
    typer.echo(f"Wrote {personal.counts(tables)} to {file}.")


@cli.command()
def forget(
    person: Person,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget one person, customer or agent, for good: what is counted stays, who it was goes."""
    from bot import app
    from bot.cli import personal
    from bot.shared_clock import shared_clock
    from metrics.store.tickets.column_cache import ColumnCache

    settings = start.settings()
    store = app.existing_store(settings)
    known = personal.whom(store, person)
    typer.echo(f"Stored of {person}: {personal.counts(personal.rows(store, known))}.")
    if not yes:
        typer.confirm("Forget them? No back-up made from now on leads back", abort=True)
    typer.echo(personal.forget(store, known, shared_clock(store, app.system_now)))
    ColumnCache(store, settings.cache_folder(store.path)).clear()
