"""Nothing is stored that nobody reads: each column is read somewhere by whoever knows its table."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from sqlmodel import SQLModel

from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.metadata import METADATA
from metrics.tickets.records import Dimension
from metrics.tickets.vendor_figures import VendorFigures

ROOT = Path(__file__).parents[4]
WRITERS = (
    *("metrics/store/tables", "metrics/store/migrations", "metrics/helpdesks", "metrics/imports"),
    *("metrics/store/database/differences.py", "metrics/tickets/records.py"),
)
"""What only fills columns, or only lists them."""
GOES_BY: Mapping[str, frozenset[str]] = {
    "alert": frozenset({"Alert"}),
    "note": frozenset({"Note"}),
    "receipt": frozenset({"Receipt"}),
    "sla_event": frozenset({"SlaEvent"}),
    "sync_state": frozenset({"SyncState"}),
}
"""The records that the rows of a table become, by whose names others know them."""
FIGURES = {f"ticket.{each.name}" for each in fields(VendorFigures)}
"""The helpdesk's own figures, which are read by names put together."""
OF_ALL = {"source", "id", "ticket", "customer", *(dimension.value for dimension in Dimension)}
"""What is read of the rows of all kinds of files alike, whichever of them have it."""


@dataclass(frozen=True)
class Module:
    """What a module of the program reads by name, what it knows, and which tables it names."""

    reads: frozenset[str]
    knows: frozenset[str]
    tables: Mapping[str, str]


@cache
def _modules() -> tuple[Module, ...]:
    files = (each for room in ("bot", "metrics") for each in (ROOT / room).rglob("*.py"))
    readers = (each for each in files if not any(each.is_relative_to(ROOT / w) for w in WRITERS))
    return tuple(_module(ast.parse(each.read_text(encoding="utf-8"))) for each in readers)


def _module(tree: ast.Module) -> Module:
    reads, knows, tables = set[str](), set[str](), dict[str, str]()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name, ctx=ast.Load()):
                reads.add(name)
                knows.add(name)
            case ast.Constant(value=str(text)) if len(text) < 200:
                reads.update(text.split())
            case ast.Name(id=name) | ast.alias(name=name):
                knows.add(name)
            case (
                ast.Assign(targets=[target], value=value)
                | ast.AnnAssign(target=target, value=value)
            ):
                tables |= dict(_tables(target, value))
    return Module(frozenset(reads), frozenset(knows), tables)


def _tables(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, str]]:
    """The constants that are tables, with the classes of their rows."""
    match target, value:
        case ast.Name(id=name), ast.Call(func=ast.Name(id="table"), args=[ast.Name(id=row)]):
            yield name, row
        case ast.Tuple(elts=names), ast.Tuple(elts=values):
            for one, other in zip(names, values, strict=True):
                yield from _tables(one, other)


@cache
def _names() -> Mapping[str, frozenset[str]]:
    """By table: the class of its rows, the constants that are this table, its records."""
    rows = {cls.__name__: str(cls.__tablename__) for cls in _subclasses(SQLModel)}
    names: dict[str, set[str]] = defaultdict(set)
    for row, table in rows.items():
        names[table] |= {row, *GOES_BY.get(table, ())}
    for module in _modules():
        for constant, row in module.tables.items():
            names[rows[row]].add(constant)
    return {table: frozenset(each) for table, each in names.items()}


def _subclasses(cls: type[SQLModel]) -> Iterator[type[SQLModel]]:
    for each in cls.__subclasses__():
        yield from _subclasses(each)
        if hasattr(each, "__table__"):
            yield each


@cache
def _kinds() -> Mapping[str, str]:
    """The kind of file that fills a table."""
    return {of_kind.table.name: kind for kind, of_kind in FILE_TABLES.items()}


def _read(table: str) -> Iterable[str]:
    """What is read in the modules that know a table, or that read files of its kind."""
    kind = _kinds().get(table)
    for module in _modules():
        if module.knows & _names()[table] or kind in module.reads:
            yield from module.reads
    if kind:
        yield from OF_ALL | {FILE_TABLES[kind].at or ""}


def _unread() -> Iterator[str]:
    for table in METADATA.sorted_tables:
        read = set(_read(table.name))
        yield from (f"{table.name}.{each.name}" for each in table.c if each.name not in read)


def test_each_column_is_read_by_a_module_that_knows_its_table() -> None:
    assert set(_unread()) - FIGURES == set(), "nothing reads these: do not store them"


def test_only_a_module_that_knows_a_table_reads_its_columns() -> None:
    """Else a column of no reader passed for having the name of something else."""
    reads = {name for module in _modules() for name in module.reads}
    assert {"parent", "kind", "problem", "policy", "segment", "reviewer"} & reads
    assert not {"queued_at", "talk_seconds"} & set(_read("note"))
    assert "parent" not in set(_read("core_set"))


def test_every_record_that_a_table_goes_by_is_needed() -> None:
    rows = {table.name: {column.name for column in table.c} for table in METADATA.sorted_tables}
    for table, records in GOES_BY.items():
        own = _names()[table] - records
        read = {name for each in _modules() if each.knows & own for name in each.reads}
        assert rows[table] - read - {name.partition(".")[2] for name in FIGURES}, table
