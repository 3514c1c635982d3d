"""What is told of a single ticket besides how it stands: where it comes from, and who replied."""

from __future__ import annotations

from typing import Final

from sqlalchemy import and_, func, select

from metrics.question.ticket_state import NamedTicket, TicketStory
from metrics.store.database.engine import Store
from metrics.store.tables.tickets import TicketRow, TimelineRow, table
from metrics.tickets.records import Channel, TicketId

TICKET, TIMELINE = table(TicketRow), table(TimelineRow)
_OWN: Final = ("channel", "channel_raw", "child", "parent", "problem", "removed_at")
_NUMBERS: Final = ("replies", "bot_replies", "ai_replies")


def story(store: Store, ticket: TicketId) -> TicketStory:
    """The story of a ticket; an empty one of a ticket that is not stored. Raises StoreError."""
    parent, problem = TICKET.alias("parent"), TICKET.alias("of_problem")
    query = (
        select(
            *(TICKET.c[name] for name in _OWN),
            parent.c.number.label("parent_number"),
            problem.c.number.label("problem_number"),
            *(func.coalesce(TIMELINE.c[name], 0).label(name) for name in _NUMBERS),
        )
        .outerjoin(TIMELINE, TIMELINE.c.ticket == TICKET.c.key)
        .outerjoin(parent, and_(parent.c.source == ticket.source, parent.c.id == TICKET.c.parent))
        .outerjoin(
            problem, and_(problem.c.source == ticket.source, problem.c.id == TICKET.c.problem)
        )
        .where(TICKET.c.source == ticket.source, TICKET.c.id == ticket.id)
    )
    with store.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        return TicketStory()
    return TicketStory(
        channel_word=row.channel_raw if row.channel == Channel.OTHER else "",
        child=row.child,
        removed_at=row.removed_at,
        parent=_named(ticket.source, row.parent, row.parent_number),
        problem=_named(ticket.source, row.problem, row.problem_number),
        human_replies=row.replies,
        ai_replies=row.ai_replies,
        automatic_replies=row.bot_replies - row.ai_replies,
    )


def _named(source: str, id: str | None, number: str | None) -> NamedTicket | None:
    return NamedTicket(source, id, number or id) if id else None
