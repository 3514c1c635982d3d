"""An account to which a team has moved goes on with what the account before it held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("follows", sa.String(), nullable=True))
        batch.add_column(sa.Column("follows_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("source") as batch:
        batch.drop_column("follows_at")
        batch.drop_column("follows")
