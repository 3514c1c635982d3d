"""/kpi define: what a measure is, in words, and how it is worked out."""

from __future__ import annotations

from bot.cards.definition import definition_card
from bot.grammar import parse
from bot.services import Services
from bot.talk import Reply, Request
from metrics.ask.vendors import elsewhere
from metrics.catalogue import CATALOGUE, measure
from metrics.errors import AskError

OFFERED = 5


def define(request: Request, services: Services) -> Reply:
    """The definition of the measure that the words name. Raises AskError."""
    if not request.words:
        examples = tuple(f"define {key}" for key in CATALOGUE)[:OFFERED]
        raise AskError("Which metric shall I explain?", examples)
    directory = services.asker.directory()
    try:
        query = parse(request.words, directory)
    except AskError as error:
        raise AskError(str(error), tuple(f"define {p}" for p in error.suggestions)) from None
    others = elsewhere(query.metric, query.variant, directory.sources)
    return definition_card(measure(query.metric, query.variant), query.variant, "", others)
