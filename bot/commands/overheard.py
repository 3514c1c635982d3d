"""Whether words that nobody addressed to the bot are surely meant for it. It needs no store."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands.alerts import REPLIES
from bot.commands.kpi import unheard
from bot.commands.thread_inquiry import without_link
from bot.grammar import Inquiry, parse, read_inquiry
from bot.grammar.ticket_words import read_tickets
from bot.services import Services
from bot.talk import Request
from metrics.errors import AskError, StoreError
from metrics.question.query import Directory

ANY_CARD = parse("frt", Directory())
"""Stands for the card of a thread: that words change something about one can be read off any."""
MOST_WORDS = 3
"""Of a reply to an alert, such as "snooze 1h": more are said to people."""


def surely_meant(request: Request, services: Services) -> bool:
    """Whether they stand below a card of the bot's, and ask something of it.

    While the store is away only the newest cards are known, and no names but those of the grammar.
    """
    if unheard(request) or not services.posts.knows(request.channel, request.thread or ""):
        return False
    words, directory = request.words, _directory(services)
    return _of_alert(words) or _of_ticket(words, directory.sources) or _changes(words, directory)


def _directory(services: Services) -> Directory:
    try:
        return services.asker.directory()
    except StoreError:
        return Directory()


def _of_alert(words: str) -> bool:
    first, *more = words.casefold().split()
    return first in REPLIES and len(more) < MOST_WORDS


def _of_ticket(words: str, sources: Mapping[str, str]) -> bool:
    return any(not wish.bare for wish in read_tickets(words, sources))


def _changes(words: str, directory: Directory) -> bool:
    try:
        inquiry = read_inquiry(without_link(words), directory, about=ANY_CARD, own="")
    except AskError:
        return False
    return inquiry != Inquiry(query=ANY_CARD)
