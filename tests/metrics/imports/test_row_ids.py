"""Ids of rows: their own, or their content; which came twice is told by lines."""

from __future__ import annotations

from metrics.imports.row_ids import RowIds


def test_equal_rows_without_an_id_are_numbered() -> None:
    ids = RowIds(("id",))
    first, second = (ids.id(line, {"id": None, "score": 9}) for line in (2, 3))
    assert (first[:-2], first[-2:], second[-2:]) == (second[:-2], "-1", "-2")
    assert list(ids.repeated()) == []


def test_a_key_of_several_columns_tells_rows_apart() -> None:
    ids = RowIds(("agent", "at"))
    assert ids.id(2, {"agent": "a", "at": 5}) == "a / 5"
    assert ids.id(3, {"agent": "a", "at": None}) == "a / "


def test_each_that_came_before_is_told_with_the_line_of_the_first() -> None:
    ids = RowIds(("id",))
    for line, id in enumerate("abcbaab", 2):
        ids.id(line, {"id": id})
    assert list(ids.repeated()) == [(3, 5), (2, 6), (2, 7), (3, 8)]


def test_no_rows_have_no_ids() -> None:
    assert list(RowIds(("id",)).repeated()) == []
