"""DuckDB with the same tickets: what it answers, and where that differs from ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any, Final, TypeAlias

import duckdb
import numpy as np
from sqlalchemy import BigInteger, Boolean, Column, Integer, select
from sqlmodel import SQLModel

from metrics.question.result import Figure, Result
from metrics.store.database.engine import Store
from metrics.store.tables.service_levels import SlaStretchRow
from metrics.store.tables.tickets import (
    RatingRow,
    SolveRow,
    SpanRow,
    TicketRow,
    TimelineRow,
    table,
)
from metrics.tickets.records import Instant
from tests.bench.peer_questions import PeerQuestion

TABLES: Final[Mapping[type[SQLModel], str]] = {
    TimelineRow: "created_at",
    SpanRow: "started_at",
    SolveRow: '"at"',
    RatingRow: '"at"',
    SlaStretchRow: "least(fulfilled_at, breached_at)",
}
"""In which order the rows of each table lie: what is asked of a period is found in few blocks."""
ROWS_AT_ONCE: Final = 50_000
ALIKE: Final = 1e-12
"""How far two figures may lie apart, of what they are: the last bits of a sum."""

Told: TypeAlias = tuple[int, float | None, float | None]
"""How many count, the figure, and the 90th percentile where there is one."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of each window of a trend, and of each part of the period."""

    windows: Sequence[Told]
    parts: Mapping[str, Told]


class DifferentError(Exception):
    """Ours and the peer's figures are not the same."""


def copy(store: Store, path: Path) -> None:
    """Make a DuckDB file at `path` with the same tickets as `store`."""
    with duckdb.connect(str(path)) as peer:
        for row, order in TABLES.items():
            own, name = _columns(row), table(row).name
            columns = ", ".join(f'"{each}" {_type(column)}' for each, column in own.items())
            peer.execute(f"create temp table staged ({columns})")
            for batch in _batches(store, own):
                peer.register("batch", batch)
                peer.execute("insert into staged select * from batch")
                peer.unregister("batch")
            peer.execute(f"create table {name} as select * from staged order by {order}")
            peer.execute("drop table temp.staged")


def _columns(row: type[SQLModel]) -> dict[str, Column[Any]]:
    """The columns of a table; what is told of a ticket by its id, DuckDB has by its key."""
    columns = dict(table(row).columns.items())
    return {**columns, "ticket": table(TicketRow).c.key} if row is RatingRow else columns


def _type(column: Column[Any]) -> str:
    if isinstance(column.type, Boolean):
        return "boolean"
    return "bigint" if isinstance(column.type, BigInteger | Integer) else "varchar"


def _batches(store: Store, columns: Mapping[str, Column[Any]]) -> Iterator[Mapping[str, Any]]:
    """The values of columns, so many rows at once."""
    statement = select(*columns.values())
    if columns["ticket"].table is table(TicketRow):
        rated, ticket = table(RatingRow).c, table(TicketRow).c
        of_ticket = (ticket.source == rated.source) & (ticket.id == rated.ticket)
        statement = statement.join_from(table(RatingRow), table(TicketRow), of_ticket)
    with store.read() as connection:
        rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement)
        for some in rows.partitions():
            values = (np.array(each, object) for each in zip(*some, strict=True))
            yield dict(zip(columns, values, strict=True))


@dataclass(frozen=True, slots=True)
class Windows:
    """What our answer is about: the windows of its trend, its own, and up to when all is known."""

    trend: tuple[tuple[Instant, Instant], ...]
    own: tuple[Instant, Instant]
    as_of: Instant

    @classmethod
    def of(cls, result: Result) -> Windows:
        """Those of an answer."""
        as_of = result.asked_at
        if result.fresh_until is not None:
            as_of = min(as_of, result.fresh_until)
        trend = tuple((point.window.start, point.window.end) for point in result.series)
        return cls(trend, (result.window.start, result.window.end), as_of)


class Peer:
    """A DuckDB file that is asked."""

    def __init__(self, path: Path) -> None:
        self.connection = duckdb.connect(str(path), read_only=True)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def ask(self, question: PeerQuestion, windows: Windows) -> Figures:
        """Its figures for the windows and the period of our answer."""
        trend = self._rows(question.trend, windows.trend, windows.as_of)
        told = [trend.get(number, (0, None, None)) for number in range(len(windows.trend))]
        return Figures(told, self._rows(question.parts, (windows.own,), windows.as_of))

    def _rows(
        self, statement: str, windows: Sequence[tuple[Instant, Instant]], as_of: Instant
    ) -> dict[Any, Told]:
        if not statement:
            return {}
        untils = [min(end, as_of + 1) for _, end in windows]
        bounds = {
            "froms": [start for start, _ in windows],
            "untils": untils,
            "instants": [min(end, as_of) for _, end in windows],
            "first": windows[0][0],
            "last": untils[-1],
            "as_of": as_of,
        }
        used = {name: value for name, value in bounds.items() if f"${name}" in statement}
        rows = self.connection.execute(statement, used).fetchall()
        return {key: (n, value, p90) for key, n, value, p90 in rows}


def ours(question: PeerQuestion, result: Result) -> Figures:
    """The same figures as our answer has them."""
    parts = {part.key[0]: _told(part.figure) for part in result.parts} if question.parts else {}
    return Figures([_told(point.figure) for point in result.series], parts)


def _told(figure: Figure) -> Told:
    return figure.n, figure.value, figure.p90.value if figure.p90 else None


def require_equal(question: PeerQuestion, mine: Figures, theirs: Figures) -> None:
    """Raise DifferentError, with the first two figures that differ."""
    pairs: list[tuple[object, Told | None, Told | None]] = [
        (f"window {number}", mine.windows[number], theirs.windows[number])
        for number in range(len(mine.windows))
    ]
    keys = sorted({*mine.parts, *theirs.parts})
    pairs += [(key, mine.parts.get(key), theirs.parts.get(key)) for key in keys]
    for place, own, other in pairs:
        if own is None or other is None or not _alike(own, other):
            raise DifferentError(
                f"{question.phrase}, {place}: we say {own} and DuckDB says {other}."
            )


def _alike(own: Told, other: Told) -> bool:
    """Whether two figures are the same; too few rows have no 90th percentile of ours."""
    n, value, p90 = own
    if n != other[0]:
        return False
    return n == 0 or (_near(value, other[1]) and (p90 is None or _near(p90, other[2])))


def _near(own: float | None, other: float | None) -> bool:
    if own is None or other is None:
        return own is other
    return isclose(own, other, rel_tol=ALIKE)
