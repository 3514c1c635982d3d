"""docs/faults.md, printed from `faults.toml`."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

TESTS: Final = Path(__file__).parents[1]
PAGE: Final = TESTS.parent / "docs/faults.md"
FAMILIES: Final = {
    "S": "Sync",
    "D": "Storage",
    "T": "Schedules and deliveries",
    "K": "Slack",
    "C": "Questions and clicks",
    "H": "Charts and files",
    "Z": "Clocks and zones",
    "G": "Settings, security, long runs",
}
HEAD: Final = """# What can go wrong, and what happens then

Printed by `make docs` from `tests/faults/faults.toml`; change it there. Each fault is made to
happen in the tests that are named: by a server that cuts and drips, a lock that another process
holds, a PostgreSQL that is stopped, a process that is killed.
{open} of {all} faults have no test, and say why.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A row: what goes wrong, what happens then, and the tests that hold it, or why none does."""

    key: str
    fault: str
    happens: str
    tests: tuple[str, ...] = ()
    open: str = ""


def faults() -> tuple[Fault, ...]:
    """All rows, in their order."""
    rows: dict[str, dict[str, Any]] = tomllib.loads(
        Path(__file__).with_name("faults.toml").read_text()
    )
    return tuple(
        Fault(key=key, **row | {"tests": tuple(row.get("tests", ()))}) for key, row in rows.items()
    )


@cache
def functions(file: str) -> frozenset[str]:
    """The tests of a file; none where there is no such file."""
    path = TESTS / file
    tree = ast.parse(path.read_text()) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def exists(test: str) -> bool:
    """Whether there is such a test, or a file of tests where a whole file is named."""
    file, _, name = test.partition("::")
    return name in functions(file) if name else bool(functions(file))


def page() -> str:
    """The page."""
    rows = faults()
    head = HEAD.format(open=sum(not row.tests for row in rows), all=len(rows))
    return "\n".join([head, *(line for letter in FAMILIES for line in _table(letter, rows))])


def _table(letter: str, rows: tuple[Fault, ...]) -> Iterator[str]:
    yield f"## {FAMILIES[letter]}\n"
    yield "| | What goes wrong | What happens | Held by |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        if row.key[0] == letter:
            held = "<br>".join(f"`tests/{test}`" for test in row.tests) or f"*no test:* {row.open}"
            yield f"| {row.key} | {row.fault} | {row.happens} | {held} |"
    yield ""
