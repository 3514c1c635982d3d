"""What is left out of a figure because it does not tell how the team did, and the words for it."""

from __future__ import annotations

import numpy as np

from metrics.columns import Bools, Codes, Columns

CREATED_CLOSED = "created closed"


def codes(*conditions: Bools) -> Codes:
    """The reason of each row: the number of the first condition that holds, 0 where none does."""
    found: Codes = np.select(conditions, range(1, len(conditions) + 1), 0).astype(np.int32)
    return found


def solved_elsewhere(columns: Columns) -> Bools:
    """Which solves came with their tickets."""
    solves = columns.solves
    return solves.first & columns.tickets.came_closed[columns.tickets.rows(solves.ticket)]
