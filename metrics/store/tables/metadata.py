"""All tables together, as this program expects them. A new module of tables is named here."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import metrics.store.tables.alerts
import metrics.store.tables.digests
import metrics.store.tables.files
import metrics.store.tables.forgotten
import metrics.store.tables.hours
import metrics.store.tables.ledger
import metrics.store.tables.people
import metrics.store.tables.posts
import metrics.store.tables.questions
import metrics.store.tables.service_levels
import metrics.store.tables.tickets  # noqa: F401  (all fill the metadata)

METADATA: Final[MetaData] = SQLModel.metadata
