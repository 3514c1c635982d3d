"""With which settings what is stored of a helpdesk was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("read_with", sa.Text(), nullable=True))
        batch.add_column(sa.Column("reread_with", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("source") as batch:
        batch.drop_column("reread_with")
        batch.drop_column("read_with")
