"""Rows as the REST API writes them, and as the CSV of a bulk query has them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.helpdesks.salesforce.records import Row
from sandbox.helpdesks.salesforce.schema import ENTITIES, NAMES, Entity, Field
from sandbox.helpdesks.salesforce.statements import Column


def json_rows(
    entity: Entity, columns: Sequence[Column], asked: int, rows: list[tuple[Any, ...]], data: str
) -> list[Row]:
    """The records of an answer; of the columns the first `asked` are shown, by relationship.

    `data` is the beginning of the paths of this version.
    """
    return [_record(entity, columns, asked, row, data) for row in rows]


def _record(
    entity: Entity, columns: Sequence[Column], asked: int, row: tuple[Any, ...], data: str
) -> Row:
    idents = {
        column.path[:-1]: value
        for column, value in zip(columns, row, strict=True)
        if column.path[-1] == "Id"
    }
    record: Row = {"attributes": _attributes(entity.name, idents[()], data)}
    for column, value in zip(columns[:asked], row, strict=False):
        place, inside, parents = record, entity, column.path[:-1]
        for depth, name in enumerate(parents, 1):
            ident = idents.get(parents[:depth])
            if ident is None:
                place[name] = None
                break
            inside = _behind(inside, name)
            place = place.setdefault(name, {"attributes": _attributes(inside.name, ident, data)})
        else:
            place[column.path[-1]] = _json(column.field, value)
    return record


def _behind(entity: Entity, relation: str) -> Entity:
    """The object behind a relationship."""
    name = entity.relations[relation][1]
    return ENTITIES.get(name.lower(), NAMES)


def _attributes(kind: str, ident: str, data: str) -> Row:
    return {"type": kind, "url": f"{data}/sobjects/{kind}/{ident}"}


def _json(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if field.type == "datetime":
        return iso(value)
    return bool(value) if field.type == "boolean" else value


def iso(at: float) -> str:
    """A moment as the REST API writes it: the offset without a colon."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def csv_text(columns: Sequence[Column], rows: list[tuple[Any, ...]]) -> str:
    """A head and rows, everything in quotes; nothing and an empty text look the same."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(".".join(column.path) for column in columns)
    for row in rows:
        pairs = zip(columns, row, strict=False)
        writer.writerow([_plain(column.field, value) for column, value in pairs])
    return text.getvalue()


def _plain(field: Field, value: Any) -> Any:
    """A value in a CSV; a moment has a Z there."""
    if value is None:
        return ""
    if field.type == "datetime":
        return iso(value).replace("+0000", "Z")
    return str(bool(value)).lower() if field.type == "boolean" else value
