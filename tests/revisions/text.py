"""A database as lines of text, which either kind of database takes."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Connection, LargeBinary, Table, insert, select, text

from metrics.store import migrations
from metrics.store.database.copying import MARK, advance_sequence
from metrics.store.database.engine import Store
from metrics.store.database.schema import revision, step_to, tables_of
from metrics.store.tables.metadata import METADATA

FOLDER = Path(__file__).parent
VERSIONS = Path(migrations.__file__).parent / "versions"


def written(store: Store, answers: dict[str, Any]) -> str:
    """All rows of a store, after what it answered."""
    lines = [
        json.dumps({"question": question, "answer": answers[question]}) for question in answers
    ]
    with store.read() as connection:
        found = revision(connection)
        assert found
        lines.insert(0, json.dumps({"step": step(found).name, "digest": digest(step(found))}))
        for table in tables_of(found).sorted_tables:
            rows = connection.execute(select(table)).all()
            stored = [[_plain(value) for value in row] for row in rows]
            if rows:
                head = {"table": table.name, "columns": [column.name for column in table.columns]}
                lines.append(json.dumps(head))
                lines += map(json.dumps, stored)
    return "\n".join((*lines, ""))


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def step(revision: str) -> Path:
    """The file of the step that makes a revision of the one before."""
    (file,) = VERSIONS.glob(f"{revision}_*.py")
    return file


def digest(step: Path) -> str:
    """What tells a step from a changed one."""
    return sha256(step.read_bytes()).hexdigest()


def made_by(file: Path) -> tuple[str, str]:
    """The name and the digest of the step that a database was made by."""
    first = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
    return first["step"], first["digest"]


def asked(file: Path) -> dict[str, Any]:
    """What the database in a file answered when it was made, by question."""
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    told = (line for line in lines if isinstance(line, dict) and "question" in line)
    return {line["question"]: line["answer"] for line in told}


def cleared(connection: Connection) -> None:
    """Drop all tables of today; they are known, and need not be looked up."""
    METADATA.drop_all(connection)
    connection.execute(text(f"DROP TABLE {MARK}"))


def laid(file: Path, store: Store) -> None:
    """Make the empty store of today the database in a file, as it was at its revision."""
    with store.rebuild() as connection:
        cleared(connection)
        step_to(connection, file.stem)
        tables = tables_of(file.stem)
        for name, rows in _tables(file):
            table = tables.tables[name]
            assert name != MARK
            connection.execute(insert(table), [_row(table, row) for row in rows])
            advance_sequence(connection, table)


def _tables(file: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    name, columns = "", list[str]()
    rows: list[dict[str, Any]] = []
    for value in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        if isinstance(value, dict):
            if rows:
                yield name, rows
            if "table" not in value:
                continue
            name, columns, rows = value["table"], value["columns"], []
        else:
            rows.append(dict(zip(columns, value, strict=True)))
    yield name, rows


def _row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table, name, value) for name, value in row.items()}


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if isinstance(kind, LargeBinary) and value is not None:
        return base64.b64decode(value)
    return bool(value) if isinstance(kind, Boolean) and value is not None else value
