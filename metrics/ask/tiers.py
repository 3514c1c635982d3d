"""The tier of each ticket's customer, which rows are cut by too where a file tells it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.ask.figures import Rows
from metrics.catalogue.files import TIERS
from metrics.errors import Missing, UnavailableError
from metrics.query import Query
from metrics.records import Dimension
from metrics.store.reading import Snapshot


def tiers_told(query: Query, snapshot: Snapshot) -> None:
    """Raises UnavailableError where tiers are asked about and nobody has told any."""
    if snapshot.tiers is None and Dimension.TIER in {
        *query.split,
        *(f.dimension for f in query.where),
    }:
        missing = Missing(TIERS.because, "", TIERS.how)
        raise UnavailableError(TIERS.missing("Tier"), missing=(missing,))


def tiered(rows: Rows, snapshot: Snapshot) -> Rows:
    """The rows, cut by the tier of each ticket's customer too; those about no ticket have none."""
    if snapshot.tiers is None:
        return rows
    at, there = snapshot.tickets.found(rows.ticket)
    tiers = np.zeros(len(rows), np.int32)
    tiers[there] = snapshot.tiers[at[there]]
    return replace(rows, cut={**rows.cut, Dimension.TIER: tiers})
