"""Nothing is stored that nobody reads: the name of each column is read somewhere in the program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

from metrics.store.tables.metadata import METADATA
from metrics.tickets.vendor_figures import VendorFigures

ROOT = Path(__file__).parents[4]
WRITERS = (
    *("metrics/store/tables", "metrics/store/migrations", "metrics/helpdesks"),
    *("metrics/store/database/differences.py", "metrics/tickets/records.py"),
)
"""What only fills columns, or only lists them."""
UNREAD = {
    "ticket.kind": "a cut by type goes by the attribute of that name",
    "sla_target.policy": "promises are told by their steps; so is all else of this table",
    "review.reviewer": "of a file, as somebody wrote it",
}
"""Columns that are filled and that no answer is made of: none is to be added."""
FIGURES = {f"ticket.{each.name}" for each in fields(VendorFigures)}
"""The helpdesk's own figures, which are read by names put together."""
SAME_NAMES = {
    *("ticket.kind", "sla_target.policy", "review.reviewer"),
}
"""Those of which something else has the name, so that the test cannot tell."""


def _is_writer(file: Path) -> bool:
    return any(file.is_relative_to(ROOT / each) for each in WRITERS)


@cache
def _names() -> frozenset[str]:
    """Everything that the program reads by name: attributes, and words in quotes."""
    return frozenset(_read())


def _read() -> Iterator[str]:
    files = (each for room in ("bot", "metrics") for each in (ROOT / room).rglob("*.py"))
    for file in files:
        if _is_writer(file):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                yield node.attr
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from node.value.split() if len(node.value) < 200 else ()


def _columns() -> Iterator[str]:
    yield from (
        f"{each.name}.{column.name}" for each in METADATA.sorted_tables for column in each.c
    )


def test_the_name_of_each_column_is_read_somewhere() -> None:
    unread = {each for each in _columns() if each.partition(".")[2] not in _names()}
    assert unread - UNREAD.keys() - FIGURES == set(), "nothing reads these: do not store them"


def test_what_is_listed_as_unread_is_there_and_is_not_read() -> None:
    assert set(_columns()) >= UNREAD.keys()
    read = {each for each in UNREAD if each.partition(".")[2] in _names()}
    assert read - SAME_NAMES == set(), "these are read by now: take them off the list"
