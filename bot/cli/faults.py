"""How a command ends that has no answer: one line, and an exit code that is not 0."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer


def leave(sentence: str, code: int) -> NoReturn:
    """Say `sentence` in one line on the error output, and end with `code`."""
    typer.secho(" ".join(sentence.split()), fg="red", err=True)
    sys.exit(code)


def leave_with(error: Exception) -> NoReturn:
    """Say what an error means for who typed the command: 2 for wrong settings, else 1."""
    from bot.config import SettingsError
    from bot.slack.connection import SlackError
    from metrics.errors import AskError, KpiError

    match error:
        case SettingsError():
            leave(str(error), 2)
        case AskError():
            hint = f" Try: {'; '.join(error.suggestions)}" if error.suggestions else ""
            leave(f"{error}{hint}", 1)
        case KpiError() | SlackError() | OSError():
            leave(str(error), 1)
        case _:
            leave(f"This should not happen: {type(error).__name__}: {error}", 1)
