"""Why a number moved, for the one who asks: it names tickets."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.why import why_card
from bot.grammar import Inquiry, render
from bot.services import Services
from bot.talk import Reply
from metrics.catalogue import measure
from metrics.catalogue.metric import Mix
from metrics.periods import Period
from metrics.question.explanation import Explanation
from metrics.question.query import Against


def why(inquiry: Inquiry, services: Services) -> Reply:
    """The step of the headline, split. Raises AskError where there is nothing to split."""
    parts = explanation(inquiry, services)
    phrase = render(inquiry.query, services.asker.directory())
    return why_card(parts, phrase, services.ticket_url)


def explanation(inquiry: Inquiry, services: Services) -> Explanation:
    """What the step of the headline is made of. Raises AskError."""
    services.asker.require_ready()
    query = inquiry.query
    by = next(iter(query.split), None)
    about_parts = isinstance(measure(query.metric, query.variant), Mix)
    whole = query if about_parts else replace(query, split=())
    if whole.against is not Against.YEAR and not isinstance(whole.against, Period):
        whole = replace(whole, against=Against.BEFORE)
    return services.asker.why(whole, services.now(), None if about_parts else by)
