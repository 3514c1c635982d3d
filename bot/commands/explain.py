"""Why a figure is not what the helpdesk says, for the one who asks: it names tickets."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.definition import definition_card
from bot.cards.explain import explain_card
from bot.grammar import Inquiry, render
from bot.services import Services
from bot.talk import Reply
from metrics.ask.vendors import elsewhere
from metrics.catalogue import measure
from metrics.catalogue.metric import Duration
from metrics.tickets.records import Dimension

NO_FIGURE = "The helpdesk keeps no figure of its own for this, so there is nothing to compare."


def explain(inquiry: Inquiry, services: Services) -> Reply:
    """Ours beside the helpdesk's own; the definition alone where it has none. Raises AskError."""
    query = inquiry.query
    metric = measure(query.metric, query.variant)
    directory = services.asker.directory()
    sources = query.values(Dimension.SOURCE) or directory.sources
    others = elsewhere(query.metric, query.variant, sources)
    if not isinstance(metric, Duration) or metric.vendor is None:
        return definition_card(metric, query.variant, "" if others else NO_FIGURE, others)
    services.asker.require_ready()
    whole = replace(query, split=())
    comparison = services.asker.reconcile(whole, services.now())
    return explain_card(comparison, render(whole, directory), services.ticket_url, others)
