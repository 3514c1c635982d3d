"""Whoever adds a column of words decides whether it names somebody, and the page says so."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Float, Integer

from metrics.store.tables.metadata import METADATA
from metrics.store.tables.personal import IMPERSONAL, KEPT, PERSONAL

PAGE = Path(__file__).parents[4] / "docs" / "privacy.md"


def test_each_column_of_words_names_somebody_or_nobody() -> None:
    words = {
        (table.name, column.name)
        for table in METADATA.sorted_tables
        for column in table.c
        if not isinstance(column.type, BigInteger | Integer | Boolean | Float)
    }
    personal = {(table, column) for table, columns in PERSONAL.items() for column in columns}
    impersonal = {(table, each) for table, text in IMPERSONAL.items() for each in text.split()}
    assert words - personal - impersonal == set(), "say of these whom they name"
    assert (personal | impersonal) - words == set(), "these are no more"
    assert personal & impersonal == set()
    assert KEPT.keys() <= PERSONAL.keys()


def test_the_page_on_privacy_lists_every_column_that_names_somebody() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for table, columns in PERSONAL.items():
        (row,) = (line for line in page.splitlines() if line.startswith(f"| `{table}` |"))
        assert all(f"`{column}`" in row for column in columns)
