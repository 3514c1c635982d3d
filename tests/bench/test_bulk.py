"""Columns are written as they are, with NULL where something is not and defaults where untold."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import select

from metrics.store.database.engine import Store
from metrics.store.tables.tickets import TicketRow, table
from tests.bench.bulk import Values, only, taken, write


def _tickets(keys: int) -> dict[str, Values]:
    return {
        "key": np.arange(1, keys + 1),
        "source": ["zendesk:acme"] * keys,
        "id": [str(key) for key in range(keys)],
        "created_at": np.arange(keys),
        "changed_at": np.arange(keys),
        "status": ["open"] * keys,
        "channel": ["email"] * keys,
    }


def test_rows_are_written_with_null_and_with_defaults(store: Store) -> None:
    solved = only(np.array([5, 6, 7]), np.array([True, False, True]))
    with store.write() as connection:
        written = write(connection, table(TicketRow), {**_tickets(3), "solved_at": solved})
    row = table(TicketRow).c
    with store.read() as connection:
        query = select(row.key, row.solved_at, row.child, row.channel_raw, row.team)
        rows = connection.execute(query.order_by(row.key)).all()
    assert written == 3
    assert [tuple(each) for each in rows] == [
        (1, 5, False, "", None),
        (2, None, False, "", None),
        (3, 7, False, "", None),
    ]


def test_columns_of_different_lengths_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="shorter"), store.write() as connection:
        write(connection, table(TicketRow), {**_tickets(3), "solved_at": [1]})


def test_of_columns_only_some_rows_are_taken() -> None:
    numbers = only(np.array([1, 2, 3]), np.array([True, False, True]))
    rest = taken({"a": numbers, "b": ["x", "y", "z"]}, np.array([False, True, True]))
    assert [list(np.ma.asanyarray(each).tolist()) for each in rest.values()] == [
        [None, 3],
        ["y", "z"],
    ]
