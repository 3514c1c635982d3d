"""/kpi standup: the board of a team or a channel, in the channel."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.help import not_ready
from bot.cards.standup import Board, standup_card
from bot.commands.ask import keep, seen_by
from bot.commands.receipts import receipt
from bot.digests.standup import LEVEL, NOW, board
from bot.grammar import parse, render
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from metrics.query import Filter, Query
from metrics.records import Dimension

ABOUT = {Dimension.TEAM, Dimension.CHANNEL}


def standup(request: Request, services: Services) -> Reply:
    """The board of what the words name, or of all tickets. Raises AskError."""
    if services.asker.fresh_until() is None:
        return not_ready()
    where = _where(request.words, services)
    made = board(where, services)
    phrase = render(made.growth.query, services.asker.directory())
    kept = keep(receipt(made.growth, phrase, request.person), services)
    reply = standup_card(made, _further(made, services), services.ticket_url)
    audience = seen_by(request, services.settings.answers)
    return replace(reply, audience=audience, phrase=phrase, receipt=kept.id)


def _where(words: str, services: Services) -> tuple[Filter, ...]:
    """Which tickets are meant. Raises AskError where that is neither a team nor a channel."""
    try:
        query = parse(f"{LEVEL} {words}".strip(), services.asker.directory())
    except AskError as error:
        meant = (s.removeprefix(LEVEL) for s in error.suggestions if s.startswith(LEVEL))
        raise AskError(str(error), tuple(f"standup{rest}" for rest in meant)) from None
    plain = Query(metric=LEVEL, period=NOW, where=query.where)
    if query != plain or {narrowed.dimension for narrowed in query.where} - ABOUT:
        raise AskError(
            "A standup is about all tickets, a team or a channel, and always since the last "
            "working day.",
            ("standup", "standup email"),
        )
    return query.where


def _further(made: Board, services: Services) -> list[tuple[str, str]]:
    """What is asked next, as buttons."""
    directory = services.asker.directory()
    told = [("Waiting", made.pending), ("Unassigned", made.unassigned)]
    if made.at_risk:
        told.insert(1, ("Breaching", made.at_risk))
    lists = [(label, f"{render(result.query, directory)} list") for label, result in told]
    frt = replace(made.growth.query, metric="frt", split=(Dimension.CHANNEL,))
    return [*lists, ("First response", render(frt, directory))]
