"""A phrase answered: read, asked, drawn and put on a card."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.cards.card import card
from bot.cards.help import not_ready
from bot.charts import picture
from bot.grammar import parse, render
from bot.services import Services
from bot.talk import Audience, Picture, Reply
from metrics.query import Query
from metrics.records import Dimension
from metrics.result import Result

logger = logging.getLogger(__name__)


def reply_to(words: str, services: Services) -> Reply:
    """The card that answers `words`. Raises AskError where a person can mend them."""
    directory = services.asker.directory()
    query = parse(words, directory)
    if services.asker.fresh_until() is None:
        return not_ready()
    result = services.asker.answer(query, services.now())
    reply = card(result, render(query, directory), drawn(result))
    return replace(reply, audience=Audience.ME) if about_people(query) else reply


def about_people(query: Query) -> bool:
    """Whether it shows figures of single people: those are never posted for all to read."""
    return Dimension.AGENT in query.split or bool(query.values(Dimension.AGENT))


def drawn(result: Result) -> Picture | None:
    """The chart, or None where it failed: a number must never wait for its picture."""
    try:
        return picture(result)
    except Exception:  # whatever fails in drawing, the card goes out
        logger.exception("The chart of %s could not be drawn", result.query.metric)
        return None
