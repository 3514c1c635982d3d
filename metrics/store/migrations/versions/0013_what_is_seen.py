"""What is known of a ticket and from when, its helpdesk's own word, and who was seen as staff."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_EVENT = sa.table("event", *map(sa.column, ("source", "at", "field", "old", "new")))
_TICKET = sa.table("ticket", *map(sa.column, ("source", "agent", "created_at")))
_SEEN = sa.table("person_seen", *map(sa.column, ("source", "person", "kind", "first_at", "last_at")))
_WAIT = sa.table("wait", sa.column("asked_at"), sa.column("started_at"))


def _columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    """The new columns by their table; columns of a table of their own each time."""
    return {
    "event": (sa.Column("author", sa.String(), nullable=True),),
    "ticket": (
        sa.Column("child", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.Column("rated", sa.Boolean(), nullable=True),
    ),
    "timeline": (
        sa.Column("child", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("known_from_at", sa.BigInteger(), nullable=True),
        sa.Column("ai_only", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("unread_reply_at", sa.BigInteger(), nullable=True),
        sa.Column("unread_solve_at", sa.BigInteger(), nullable=True),
        sa.Column("unread_reopen", sa.Boolean(), nullable=False, server_default=sa.false()),
    ),
    "wait": (sa.Column("asked_at", sa.BigInteger(), nullable=True),),
}


def upgrade() -> None:
    for table, columns in _columns().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(column)
    # Until its timeline is built again, each wait is as long as it was.
    op.execute(sa.update(_WAIT).values(asked_at=_WAIT.c.started_at))
    with op.batch_alter_table("wait") as batch:
        batch.alter_column("asked_at", existing_type=sa.BigInteger(), nullable=False)
    op.create_table(
        "person_seen",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "person", "kind"),
    )
    _fill_sightings()


def _fill_sightings() -> None:
    """See in the events and tickets that are stored what a page shows when it is read."""
    given = _EVENT.c.new.is_not(None), _EVENT.c.field == "agent"
    had = sa.union_all(
        sa.select(_EVENT.c.source, _EVENT.c.old.label("person"), _EVENT.c.at).where(
            _EVENT.c.old.is_not(None), _EVENT.c.field == "agent"
        ),
        sa.select(_TICKET.c.source, _TICKET.c.agent, _TICKET.c.created_at).where(
            _TICKET.c.agent.is_not(None)
        ),
    ).subquery()
    shown = sa.select(_EVENT.c.source, _EVENT.c.new, _EVENT.c.at).where(*given).subquery()
    for kind, (source, person, at) in (("given", shown.c), ("had", had.c)):
        seen = sa.select(source, person, sa.literal(kind), sa.func.min(at), sa.func.max(at))
        names = [column.name for column in _SEEN.c]
        op.execute(sa.insert(_SEEN).from_select(names, seen.group_by(source, person)))


def downgrade() -> None:
    op.drop_table("person_seen")
    for table, columns in _columns().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
