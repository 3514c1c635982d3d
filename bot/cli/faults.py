"""How a command ends that has no answer: one line, and an exit code that is not 0."""

from __future__ import annotations

import sys
from typing import Final, NoReturn

import typer

FOR_A_PERSON: Final = 2
"""The exit code where no waiting helps: a wrong setting or option, a token that Slack refuses."""


def leave(sentence: str, code: int) -> NoReturn:
    """Say `sentence` in one line on the error output, and end with `code`."""
    typer.secho(" ".join(sentence.split()), fg="red", err=True)
    sys.exit(code)


def leave_with(error: Exception) -> NoReturn:
    """Say what an error means for who typed the command: 2 where a person has to act, else 1."""
    from bot.config import SettingsError
    from bot.slack.connection import SlackError
    from metrics.errors import AskError, KpiError

    match error:
        case SettingsError() | SlackError():
            leave(str(error), FOR_A_PERSON)
        case AskError():
            hint = f" Try: {'; '.join(error.suggestions)}" if error.suggestions else ""
            leave(f"{error}{hint}", 1)
        case KpiError() | OSError():
            leave(str(error), 1)
        case _:
            leave(f"This should not happen: {type(error).__name__}: {error}", 1)
