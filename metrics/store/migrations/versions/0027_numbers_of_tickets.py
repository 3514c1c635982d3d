"""The number by which people know a ticket, where that is not its id."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ticket") as batch:
        batch.add_column(sa.Column("number", sa.String(), nullable=True))
        batch.create_index("ticket_number", ["number"])


def downgrade() -> None:
    with op.batch_alter_table("ticket") as batch:
        batch.drop_index("ticket_number")
        batch.drop_column("number")
