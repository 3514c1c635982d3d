"""/kpi sources: how each source stands, and which measures can be answered with them."""

from __future__ import annotations

from functools import partial

from bot.cards.sources import sources_card
from bot.services import Services, usual_age
from bot.talk import Reply, Request


def sources(_request: Request, services: Services) -> Reply:
    """Each source with what it tells, for everybody who may ask."""
    zone = str(services.asker.calendar.zone)
    usual = partial(usual_age, services.settings)
    return sources_card(services.asker.overview(), services.now(), zone, usual)
