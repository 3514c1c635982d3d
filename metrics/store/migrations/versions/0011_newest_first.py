"""A source is read back from its newest days: how far each stream has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SOURCE = sa.table("source", *(sa.column(name) for name in ("name", "since_at", "wanted_at")))
_STREAM = sa.table("stream", *(sa.column(name) for name in ("source", "since_at", "from_at")))
_NEW = ("since_at", "from_at", "back_at", "back_through_at")


def upgrade() -> None:
    """What was read until here was read from the beginning on, in one piece."""
    wanted_at = sa.Column("wanted_at", sa.BigInteger(), nullable=False, server_default="0")
    with op.batch_alter_table("source") as batch:
        batch.add_column(wanted_at)
    op.execute(sa.update(_SOURCE).values(wanted_at=_SOURCE.c.since_at))
    with op.batch_alter_table("stream") as batch:
        for name in _NEW:
            batch.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("back_cursor", sa.Text(), nullable=True))
    of_stream = sa.select(_SOURCE.c.since_at).where(_SOURCE.c.name == _STREAM.c.source)
    begun = of_stream.scalar_subquery()
    op.execute(sa.update(_STREAM).values(since_at=begun, from_at=begun))


def downgrade() -> None:
    with op.batch_alter_table("stream") as batch:
        for name in (*_NEW, "back_cursor"):
            batch.drop_column(name)
    with op.batch_alter_table("source") as batch:
        batch.drop_column("wanted_at")
