"""`deskpulse source`: the helpdesk accounts that were read from, and which of them are retired."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.flags import PlainFlags

if TYPE_CHECKING:
    from bot.config import Settings
    from metrics.store.syncs.ledger import Source
    from metrics.tickets.records import Instant

cli = typer.Typer(cls=PlainFlags, help="Helpdesk accounts: list them, retire one, ask it again.")

Key = Annotated[str, typer.Argument(help="Its name, as `deskpulse source list` prints it.")]


@cli.command("list")
def show() -> None:
    """Print each account, from when to when it is known, and whether it is asked."""
    from bot import app
    from bot.config import load
    from metrics.store.syncs import ledger
    from metrics.store.syncs.backfill import backfill_progress

    settings = load()
    with app.existing_store(settings).read() as connection:
        accounts = [source for source in ledger.sources(connection) if source.helpdesk]
        back_fills = {
            each.name: backfill_progress(connection, each.name, app.system_now())
            for each in accounts
        }
    for source in accounts:
        progress = back_fills[source.name] if source.asked else None
        more = f"; {progress.words(ZoneInfo(settings.timezone))}" if progress else ""
        typer.echo(f"{line(source, settings)}{more}")
    if not accounts:
        typer.echo("Nothing was ever synced. `deskpulse sync` begins.")


@cli.command()
def retire(
    key: Key,
    moved_to: Annotated[
        str | None, typer.Option(help="The account to which the team has moved.")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day from which it was so.")
    ] = None,
    *,
    all_copies: Annotated[
        bool,
        typer.Option("--all-copies", help="All older tickets of the account moved to are copies."),
    ] = False,
) -> None:
    """Ask an account no more. What is known of it stays, as history up to now.

    With --moved-to its tickets that were copied to another account are counted once: here up to
    that day, there from then on.
    """
    from bot import app
    from bot.config import load
    from metrics.store.tickets.retirement import retire as put_away

    settings = load()
    day = None if on is None else int(on.replace(tzinfo=ZoneInfo(settings.timezone)).timestamp())
    with app.existing_store(settings).write() as connection:
        source = put_away(connection, key, app.system_now(), day, moved_to, copies=all_copies)
    typer.echo(f"{line(source, settings)}. Take it out of the settings when you like.")
    if moved_to:
        typer.echo(f"{moved_to} goes on from there, from the next sync on: `deskpulse sync`.")


@cli.command()
def reactivate(key: Key) -> None:
    """Ask a retired account again, from where it was read to."""
    from bot import app
    from bot.config import load
    from metrics.store.tickets.retirement import reactivate as ask_again

    settings = load()
    with app.existing_store(settings).write() as connection:
        source = ask_again(connection, key)
    typer.echo(line(source, settings))


def line(source: Source, settings: Settings) -> str:
    """What an account is and how far it is known, in a line."""
    zone = ZoneInfo(settings.timezone)

    def day(at: Instant) -> str:
        return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d}"

    name = source.name if source.title == source.account else f"{source.name} ({source.title})"
    if source.fresh_until is None:
        extent = "not read yet"
    else:
        extent = f"known from {day(source.since_at)} to {day(source.fresh_until)}"
    end = "" if source.retired_at is None else f", retired on {day(source.retired_at)}"
    follows = f", goes on from {source.follows}" if source.follows else ""
    return f"{name}: {extent}{end}{follows}"
