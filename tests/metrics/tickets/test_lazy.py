"""Columns that are made when they are read, and gone with who read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from numpy.typing import NDArray

from metrics.tickets.columns import Spans
from metrics.tickets.lazy import ColumnsByName, lazy
from metrics.tickets.narrow import Narrow, Which, table_of
from metrics.tickets.records import Dimension
from tests.metrics import small


@dataclass(frozen=True)
class Watched:
    """A column that notes when it is read."""

    name: str
    column: Narrow
    made: list[str]
    kind: str = ""

    def __len__(self) -> int:
        return len(self.column)

    def __getitem__(self, which: Which) -> NDArray[Any]:
        return self.column[which]

    def whole(self) -> NDArray[Any]:
        self.made.append(self.name)
        return self.column.whole()


def test_only_what_is_read_is_made_and_once_while_it_is_held() -> None:
    made: list[str] = []
    spans = small.spans([(1, 10, 20), (2, 5, 30)], team=[1, 2])
    table = {name: Watched(name, column, made) for name, column in table_of(spans).items()}
    rows = lazy(Spans, ColumnsByName(table), replied_at=None)
    assert made == []
    held = rows.ended_at
    assert rows.ended_at is held
    assert rows.cut[Dimension.TEAM].tolist() == [1, 2]
    assert made == ["ended_at", "cut.team"]
    assert set(rows.cut) == set(spans.cut)
    assert len(rows) == 2
    later = replace(rows, started_at=rows.started_at + 1)
    assert later.started_at.tolist() == [11, 6]
    with pytest.raises(ValueError, match="read-only"):
        held[0] = 1
    with pytest.raises(KeyError):
        rows.cut[Dimension.TIER]
