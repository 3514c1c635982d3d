"""/kpi: a question in a phrase, answered with a card; on its own it says what can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from bot.admission import figures_only
from bot.cards import blocks
from bot.cards.compact import with_way_on
from bot.cards.guide import guide
from bot.commands import (
    alerts,
    baseline,
    benchmark,
    bring,
    checkup,
    core,
    define,
    delivery,
    digest,
    help,
    identity,
    note,
    receipts,
    schedules,
    sources,
    spend,
    standup,
    target,
)
from bot.commands.ask import figure
from bot.commands.explain import explain
from bot.commands.gate import clearance, keep_look
from bot.commands.heard import known_words, naming, read_plainly, with_agents
from bot.commands.how import how
from bot.commands.missed_words import note_miss
from bot.commands.plain import refuse_ranking
from bot.commands.several import several
from bot.commands.small_talk import small_word
from bot.commands.thread_inquiry import ThreadInquiry, read_thread_inquiry
from bot.commands.ticket import about_tickets, act_and_message, ticket_words
from bot.commands.tickets import tickets
from bot.commands.why import why
from bot.grammar import Output, SeveralError, render
from bot.grammar.parsing import LONGEST
from bot.services import Services
from bot.talk import Reply, Request
from metrics.ask import UnknownError
from metrics.errors import AskError, PeopleError, UnavailableError
from metrics.question.query import Directory

HELP = {"", "?"}
LIST = "list"
"""In a thread it means the tickets of its card, elsewhere what can be asked."""
Answerer: TypeAlias = Callable[[Request, Services], Reply]


class SideCommand(NamedTuple):
    """Who answers a first word; `bare`: with figures or words alone, and nothing is changed.

    Only what is bare answers an installation that cannot tell a guest from a member.
    """

    answer: Answerer
    bare: bool = False


SIDE_COMMANDS: Mapping[str, SideCommand] = MappingProxyType(
    {
        "help": SideCommand(help.help_page, bare=True),
        "target": SideCommand(target.target),
        "targets": SideCommand(target.targets, bare=True),
        "core": SideCommand(core.core),
        "define": SideCommand(define.define, bare=True),
        "note": SideCommand(note.note),
        "notes": SideCommand(note.notes),
        "receipt": SideCommand(receipts.compare, bare=True),
        "share": SideCommand(receipts.share),
        "made": SideCommand(receipts.made, bare=True),
        "sources": SideCommand(sources.sources, bare=True),
        "spend": SideCommand(spend.spend),
        "import": SideCommand(bring.bring),
        "setup": SideCommand(checkup.checkup),
        "standup": SideCommand(standup.standup),
        "delivery": SideCommand(delivery.delivery),
        "digest": SideCommand(digest.digest),
        "schedule": SideCommand(schedules.schedule),
        "schedules": SideCommand(schedules.schedules),
        "alert": SideCommand(alerts.alert),
        "alerts": SideCommand(alerts.alerts),
        **{word: SideCommand(alerts.answer_word(word)) for word in alerts.REPLIES},
        **dict.fromkeys(("benchmark", "benchmarks"), SideCommand(benchmark.benchmark, bare=True)),
        **dict.fromkeys(("baseline", "baselines"), SideCommand(baseline.baseline, bare=True)),
    }
)
"""First words that ask for something other than a figure, and who answers them."""


def answer(request: Request, services: Services) -> Reply:
    """Answer the words of `request`. Raises AskError where the person can mend them."""
    words = known_words(request.words, services)
    try:
        return _answer_heard(words, request, services)
    except AskError as error:
        if error.word:
            note_miss(error.word, words, services)
        raise


def _answer_heard(words: str, request: Request, services: Services) -> Reply:
    """Answer words as they are read: what they say of a ticket, in passing, or ask."""
    if len(words) > LONGEST:
        raise AskError(f"That is too long for me: at most {LONGEST:,} characters.")
    if asks_for_help(replace(request, words=words)):
        return guide()
    if who := identity.answer_for(words):
        return who(replace(request, words=words), services)
    wish = replace(request, words=words)
    if reply := _of_ticket(wish, services) or standup.about_board(wish, services):
        return reply
    if reply := small_word(words):
        return reply
    if words.partition(" ")[0].casefold() not in SIDE_COMMANDS:
        words = with_agents(replace(request, words=words), services)
    plain = read_plainly(words, services, SIDE_COMMANDS, new=not request.in_thread)
    if plain != words:
        return said_otherwise(plain, request, services)
    return _answer_words(replace(request, words=words), services)


def asks_for_help(request: Request) -> bool:
    """Whether somebody asks what can be asked."""
    words = request.words.casefold()
    return words in HELP or (words == LIST and not request.in_thread)


def _answer_words(request: Request, services: Services) -> Reply:
    """The answer to a phrase: of the command that it begins with, or to the question it is."""
    if asks_for_help(request):
        return guide()
    first, _, rest = request.words.partition(" ")
    if other := SIDE_COMMANDS.get(first.casefold()):
        if not other.bare:
            figures_only(request)
        return _answer_side_command(
            other.answer, replace(request, words=rest.strip()), request.words, services
        )
    try:
        question = read_thread_inquiry(request, services)
    except SeveralError as found:
        return several(found.phrases, request, services)
    except AskError:
        refuse_ranking(request.words)
        raise
    return answer_inquiry(question, request, services)


def _of_ticket(request: Request, services: Services) -> Reply | None:
    """The answer to words about one ticket; None where they are about none.

    Where they say what a control stood on, that is drawn anew in its place once they are done.
    """
    wishes = ticket_words(request, services)
    if not wishes or (wishes[0].bare and _means_a_year(request, services)):
        return None
    reply = about_tickets(request, wishes, services)
    _, shown_on = act_and_message(request)
    if not shown_on:
        return reply
    return replace(answer(replace(request, words=shown_on), services), in_place=True)


def _means_a_year(request: Request, services: Services) -> bool:
    """Whether a bare number changes something about the card that it is said about."""
    if not request.reply or standup.board_where(request, services) is not None:
        return False
    try:
        return bool(read_thread_inquiry(request, services).history)
    except AskError:
        return False


def _answer_side_command(
    other: Answerer, request: Request, words: str, services: Services
) -> Reply:
    """What is no question. A wish about people is kept as the refused look that it is."""
    try:
        return other(request, services)
    except PeopleError:
        keep_look(words, request, services, allowed=False)
        raise


def said_otherwise(words: str, request: Request, services: Services) -> Reply:
    """The answer to a plain question, which says in which words it was taken."""
    reply = _answer_words(replace(request, words=words), services)
    if reply.phrase:
        return reply  # its foot tells
    return replace(reply, head=(blocks.context([f"Taken as /kpi {words}."]), *reply.head))


def answer_inquiry(subject: ThreadInquiry, request: Request, services: Services) -> Reply:
    """What is wanted of a question: its figure, why it moved or is another, or its tickets.

    Raises AskError, with the part that is known where the period is not known as a whole.
    """
    try:
        reply = _answer(subject, request, services)
    except UnknownError as error:
        raise with_known_part(error, services.asker.directory()) from None
    if subject.instead:
        first, newest = (subject.history[at].phrase for at in (0, -1))
        reply = with_way_on(reply, first, newest, subject.instead)
    return naming(reply, subject.inquiry.left_out)


def with_known_part(error: UnknownError, directory: Directory) -> AskError:
    """The refusal with the phrase that asks for what is known."""
    phrases = (render(error.known, directory),) if error.known else ()
    return UnavailableError(str(error), phrases, error.missing)


def _answer(subject: ThreadInquiry, request: Request, services: Services) -> Reply:
    if subject.inquiry.output is Output.FIGURE:
        return figure(subject, request, services)
    figures_only(request)
    permit = clearance(subject.inquiry, request, services)
    if subject.inquiry.output is Output.WHY:
        return why(subject.inquiry, permit.services)
    if subject.inquiry.output is Output.HOW:
        return how(subject.inquiry, permit, request, services)
    if subject.inquiry.output is Output.EXPLAIN:
        return explain(subject.inquiry, permit.services)
    return tickets(subject.inquiry, permit)
