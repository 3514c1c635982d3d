"""/kpi standup: the board of a team or a channel, its piles, and what is said in its thread."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from bot.access import policy
from bot.admission import figures_only
from bot.cards import blocks
from bot.cards.memory import receipt
from bot.cards.standup import Board, groups_card, next_lines, of_rows, standup_card
from bot.cards.ticket import ticket_card
from bot.commands.ask import keep, seen_by
from bot.commands.gate import clearance
from bot.commands.thread_inquiry import goes_on
from bot.digests.standup import GROWTH, board, first_day, groups
from bot.grammar import Inquiry, parse, read_inquiry, render
from bot.grammar.board_words import BoardWords, read_board_words
from bot.grammar.ticket_filters import where_of
from bot.services import Services
from bot.talk import Audience, Reach, Reply, Request
from metrics.ask.work import ticket_story
from metrics.errors import AskError
from metrics.periods.windows import local_date
from metrics.question.query import Filter, Query
from metrics.question.receipts import Receipt
from metrics.tickets.records import Dimension

ALL_TAKEN = "Nothing is left to take: all that stands on the board is taken, or there is nothing."


def standup(request: Request, services: Services) -> Reply:
    """The board of what the words name, or what they want of it. Raises AskError."""
    services.asker.require_ready()
    wish = read_board_words(request.words)
    where = where_of(wish.rest, services.asker.directory(), "standup")
    return _answer(wish, where, request, services)


def about_board(request: Request, services: Services) -> Reply | None:
    """What words in the thread of a board want of it; None where they are about something else."""
    beneath = board_where(request, services)
    if beneath is None or not request.words.strip():
        return None
    wish = read_board_words(request.words)
    try:
        where = where_of(wish.rest, services.asker.directory())
    except AskError:
        return None
    if wish.whole and not where:
        return None
    mine = {part.dimension for part in where}
    both = (*(part for part in beneath if part.dimension not in mine), *where)
    return _answer(wish, tuple(sorted(both)), request, services)


def board_where(request: Request, services: Services) -> tuple[Filter, ...] | None:
    """The tickets of the board that a thread is about; None where it is about none."""
    if not request.in_thread or not request.thread or not request.reply:
        return None
    cards = services.posts.thread(request.channel, request.thread)
    if not cards:
        return None
    # "and only email" goes on from the newest answer, which may be no board.
    return _where(cards[-1 if goes_on(request.words) else 0], services)


def _where(card: Receipt, services: Services) -> tuple[Filter, ...] | None:
    """The tickets of a board; None of another card: a board is kept as what came since its day."""
    try:
        query = parse(card.phrase, services.asker.directory())
    except AskError:
        return None
    then, zone = replace(services, now=lambda: card.asked_at), services.asker.calendar.zone
    window = query.period.window(card.asked_at, zone)
    days = (first_day(query.where, then), local_date(card.asked_at, zone))
    is_board = query.metric == GROWTH and not query.split and (window.first, window.last) == days
    return query.where if is_board else None


def _answer(
    wish: BoardWords, where: tuple[Filter, ...], request: Request, services: Services
) -> Reply:
    figures_only(request)
    audience = seen_by(request, services.settings.answers)
    if wish.mine:
        own, services = _own(request, services)
        where, audience = tuple(sorted((*where, own))), Audience.ME
    content = board(where, services, wish.pile)
    if wish.by:
        reply = groups_card(content, wish.by, groups(where, wish.by, services))
        return replace(reply, audience=audience)
    if wish.next:
        return replace(_next(content, services), audience=audience)
    alone = audience is Audience.ME or request.reach is not Reach.ALL
    reply = standup_card(content, services.ticket_url, alone=alone, hears=services.workspace.hears)
    if not wish.whole or Dimension.AGENT in {part.dimension for part in where}:
        return replace(reply, audience=audience)
    phrase = render(content.growth.query, services.asker.directory())
    record = keep(receipt(content.growth, phrase, request.person), services)
    return replace(reply, audience=audience, phrase=phrase, receipt=record.id)


def _own(request: Request, services: Services) -> tuple[Filter, Services]:
    """The filter for the tickets of who asks, and who may answer it. Raises AskError."""
    directory = services.asker.directory()
    agent = policy(services).agents.get(request.person, "")
    own = agent if agent in directory.agents else ""
    query: Query = read_inquiry("my backlog", directory, own=own).query
    permit = clearance(Inquiry(query=query), request, services)
    (part,) = (each for each in query.where if each.dimension is Dimension.AGENT)
    return part, permit.services


def _next(content: Board, services: Services) -> Reply:
    """The first ticket of the board that nobody has taken yet."""
    free = (view for view in of_rows(content.piles) if view.taker is None)
    view = next(free, None)
    if view is None:
        return Reply(text=ALL_TAKEN, head=(blocks.section(ALL_TAKEN),))
    story = ticket_story(services.asker, view.state.id)
    reply = ticket_card(view, Audience.CHANNEL, services.ticket_url, story)
    why = next_lines(content, view)
    return replace(
        reply,
        text=blocks.fallback(f"{why} {reply.text}"),
        head=tuple(chain((blocks.section(why),), reply.head)),
    )
