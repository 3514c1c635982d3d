"""/kpi receipt and /kpi share: an answer that was given, asked again as it was asked then."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.cards.card import card
from bot.cards.controls import with_controls
from bot.cards.how import how_card
from bot.cards.memory import receipt
from bot.cards.receipt import receipt_card
from bot.commands.ask import draw, keep
from bot.commands.gate import clearance, sharable
from bot.commands.offers import offers
from bot.commands.thread_inquiry import find_receipt
from bot.grammar import Inquiry, parse
from bot.outward import for_all, impersonal
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from metrics.periods.windows import local_date


def compare(request: Request, services: Services) -> Reply:
    """Whether the answer of that receipt is the same today. Raises AskError."""
    if not request.words:
        raise AskError("Which receipt? It stands under How this was made: receipt 3f9a01bc.")
    before = find_receipt(request.words, services)
    query = parse(before.phrase, services.asker.directory())
    services = clearance(Inquiry(query=query), request, services).services
    result = services.asker.answer(query, before.asked_at)
    again = receipt(result, before.phrase, request.person)
    return receipt_card(before, again, result, services.now())


def made(request: Request, services: Services) -> Reply:
    """How the answer of that receipt was made, as it was asked then. Raises AskError."""
    before = find_receipt(request.words, services)
    query = parse(before.phrase, services.asker.directory())
    services = clearance(Inquiry(query=query), request, services).services
    result = services.asker.answer(query, before.asked_at)
    return how_card(result, before.phrase, before.id)


def share(request: Request, services: Services) -> Reply:
    """The answer of that receipt for all in the channel to see. Raises AskError."""
    before, directory = find_receipt(request.words, services), services.asker.directory()
    query = parse(before.phrase, directory)
    services = sharable(query, request, services).services
    result = services.asker.answer(query, before.asked_at)
    record = keep(receipt(result, before.phrase, request.person), services)
    result = for_all(result, request.channel, services)
    today = local_date(services.now(), ZoneInfo(result.zone))
    options = offers(query, directory, record.id, today, share=False)
    reply = with_controls(card(result, record.phrase, draw(result)), options, record.id)
    audience = Audience.THREAD if request.in_thread else Audience.CHANNEL
    return replace(reply, audience=audience, figures=impersonal(query))
