"""By which version of making figures an answer was given, and since when each is in use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measuring",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    with op.batch_alter_table("receipt") as batch:
        # All that was answered until now was of the first version.
        batch.add_column(sa.Column("measuring", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.drop_column("measuring")
    op.drop_table("measuring")
