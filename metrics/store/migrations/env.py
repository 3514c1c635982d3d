"""How Alembic runs the steps: on the connection it is handed, inside its transaction."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import metrics.store.tables
import metrics.store.tables_alerts
import metrics.store.tables_files
import metrics.store.tables_hours
import metrics.store.tables_posts
import metrics.store.tables_questions
import metrics.store.tables_rhythm
import metrics.store.tables_sla  # noqa: F401  (all fill the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
context.run_migrations()
