"""A source is an account of a vendor: its key says both, and it may be retired."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SOURCE = sa.table(
    "source", *(sa.column(name) for name in ("name", "vendor", "account", "title"))
)
_OF_A_SOURCE = (
    *("ticket", "event", "person", "person_role", "team", "rating", "stale", "timeline"),
    *("stream", "unreadable", "unknown_word", "desk_schedule", "schedule_choice"),
    *("sla_target", "sla_event"),
)


def upgrade() -> None:
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("vendor", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("title", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("connected_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("retired_at", sa.BigInteger(), nullable=True))
    connection = op.get_bind()
    for name, account in connection.execute(sa.select(_SOURCE.c.name, _SOURCE.c.account)).all():
        vendor, _, kind = name.partition(":")
        key = name if kind else f"{vendor}:{account}"
        told = {"name": key, "vendor": vendor, "account": kind or account, "title": kind or account}
        connection.execute(sa.update(_SOURCE).where(_SOURCE.c.name == name).values(told))
        if key != name:
            _rename(connection, name, key)


def _rename(connection: sa.Connection, name: str, key: str) -> None:
    for each in _OF_A_SOURCE:
        rows = sa.table(each, sa.column("source"))
        connection.execute(sa.update(rows).where(rows.c.source == name).values(source=key))


def downgrade() -> None:
    connection = op.get_bind()
    for name, vendor in connection.execute(sa.select(_SOURCE.c.name, _SOURCE.c.vendor)).all():
        if vendor != "files":
            connection.execute(sa.update(_SOURCE).where(_SOURCE.c.name == name).values(name=vendor))
            _rename(connection, name, vendor)
    with op.batch_alter_table("source") as batch:
        for column in ("vendor", "title", "connected_at", "retired_at"):
            batch.drop_column(column)
