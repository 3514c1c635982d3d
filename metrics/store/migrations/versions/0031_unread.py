"""What was stored and never read is stored no longer.

A ticket's kind is its attribute of the type, and each promise has the target it was made with.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STREAM = "sla_policies"
UNREAD: dict[str, dict[str, dict[str, Any]]] = {
    "ticket": {"kind": {"type_": sa.String(), "nullable": True}},
    "timeline": {"removed_at": {"type_": sa.BigInteger(), "nullable": True}},
    "review": {
        "reviewer": {"type_": sa.String(), "nullable": True},
        "reviewer_kind": {"type_": sa.String(), "nullable": False, "server_default": "human"},
    },
    "survey": {
        "sent_at": {"type_": sa.BigInteger(), "nullable": True},
        "segment": {"type_": sa.String(), "nullable": True},
    },
    "session": {"kind": {"type_": sa.String(), "nullable": True}},
}


def upgrade() -> None:
    for table, columns in UNREAD.items():
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)
    op.drop_table("sla_target")
    for table in ("stream", "unreadable", "supply"):
        rows = sa.table(table, sa.column("stream"))
        op.execute(rows.delete().where(rows.c.stream == STREAM))


def downgrade() -> None:
    op.create_table(
        "sla_target",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("source", "id", "policy")),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("target_seconds", sa.BigInteger(), nullable=False),
        sa.Column("business", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source", "id"),
    )
    for table, columns in UNREAD.items():
        with op.batch_alter_table(table) as batch:
            for name, column in columns.items():
                batch.add_column(sa.Column(name, **column))
