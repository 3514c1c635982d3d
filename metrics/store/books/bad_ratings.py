"""Bad ratings, each as it stands now, and which of them nobody has followed up since."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, exists, or_, select

from metrics.question.unhappy import BadRating
from metrics.store.books.takes import BY_AGENT, EVENT, TAKE
from metrics.store.database.engine import Store
from metrics.store.tables.tickets import RatingRow, TicketRow, table
from metrics.tickets.records import EventKind, Field, Instant, RatingScore, Status, TicketId

RATING = table(RatingRow)
TICKET = table(TicketRow)
_OPEN = [status.value for status in Status if status.unsolved]


def bad_ratings(
    store: Store, since_at: Instant, until_at: Instant, ticket: TicketId | None = None
) -> list[BadRating]:
    """Those of tickets that count, or of one, answered in [since_at, until_at), in order."""
    which = [RATING.c.source == ticket.source, RATING.c.ticket == ticket.id] if ticket else []
    own = and_(TICKET.c.source == RATING.c.source, TICKET.c.id == RATING.c.ticket)
    query = (
        select(RATING, TICKET.c.key, TICKET.c.number)
        .join(TICKET, own)
        .where(
            RATING.c.score == RatingScore.BAD,
            RATING.c.at >= since_at,
            RATING.c.at < until_at,
            TICKET.c.removal.is_(None),
            *which,
        )
        .order_by(RATING.c.at, RATING.c.source, RATING.c.id)
    )
    with store.read() as connection:
        rows = connection.execute(query).mappings().all()
    return [
        BadRating(
            id=row["id"],
            ticket=TicketId(row["source"], row["ticket"]),
            key=row["key"],
            at=row["at"],
            number=row["number"] or "",
            reason=row["reason"] or "",
        )
        for row in rows
    ]


def not_followed_up(store: Store, ratings: Collection[BadRating]) -> list[BadRating]:
    """The ratings whose ticket nobody has taken, answered or opened again since."""
    return [rating for rating in ratings if not _is_followed(store, rating)]


def _is_followed(store: Store, rating: BadRating) -> bool:
    source, ticket = rating.ticket
    taken = exists().where(
        TAKE.c.source == source,
        TAKE.c.ticket == ticket,
        TAKE.c.taken_at >= rating.at,
        TAKE.c.given_back_at.is_(None),
    )
    answered = and_(EVENT.c.kind == EventKind.MESSAGE, EVENT.c.public, ~EVENT.c.automated, BY_AGENT)
    opened = and_(
        EVENT.c.kind == EventKind.CHANGE,
        EVENT.c.field == Field.STATUS,
        EVENT.c.new.in_(_OPEN),
    )
    acted = exists().where(
        EVENT.c.source == source,
        EVENT.c.ticket == ticket,
        EVENT.c.at > rating.at,
        or_(answered, opened),
    )
    with store.read() as connection:
        return bool(connection.execute(select(or_(taken, acted))).scalar_one())
