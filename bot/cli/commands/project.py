"""The commands for who gets to know Deskpulse or works on it: `docs` and `demo`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.faults import leave

cli = typer.Typer()


@cli.command()
def docs(
    folder: Annotated[Path, typer.Option(help="Where the pages go.")] = Path("docs"),
) -> None:
    """Print the pages of docs/ that are made from the code."""
    from bot.cli.docs import print_pages

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
        leave("The demo is not part of the image: install the package deskpulse[demo] for it.", 2)
    if find_spec("websockets") is None:
        leave("The demo needs the extra `demo`: install deskpulse[demo] in the place of this.", 2)
    from sandbox.demo import run
    from sandbox.desks import vendors_of

    try:
        vendors = vendors_of(helpdesk)
    except ValueError as error:
        leave(str(error), 2)
    run(port, once, vendors, optional_scopes=optional_scopes)
