"""An edition as the messages that are posted: drawn, worded, and with what its buttons ask."""

from __future__ import annotations

import logging

from bot.cards.digest import digest_replies
from bot.cards.edition import Edition
from bot.charts import overview
from bot.services import Services
from bot.talk import Picture, Reply

logger = logging.getLogger(__name__)


def posts(
    edition: Edition, services: Services, settings: str = "", *, alone: bool = False
) -> tuple[Reply, ...]:
    """The post, then what goes into its thread. `settings` are the words behind that button.

    `alone`: one person sees it, and no channel.
    """
    address = services.ticket_url
    hears = services.workspace.hears
    return digest_replies(edition, drawing(edition), address, settings, alone=alone, hears=hears)


def drawing(edition: Edition) -> Picture | None:
    """The overview, or None where it failed: figures must never wait for their picture."""
    if edition.board or edition.empty:
        return None
    first = [thing.result.query.metric for thing in edition.things]
    results = sorted(
        (kpi.result for kpi in edition.kpis), key=lambda each: each.query.metric not in first[:1]
    )
    try:
        return overview(results, edition.title, f"{edition.window.label}, {edition.scope}")
    except Exception:  # whatever fails in drawing, the digest goes out
        logger.exception("The overview of %s could not be drawn", edition.key)
        return None
