"""All tables together, as this program expects them. A new module of tables is named here."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import metrics.store.tables
import metrics.store.tables_alerts
import metrics.store.tables_attributes
import metrics.store.tables_files
import metrics.store.tables_hours
import metrics.store.tables_ledger
import metrics.store.tables_people
import metrics.store.tables_posts
import metrics.store.tables_questions
import metrics.store.tables_rhythm
import metrics.store.tables_sla  # noqa: F401  (all fill the metadata)

TABLES: Final[MetaData] = SQLModel.metadata
