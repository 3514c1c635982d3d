"""Rows of files that name somebody who has been forgotten: they stay out.

What files called them is known by keyed hashes alone, as their id is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from metrics.imports.cells import Row as FileRow
from metrics.store.database.statements import ROWS_AT_ONCE, Row, chunks, upsert
from metrics.store.syncs import ledger
from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.personal import PERSONAL, Holds
from metrics.store.tables.tickets import PersonRow, table
from metrics.store.tickets.subjects import folded
from metrics.store.tickets.tombstones import FORGOTTEN, fingerprints
from metrics.tickets.records import Instant, Role

PERSON = table(PersonRow)


def keep_away(connection: Connection, words: Iterable[str], role: Role, at: Instant) -> None:
    """Let rows that call somebody so stay out of what files bring from now on.

    To be called once a key of the hashes is there.
    """
    marks = fingerprints(connection, {(ledger.FILES, folded(word)) for word in words})
    rows: list[Row] = [
        {"source": ledger.FILES, "fingerprint": mark, "role": role.value, "at": at}
        for mark in marks.values()
    ]
    upsert(connection, FORGOTTEN, rows, ("source", "fingerprint"))


def without_forgotten(
    connection: Connection, kind: str, rows: Iterable[tuple[int, FileRow]], left_out: list[int]
) -> Iterator[list[tuple[int, FileRow]]]:
    """The rows of a kind of file with their lines, so many at once, but for those that name one.

    The lines of these are added to `left_out`.
    """
    for chunk in chunks(rows, ROWS_AT_ONCE):
        named = _naming_forgotten(connection, kind, [row for _, row in chunk])
        left_out += [line for place, (line, _) in enumerate(chunk) if place in named]
        yield [each for place, each in enumerate(chunk) if place not in named]


def _naming_forgotten(
    connection: Connection, kind: str, rows: Sequence[Mapping[str, Any]]
) -> frozenset[int]:
    """The positions of the rows that name somebody who has been forgotten."""
    people = PERSONAL.get(FILE_TABLES[kind].table.name, {})
    columns = [name for name, (_, how) in people.items() if how is Holds.WRITTEN]
    words = {str(row[name]) for row in rows for name in columns if row.get(name)}
    named = _forgotten(connection, words)
    return frozenset(
        place
        for place, row in enumerate(rows)
        if any(str(row.get(name) or "") in named for name in columns)
    )


def _forgotten(connection: Connection, words: Collection[str]) -> frozenset[str]:
    """Those of the words that were somebody's, and that are nobody's name today."""
    query = select(FORGOTTEN.c.source, FORGOTTEN.c.fingerprint)
    marks = {(row[0], row[1]) for row in connection.execute(query)}
    if not marks or not words:
        return frozenset()
    first = ledger.first_helpdesk(ledger.sources(connection))
    meant = {word: _meanings(word, first) for word in words}
    hashes = fingerprints(connection, {each for means in meant.values() for each in means})
    found = {
        word
        for word, means in meant.items()
        if any((source, hashes[source, id]) in marks for source, id in means)
    }
    if not found:
        return frozenset()
    names = connection.execute(select(PERSON.c.name).where(PERSON.c.name != "").distinct())
    living = {folded(name) for name in names.scalars()}
    return frozenset(word for word in found if folded(word) not in living)


def _meanings(word: str, first: str) -> set[tuple[str, str]]:
    """Whom a word in a file may mean, as those are known by who was forgotten."""
    source, _, id = word.rpartition("/")
    return {(ledger.FILES, folded(word)), (first, word), (source, id)}
