"""Bad ratings: each new one is told once, in a post of its own."""

from __future__ import annotations

from collections.abc import Iterator

from bot import words
from bot.alerts.kinds.kind import Happening, Sight
from bot.alerts.kinds.shared import blindness, filters_of, scope
from bot.alerts.kinds.ticket_kind import TicketKind
from bot.cards.bad_rating import bad_rating_card
from bot.grammar.alerts import NOW
from bot.services import Services
from bot.small_groups import FEWEST
from bot.takers import rating_views
from bot.talk import Audience
from metrics.ask.bad_ratings import unhappy
from metrics.posting.alerts import Alert, Observation
from metrics.question.query import Query
from metrics.tickets.records import Dimension, Instant

TOLD_SECONDS = 7 * 86400
"""A rating that comes to be known so long after it was given is told no more."""


def check(alert: Alert, services: Services, now: Instant) -> Sight:
    """How many there were lately. It never fires: each is told by itself."""
    query = Query(metric="csat", period=NOW, where=filters_of(alert, services))
    asker = services.asker.still()
    many = len(unhappy(asker, query.where, now - TOLD_SECONDS, now))
    named = "1 bad rating" if many == 1 else f"{words.count(many)} bad ratings"
    if 0 < many < FEWEST and any(part.dimension is Dimension.TEAM for part in query.where):
        named = "Fewer than five bad ratings"  # of so few in a team no number is told
    return Sight(
        observation=Observation(at=now, beyond=False, over=True),
        fires="Bad ratings",
        calms="No bad ratings",
        now=f"{named} in the last 7 days",
        scope=scope(query, services),
        zone=str(asker.calendar.zone),
        blind=blindness(asker.fresh_until(), services, now),
    )


def each(alert: Alert, services: Services, now: Instant) -> Iterator[Happening]:
    """The bad ratings since the alert was made, the oldest first."""
    since_at = max(alert.made_at, now - TOLD_SECONDS)
    bad = unhappy(services.asker.still(), filters_of(alert, services), since_at, now)
    for view in rating_views(bad, services):
        rating = view.unhappy.rating
        reply = bad_rating_card(view, services.ticket_url, Audience.CHANNEL)
        yield Happening(id=f"{rating.ticket.source} {rating.id}", at=rating.at, reply=reply)


BAD_RATING = TicketKind(
    key="bad_rating",
    title="Bad ratings",
    example="bad rating",
    names=r"(?:each\s+|new\s+)*bad[\s_]+(?:csat\s+)?(?:ratings?|scores?|answers?)",
    metric="csat",
    when=lambda _: "each is told once, with its ticket",
    check=check,
    each=each,
)
