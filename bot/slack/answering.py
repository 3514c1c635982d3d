"""What becomes of a question on a worker: its answer, what to ask instead, or an apology."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeVar

from bot.cards.help import apology, suggestion
from bot.commands import COMMANDS
from bot.commands.overheard import answer_overheard
from bot.services import Services
from bot.slack.inbox import InboxEntry
from bot.talk import Reply
from bot.trace import current_reference
from metrics.errors import AskError, StoreError

logger = logging.getLogger(__name__)

T = TypeVar("T")
Answers: TypeAlias = Callable[[InboxEntry, Services], Reply | None]
"""Answers what was asked; None where it was not meant for the bot."""


def answer_entry(entry: InboxEntry, services: Services) -> Reply | None:
    """The answer of the command that was asked for, or to what nobody addressed to the bot."""
    services = replace(services, asker=services.asker.for_one_answer())
    if entry.command:
        return COMMANDS[entry.command].answer(entry.request, services)
    return answer_overheard(entry.request, services)


def safely(answer: Callable[[], T], let: tuple[type[Exception], ...] = ()) -> T | Reply:
    """The answer; or what to ask instead; or an apology whose reference stands in the log.

    Errors that are `let` out are for whoever asks for the answer.
    """
    try:
        return answer()
    except let:
        raise
    except Exception as error:  # noqa: BLE001  nothing else may escape
        return word_of(error)


def word_of(error: Exception) -> Reply:
    """What is said in place of an answer."""
    return suggestion(error) if isinstance(error, AskError) else excuse(error, "Answer")


def excuse(error: Exception, what: str) -> Reply:
    """What is said of an error: the person gets a reference, the log the trace.

    What a database lacks is said in its own sentence.
    """
    reference = current_reference()
    logger.error("%s failed, reference %s", what, reference, exc_info=error)
    return apology(reference, str(error) if isinstance(error, StoreError) else "")
