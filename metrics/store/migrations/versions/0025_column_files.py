"""The files of columns that are copies of what is stored, and an index of what changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_file",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("timeline_source_revision", "timeline", ["source", "revision"])
    op.drop_index("ix_timeline_revision", "timeline")


def downgrade() -> None:
    op.create_index("ix_timeline_revision", "timeline", ["revision"])
    op.drop_index("timeline_source_revision", "timeline")
    op.drop_table("column_file")
