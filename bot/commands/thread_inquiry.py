"""What words are about: a question of their own, or what changes about one answered before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.access import policy
from bot.commands.offers import ABOUT_RECEIPT
from bot.grammar import Inquiry, parse, read_inquiry
from bot.services import Services
from bot.talk import Request
from bot.workspace import CannotCheckError
from metrics.catalogue import measure
from metrics.errors import AskError
from metrics.periods import Period
from metrics.periods.readings import in_numbers, order_of
from metrics.question.query import Directory, Query
from metrics.question.receipts import Receipt

_FURTHER = re.compile(r"\s*(?:and|then|also)\b[\s,]*", re.IGNORECASE)
"""So begins a reply to the newest answer of a thread and not to its card."""


_LAST_WEEK = Period.of("last week")
"""What was meant without a period before the usual one was the last seven days."""

_RECEIPT = re.compile(r"\w{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadInquiry:
    """What is asked, what it is said about, and what its thread has been told so far.

    `instead`: the same words after "and", where they would ask of other tickets, another time or
    another measure, since the newest answer is about those; "" where they would not.
    """

    inquiry: Inquiry
    about: Query | None
    history: tuple[Receipt, ...]
    instead: str = ""

    @property
    def new(self) -> bool:
        """Whether it asks for anything else than what it is said about."""
        return self.inquiry != Inquiry(query=self.about) if self.about else True


def goes_on(words: str) -> bool:
    """Whether a reply goes on from the newest answer of its thread and not from its card."""
    return _FURTHER.match(words) is not None


def without_link(words: str) -> str:
    """The words without the one that goes on from the newest answer."""
    further = _FURTHER.match(words)
    return words[further.end() :] if further else words


def read_thread_inquiry(request: Request, services: Services) -> ThreadInquiry:
    """What the words of a request are about. Raises AskError where a person can mend them."""
    words, history = request.words, _history(request, services)
    card = None
    if words.startswith(ABOUT_RECEIPT):
        id, _, words = words.removeprefix(ABOUT_RECEIPT).partition(" ")
        card = find_receipt(id, services)
    elif request.reply and history:
        card = history[-1 if goes_on(words) else 0]
        words = without_link(words)
    about = _question(card, services) if card else None
    inquiry = _inquiry(words, about, card, services, request.person)
    pressed = services.posts.card(request.channel, request.pressed) if request.pressed else None
    query = _dated(inquiry.query, pressed, services)
    instead = ""
    if request.reply and history and card is history[0]:
        instead = _instead(words, inquiry, history, services, request.person)
    return ThreadInquiry(
        inquiry=replace(inquiry, query=query), about=about, history=history, instead=instead
    )


def _instead(
    words: str,
    inquiry: Inquiry,
    history: tuple[Receipt, ...],
    services: Services,
    person: str,
) -> str:
    """The words that go on from the newest answer, where that leads to anything else."""
    card, newest = history[0], history[-1]
    if newest.phrase == card.phrase:
        return ""
    try:
        other = _inquiry(words, _question(newest, services), newest, services, person)
    except AskError:
        return ""
    return f"and {words}" if _subject(other.query) != _subject(inquiry.query) else ""


def _subject(query: Query) -> tuple[object, ...]:
    """What a question is about, however it is cut and whatever it is compared with."""
    return query.metric, query.variant, query.period, query.where, query.zone


def _inquiry(
    words: str, about: Query | None, card: Receipt | None, services: Services, person: str
) -> Inquiry:
    """What words ask for; what they say of a card is about the dates of that card.

    Another measure of a card of its usual period is asked for its own usual one, as of that day.
    """
    directory, asker = _directory(words, person, services), services.asker
    own = _agent(person, services)
    inquiry = read_inquiry(words, directory, about=about, own=own)
    if about is None or card is None or inquiry.query.metric == about.metric:
        return inquiry
    bare = replace(about, period=measure(about.metric, about.variant).default_period)
    if asker.with_dates(bare, card.asked_at) != about:
        if not _is_usual_week(about, card, services):
            return inquiry
        if measure(inquiry.query.metric, inquiry.query.variant).own_period is None:
            return inquiry
    rather = read_inquiry(words, directory, about=bare, own=own)
    if rather.query.period == inquiry.query.period:  # the words themselves say it
        return inquiry
    return replace(rather, query=asker.with_dates(rather.query, card.asked_at))


def _directory(words: str, person: str, services: Services) -> Directory:
    """The names that are known, with the order in which somebody writes dates in numbers."""
    directory = services.asker.directory()
    if not in_numbers(words):
        return directory
    try:
        order = order_of(services.workspace.person(person).locale)
    except CannotCheckError:
        order = None
    reckoning = directory.reckoning
    return replace(directory, reckoning=replace(reckoning, order=order or reckoning.order))


def _is_usual_week(about: Query, card: Receipt, services: Services) -> bool:
    """Whether a card is of the calendar week before it, which was the usual one of its measure."""
    if measure(about.metric, about.variant).own_period is not None:
        return False
    week = replace(about, period=_LAST_WEEK)
    return services.asker.with_dates(week, card.asked_at) == about


def _dated(query: Query, pressed: Receipt | None, services: Services) -> Query:
    """A question by its dates. A control without dates means those of its card.

    It is of a card of long ago, when a question without a period was about the last week.
    """
    if pressed is None:
        return services.asker.with_dates(query, services.now())
    metric = measure(query.metric, query.variant)
    if metric.own_period is None and query.period == metric.default_period:
        query = replace(query, period=_LAST_WEEK)
    return services.asker.with_dates(query, pressed.asked_at)


def _agent(person: str, services: Services) -> str:
    """Which agent of the helpdesk somebody is; empty where that is not known."""
    agent = policy(services).agents.get(person, "")
    return agent if agent in services.asker.directory().agents else ""


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
