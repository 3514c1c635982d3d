"""How Alembic runs the steps: on the connection it is handed, inside its transaction."""

from __future__ import annotations

from alembic import context

from metrics.store.tables.metadata import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
context.run_migrations()
