"""The command line: `deskpulse serve`, `sync`, `import`, `ask`, `audit`, `doctor` and so on."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.commands import data, people, project, questions, running, sources
from bot.cli.faults import leave_with
from bot.cli.flags import PlainFlags
from bot.version import VERSION

cli = typer.Typer(
    cls=PlainFlags,
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="How a support team is doing, asked from Slack or from here.",
)
for commands in (running, questions, data, people, project):
    cli.add_typer(commands.cli)
cli.add_typer(sources.cli, name="source")


def main() -> None:
    """Run the command line. An error is one line and a non-zero exit, never a trace."""
    try:
        cli()
    except Exception as error:  # noqa: BLE001  a person at a terminal is no reader of traces
        leave_with(error)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  typer calls it so
    if wanted:
        typer.echo(f"deskpulse {VERSION}")
        raise typer.Exit


@cli.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Print the version where it is asked for."""
