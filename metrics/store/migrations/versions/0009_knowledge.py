"""Which streams bring which needs, and up to when each stream is whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEVER = 2**53
ZENDESK = {
    "tickets": ("tickets",),
    "history": ("tickets", "events"),
    "replies": ("tickets", "events", "users"),
    "people": ("users", "groups"),
    "surveys": ("ratings",),
    "promises": ("sla_events",),
    "hours": ("schedules",),
    "ai": ("events", "users"),
}
SOURCE = sa.table("source", sa.column("name"), sa.column("fresh_until"))
STREAM = sa.table(
    "stream",
    *(sa.column(name) for name in ("source", "stream", "caught_up", "through_at", "until_at")),
)


def upgrade() -> None:
    supply = op.create_table(
        "supply",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source", "need", "stream"),
    )
    with op.batch_alter_table("stream") as table:
        table.add_column(sa.Column("until_at", sa.BigInteger(), nullable=True))
    connection = op.get_bind()
    for name, fresh in connection.execute(sa.select(SOURCE.c.name, SOURCE.c.fresh_until)).all():
        mine = sa.select(STREAM.c.stream).where(STREAM.c.source == name)
        read = set(connection.execute(mine).scalars())
        # Where less was read, the next sync says what brings what; until then the source does.
        if name.partition(":")[0] == "zendesk" and read >= {s for streams in ZENDESK.values() for s in streams}:
            rows = [
                {"source": name, "need": need, "stream": stream, "optional": False, "how": ""}
                for need, streams in ZENDESK.items()
                for stream in streams
            ]
            connection.execute(sa.insert(supply), rows)
        if fresh is not None:
            _whole(connection, name, fresh)


def _whole(connection: sa.Connection, source: str, fresh: int) -> None:
    """What was read is whole as far as the source was; a list without an instant wholly."""
    mine = STREAM.c.source == source
    told = sa.case((STREAM.c.through_at < fresh, STREAM.c.through_at), else_=fresh)
    there = mine & STREAM.c.through_at.is_not(None)
    connection.execute(sa.update(STREAM).where(there).values(until_at=told))
    lists = mine & STREAM.c.through_at.is_(None) & STREAM.c.caught_up.is_(True)
    connection.execute(sa.update(STREAM).where(lists).values(until_at=NEVER))


def downgrade() -> None:
    with op.batch_alter_table("stream") as table:
        table.drop_column("until_at")
    op.drop_table("supply")
