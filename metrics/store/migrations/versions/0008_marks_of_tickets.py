"""What a team calls a status, which kind a ticket is of, and the problem behind an incident."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MARKS = ("status_name", "kind", "problem")


def upgrade() -> None:
    with op.batch_alter_table("ticket") as batch:
        for mark in _MARKS:
            batch.add_column(sa.Column(mark, sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("ticket") as batch:
        for mark in _MARKS:
            batch.drop_column(mark)
