"""What words are about: a question of their own, or what changes about one answered before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.access import policy
from bot.commands.offers import ABOUT_RECEIPT
from bot.grammar import Inquiry, parse, read_inquiry
from bot.services import Services
from bot.talk import Request
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.question.query import Query
from metrics.question.receipts import Receipt
from metrics.tickets.records import Instant

_FURTHER = re.compile(r"\s*(?:and|then|also)\b[\s,]*", re.IGNORECASE)
"""So begins a reply to the newest answer of a thread and not to its card."""


_RECEIPT = re.compile(r"\w{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadInquiry:
    """What is asked, what it is said about, and what its thread has been told so far."""

    inquiry: Inquiry
    about: Query | None
    history: tuple[Receipt, ...]

    @property
    def new(self) -> bool:
        """Whether it asks for anything else than what it is said about."""
        return self.inquiry != Inquiry(query=self.about) if self.about else True


def read_thread_inquiry(request: Request, services: Services) -> ThreadInquiry:
    """What the words of a request are about. Raises AskError where a person can mend them."""
    words, history = request.words, _history(request, services)
    card = None
    if words.startswith(ABOUT_RECEIPT):
        id, _, words = words.removeprefix(ABOUT_RECEIPT).partition(" ")
        card = find_receipt(id, services)
    elif request.reply and history:
        further = _FURTHER.match(words)
        words = words[further.end() :] if further else words
        card = history[-1 if further else 0]
    about = _question(card, services) if card else None
    own = _agent(request.person, services)
    inquiry = _inquiry(words, about, card, services, own)
    query = services.asker.with_dates(inquiry.query, _meant_at(request, services))
    return ThreadInquiry(inquiry=replace(inquiry, query=query), about=about, history=history)


def _inquiry(
    words: str, about: Query | None, card: Receipt | None, services: Services, own: str
) -> Inquiry:
    """What words ask for; what they say of a card is about the dates of that card.

    Another measure of a card of its usual period is asked for its own usual one, as of that day.
    """
    directory, asker = services.asker.directory(), services.asker
    inquiry = read_inquiry(words, directory, about=about, own=own)
    if about is None or card is None or inquiry.query.metric == about.metric:
        return inquiry
    bare = replace(about, period=CATALOGUE[about.metric].default_period)
    if asker.with_dates(bare, card.asked_at) != about:
        return inquiry
    rather = read_inquiry(words, directory, about=bare, own=own)
    if rather.query.period == inquiry.query.period:  # the words themselves say it
        return inquiry
    return replace(rather, query=asker.with_dates(rather.query, card.asked_at))


def _agent(person: str, services: Services) -> str:
    """Which agent of the helpdesk somebody is; empty where that is not known."""
    agent = policy(services).agents.get(person, "")
    return agent if agent in services.asker.directory().agents else ""


def _meant_at(request: Request, services: Services) -> Instant:
    """The instant that "last week" is said of: that of a card whose control has no dates."""
    card = services.posts.card(request.channel, request.pressed) if request.pressed else None
    return card.asked_at if card else services.now()


def find_receipt(id: str, services: Services) -> Receipt:
    """The answer kept under that id. Raises AskError where there is none."""
    plain = id.strip().strip("`").casefold()
    receipt = services.posts.receipt(plain) if _RECEIPT.fullmatch(plain) else None
    if receipt is None:
        raise AskError("I know no answer with that receipt. It stands under How this was made.")
    return receipt


def _history(request: Request, services: Services) -> tuple[Receipt, ...]:
    if not request.in_thread or request.thread is None:
        return ()
    return services.posts.thread(request.channel, request.thread)


def _question(card: Receipt, services: Services) -> Query:
    return services.asker.with_dates(parse(card.phrase, services.asker.directory()), card.asked_at)
