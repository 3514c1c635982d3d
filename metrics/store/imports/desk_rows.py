"""Rows that a helpdesk tells of what files may bring too: put as a file would, each once.

A helpdesk has ids of its own for tickets, teams and agents, tells the work on a contact in several
pieces, and may tell of what a file has told already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from metrics.sources.identity import WITH_NAMES, Identities
from metrics.store.syncs.ledger import is_file
from metrics.tickets.arrays import Bools, Ints

Row: TypeAlias = Mapping[str, Any]
_SECONDS: Final = ("talk_seconds", "hold_seconds", "wrap_seconds")


def named(rows: Iterable[Row], who: Identities) -> Iterator[Row]:
    """The rows with names that are clear among several helpdesks, as a file may write them."""
    for row in rows:
        source = row["source"]
        yield row if is_file(source) else {**row, **dict(_names(row, source, who))}


def _names(row: Row, source: str, who: Identities) -> Iterator[tuple[str, str]]:
    if row.get("ticket"):
        yield "ticket", f"{source}/{row['ticket']}"
    for dimension in WITH_NAMES:
        if row.get(dimension.value):
            yield dimension.value, who.key(dimension, source, row[dimension.value])


def contacts(rows: Iterable[Row]) -> list[Row]:
    """The rows, of each contact one: with all the seconds of its pieces, else as its last is."""
    whole: list[Row] = []
    places: dict[tuple[str, str], int] = {}
    for row in rows:
        contact = row.get("contact")
        place = places.setdefault((row["source"], contact), len(whole)) if contact else len(whole)
        if place == len(whole):
            whole.append(row)
        else:
            whole[place] = _together(whole[place], row)
    return whole


def _together(one: Row, other: Row) -> Row:
    last = max(one, other, key=lambda row: (row["ended_at"], row["id"]))
    return {**last, **{name: _sum(one[name], other[name]) for name in _SECONDS}}


def _sum(one: int | None, other: int | None) -> int | None:
    known = [seconds for seconds in (one, other) if seconds is not None]
    return sum(known) if known else None


def repeated(rows: Sequence[Row], tickets: Ints, at: Ints) -> Bools:
    """Which rows of files tell what a helpdesk tells: of the same ticket, at the same second."""
    by_desk = np.array([not is_file(row["source"]) for row in rows], dtype=np.bool_)
    pairs = list(zip(tickets.tolist(), at.tolist(), strict=True))
    told = {pair for pair, is_told in zip(pairs, by_desk.tolist(), strict=True) if is_told}
    is_repeated = np.array([pair in told for pair in pairs], dtype=np.bool_)
    mask: Bools = is_repeated & ~by_desk & (tickets != 0)
    return mask
