"""/kpi help: what can be asked, page by page; /kpi help frt defines a metric."""

from __future__ import annotations

from dataclasses import replace

from bot.alerts.kinds import EXAMPLES
from bot.cards.guide import ALSO, TOPICS, guide, page
from bot.commands.define import define
from bot.grammar.suggestions import nearest
from bot.grammar.tokens import echo
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError


def help_page(request: Request, services: Services) -> Reply:
    """The first page, the page that the words name, or the metric they name. Raises AskError."""
    word = request.words.strip().casefold()
    if not word:
        return guide()
    if topic := TOPICS.get(ALSO.get(word, word)):
        return page(topic, EXAMPLES, services.asker.keys_with_data())
    try:
        return define(replace(request, words=word), services)
    except AskError as error:
        _, _, near = nearest([word], 0, (*TOPICS, *ALSO))
        pages = tuple(f"help {name}" for name in near) or tuple(f"help {t}" for t in TOPICS)
        raise AskError(
            f"There is no help on {echo(request.words)}.", (*pages, *error.suggestions)
        ) from None
