"""Several measures asked for at once: up to three short answers in one reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import blocks
from bot.commands.ask import figure
from bot.commands.thread_inquiry import read_thread_inquiry
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError


def several(phrases: Sequence[str], request: Request, services: Services) -> Reply:
    """The short answers to these phrases, one below the other, with at most one picture.

    They are of the same data. What cannot be answered says why in its place. Raises AskError where
    that is all of them.
    """
    services = replace(services, asker=services.asker.still())
    errors: list[AskError] = []
    replies = [_short_answer(phrase, request, services, errors) for phrase in phrases]
    answers = [reply for reply in replies if reply.receipt]
    if not answers:
        further = tuple(phrase for error in errors for phrase in error.suggestions)
        raise AskError(" ".join(dict.fromkeys(map(str, errors))), further or tuple(phrases))
    alone = any(reply.audience is Audience.ME for reply in answers)
    return Reply(
        text=blocks.fallback(" ".join(reply.text for reply in replies)),
        head=tuple(block for reply in replies for block in (*reply.head, *reply.tail)),
        picture=next((reply.picture for reply in answers if reply.picture), None),
        audience=Audience.ME if alone else answers[0].audience,
        receipt=answers[0].receipt,
        figures=all(reply.figures for reply in answers),
    )


def _short_answer(
    phrase: str, request: Request, services: Services, errors: list[AskError]
) -> Reply:
    """The answer to one of them; without a receipt where there is none: `errors` has why."""
    alone = replace(request, words=phrase, reply=False)
    try:
        return figure(read_thread_inquiry(alone, services), alone, services, brief=True)
    except AskError as error:
        errors.append(error)
        return Reply(text=str(error), head=(blocks.section(f"{phrase}: {error}"),))
