"""What people say below the bot's cards and to nobody by name: what of it is meant for the bot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.cards.help import no_change
from bot.commands import alerts, standup
from bot.commands.gate import RefusedError
from bot.commands.kpi import answer_inquiry
from bot.commands.thread_inquiry import read_thread_inquiry, without_link
from bot.commands.ticket import about_tickets, ticket_words
from bot.grammar import Inquiry, parse, read_inquiry
from bot.grammar.ticket_words import read_tickets
from bot.grammar.tokens import tokenize
from bot.services import Services
from bot.talk import Reach, Reply, Request
from bot.workspace import CannotCheckError
from metrics.errors import AskError, StoreError
from metrics.question.query import Directory, Query

LONGEST_REPLY = 80
"""A longer reply is said to people."""
POLITE = frozenset(
    (
        *("thanks", "thank", "thx", "ty", "cheers", "hi", "hello", "hey", "ok", "okay", "great"),
        *("cool", "nice", "perfect", "awesome", "wow", "lol", "yes", "yep", "no", "nope", "sorry"),
        *("you", "so", "much", "very", "good", "bye"),
    )
)
"""Words that people say to each other, and that change nothing about a card."""
_EMOJI = re.compile(r"(?<!\S):[\w'+-]+:(?!\w)")
_LETTER = re.compile(r"\w")
CARDS: Final = (parse("frt", Directory()), parse("csat yesterday", Directory()))
"""Stand for the card of a thread: what asks anything of one changes at least one of two unlike."""
MOST_WORDS = 3
"""Of a reply to an alert, such as "snooze 1h": more are said to people."""


def small_talk(request: Request) -> bool:
    """Whether somebody only says thanks or the like in a thread."""
    plain_words = words_of(request.words)
    talk = request.in_thread and bool(request.words) and request.words != "?"
    return talk and all(word in POLITE for word in plain_words)


def polite(words: str) -> bool:
    """Whether people talk to each other: they say thanks, or show an emoji and nothing else."""
    plain_words = words_of(words)
    return not plain_words or any(word in POLITE for word in plain_words)


def words_of(words: str) -> list[str]:
    """The words of a text without its emoji."""
    return [token.word for token in tokenize(_EMOJI.sub(" ", words)) if _LETTER.search(token.word)]


def unheard(request: Request) -> bool:
    """Whether words that nobody addressed to the bot are said to people, or get no figures."""
    is_talk = len(request.words) > LONGEST_REPLY or polite(request.words)
    return is_talk or request.reach is Reach.FIGURES


def answer_overheard(request: Request, services: Services) -> Reply | None:
    """The answer to a reply that nobody addressed to the bot; None where it is not about a card.

    Raises AskError where what was surely asked cannot be answered, RefusedError where it is
    understood and refused, CannotCheckError where Slack does not say what it takes, or StoreError.
    """
    if unheard(request):
        return None
    try:
        if reply := alerts.about_thread(request, services) or _of_work(request, services):
            return reply
        inquiry = read_thread_inquiry(request, services)
        if not inquiry.history:
            return None
        if inquiry.new:
            return answer_inquiry(inquiry, request, services)
        return no_change() if asks(request.words, services.asker.directory()) else None
    except (RefusedError, CannotCheckError):
        raise
    except AskError:
        if surely_meant(request, services):
            raise
        return None  # people talk to each other there


def _of_work(request: Request, services: Services) -> Reply | None:
    """The answer to a plain reply about a ticket or a board; None where it is about neither.

    Of a bare number it is only where the thread is about a board. Raises AskError.
    """
    wishes = ticket_words(request, services)
    if not wishes:
        return standup.about_board(request, services)
    thread = services.posts.thread(request.channel, request.thread or "")
    is_meant = not wishes[0].bare or standup.board_where(request, services) is not None
    return about_tickets(request, wishes, services) if thread and is_meant else None


def surely_meant(request: Request, services: Services) -> bool:
    """Whether words stand below a card of the bot's, and ask something of it. It needs no store.

    While the store is away only the newest cards are known, and no names but those of the grammar.
    """
    if unheard(request) or not services.posts.knows(request.channel, request.thread or ""):
        return False
    words, directory = request.words, _directory(services)
    return _of_alert(words) or _of_ticket(words, directory.sources) or asks(words, directory)


def asks(words: str, directory: Directory) -> bool:
    """Whether words ask anything of a card, be it that some card shows it already."""
    try:
        return any(_read(words, directory, card) != Inquiry(query=card) for card in CARDS)
    except AskError:
        return False


def _read(words: str, directory: Directory, card: Query) -> Inquiry:
    return read_inquiry(without_link(words), directory, about=card, own="")


def _directory(services: Services) -> Directory:
    try:
        return services.asker.directory()
    except StoreError:
        return Directory()


def _of_alert(words: str) -> bool:
    first, *more = words.casefold().split()
    return first in alerts.REPLIES and len(more) < MOST_WORDS


def _of_ticket(words: str, sources: Mapping[str, str]) -> bool:
    return any(not wish.bare for wish in read_tickets(words, sources))
