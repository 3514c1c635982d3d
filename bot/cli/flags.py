"""Help that shows a flag as one: typer writes the type of a value beside it that it has not."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class PlainFlags(TyperGroup):
    """A group of commands whose flags have no value in their help."""

    def get_params(self, ctx: Any) -> Any:
        """The group's own options."""
        return _plain(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            _plain(command.get_params(ctx))
        return command


def _plain(params: Any) -> Any:
    for param in params:
        if getattr(param, "is_flag", False):
            param.metavar = ""
    return params
