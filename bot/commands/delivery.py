"""/kpi delivery: what a person knows of a post of which the bot knows nothing, one click each."""

from __future__ import annotations

from bot.access import What
from bot.cards.schedules import sentence_card
from bot.commands.gate import may_change
from bot.deliveries.schedules import HOUR
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from metrics.posting.deliveries import State

AGAIN_SECONDS = 24 * HOUR
"""How long a post that was asked for again is tried."""


def delivery(request: Request, services: Services) -> Reply:
    """Take note that a post is there, or post it again. Raises AskError."""
    verb, _, id = request.words.strip().casefold().partition(" ")
    post = services.outbox.get(id.strip()) if verb in {"stands", "again"} else None
    if post is None:
        raise AskError("I know no such post. See what became of each.", ("schedules",))
    if request.person != post.owner:
        may_change(What.SCHEDULE, request, services)
    now = services.now()
    if verb == "stands":
        services.outbox.confirm_posted(post.id, now)
        return sentence_card("Thank you. I leave it as it is.")
    if services.outbox.again(post.id, now, now + AGAIN_SECONDS):
        return sentence_card("It is on its way again.")
    there = post.state is State.POSTED
    return sentence_card("It is posted." if there else "It is on its way already, or called off.")
