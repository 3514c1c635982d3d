"""/kpi standup: the board of a team or a channel, in the channel."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.memory import receipt
from bot.cards.standup import standup_card
from bot.commands.ask import keep, seen_by
from bot.commands.gate import links
from bot.digests.standup import board, further
from bot.grammar import render
from bot.grammar.ticket_filters import where_of
from bot.services import Services
from bot.talk import Audience, Reach, Reply, Request


def standup(request: Request, services: Services) -> Reply:
    """The board of what the words name, or of all tickets. Raises AskError."""
    services.asker.require_ready()
    where = where_of(request.words, services.asker.directory(), "standup")
    content = board(where, services)
    phrase = render(content.growth.query, services.asker.directory())
    record = keep(receipt(content.growth, phrase, request.person), services)
    audience = seen_by(request, services.settings.answers)
    alone = audience is Audience.ME or request.reach is not Reach.ALL
    address = links(request, audience, services)
    reply = standup_card(content, further(content, services), address, alone=alone)
    return replace(reply, audience=audience, phrase=phrase, receipt=record.id)
