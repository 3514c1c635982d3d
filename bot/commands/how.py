"""How a figure is made, for the one who asks."""

from __future__ import annotations

from bot.cards.how import how_card
from bot.cards.memory import receipt
from bot.commands.ask import keep
from bot.commands.gate import Clearance
from bot.grammar import Inquiry, render
from bot.services import Services
from bot.talk import Reply, Request


def how(inquiry: Inquiry, permit: Clearance, request: Request, services: Services) -> Reply:
    """All that stands behind the figure, which is kept like any other. Raises AskError."""
    result = permit.services.asker.answer(inquiry.query, services.now())
    phrase = render(inquiry.query, services.asker.directory())
    record = keep(receipt(result, phrase, request.person), services)
    return how_card(result, phrase, record.id)
