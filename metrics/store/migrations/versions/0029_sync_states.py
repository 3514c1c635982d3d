"""How the syncs of each source go, and which copies of the bot Slack does not reach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COUNTS = ("successes", "failures", "records", "calls", "waited_ms")
INSTANTS = ("succeeded_at", "failed_at", "failing_since")


def upgrade() -> None:
    op.create_table(
        "sync_state",
        sa.Column("source", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in INSTANTS),
        sa.Column("failure", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("source"),
    )
    with op.batch_alter_table("replica") as batch:
        batch.add_column(sa.Column("deaf_since", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("replica") as batch:
        batch.drop_column("deaf_since")
    op.drop_table("sync_state")
