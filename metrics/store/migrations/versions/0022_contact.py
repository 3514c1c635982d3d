"""Which contact a piece of work belongs to, where a helpdesk tells of it in several pieces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("handling") as batch:
        batch.add_column(sa.Column("contact", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("handling") as batch:
        batch.drop_column("contact")
