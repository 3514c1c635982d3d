"""What words are about: a question of their own, or what changes about one answered before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.commands.offers import ABOUT_RECEIPT
from bot.grammar import Asked, asked, parse
from bot.services import Services
from bot.talk import Request
from metrics.errors import AskError
from metrics.query import Directory, Query
from metrics.receipts import Receipt

_FURTHER = re.compile(r"\s*(?:and|then|also)\b[\s,]*", re.IGNORECASE)
"""So begins a reply to the newest answer of a thread and not to its card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is asked, what it is said about, and what its thread has been told so far."""

    asked: Asked
    about: Query | None
    history: tuple[Receipt, ...]

    @property
    def new(self) -> bool:
        """Whether it asks for anything else than what it is said about."""
        return self.asked != Asked(query=self.about) if self.about else True


def subject(request: Request, services: Services) -> Subject:
    """What the words of a request are about. Raises AskError where a person can mend them."""
    directory = services.asker.directory()
    words, history = request.words, _history(request, services)
    about = None
    if words.startswith(ABOUT_RECEIPT):
        id, _, words = words.removeprefix(ABOUT_RECEIPT).partition(" ")
        about = _question(found(id, services), directory)
    elif request.reply and history:
        further = _FURTHER.match(words)
        words = words[further.end() :] if further else words
        about = _question(history[-1 if further else 0], directory)
    return Subject(asked=asked(words, directory, about=about), about=about, history=history)


def found(id: str, services: Services) -> Receipt:
    """The answer kept under that id. Raises AskError where there is none."""
    kept = services.posts.receipt(id.strip().strip("`").casefold())
    if kept is None:
        raise AskError("I know no answer with that receipt. It stands at the foot of each card.")
    return kept


def _history(request: Request, services: Services) -> tuple[Receipt, ...]:
    if not request.in_thread or request.thread is None:
        return ()
    return services.posts.thread(request.channel, request.thread)


def _question(receipt: Receipt, directory: Directory) -> Query:
    return parse(receipt.phrase, directory)
