"""CSV and JSON of every make, with the line each row begins on."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from metrics.imports.json_objects import SheetError
from metrics.imports.sheets import (
    LONGEST_LINE,
    MOST_COLUMNS,
    Sheet,
    SheetLine,
    is_table,
    may_be_table,
    sheet,
)


def read(data: bytes) -> tuple[Sheet, list[SheetLine]]:
    """A file gone through to its end."""
    content = sheet(BytesIO(data))
    return content, list(content.lines)


@pytest.mark.parametrize(
    "data",
    [
        b"team,tier\nBilling,1\n",
        b"\xef\xbb\xbfteam,tier\r\nBilling,1\r\n",
        b"Team;Tier\r\nBilling;1",
        b"TEAM\ttier\nBilling\t1\n",
        b"sep=;\r\nteam;tier\r\nBilling;1\r\n",
        "team,tier\nBilling,1\n".encode("utf-16"),
        b'[{"team": "Billing", "tier": 1}]',
        b'{"team": "Billing", "tier": 1.0}\n',
    ],
)
def test_one_row_is_read_the_same_from_every_form(data: bytes) -> None:
    content, lines = read(data)
    assert content.columns == ("team", "tier")
    assert [line.cells for line in lines] == [{"team": "Billing", "tier": "1"}]


def test_lines_are_counted_through_quoted_newlines_and_blank_lines() -> None:
    _, lines = read(b'name,n\n"a\r\nb",1\n\n,\nc,2\n')
    assert [(line.number, line.cells["name"]) for line in lines] == [(2, "a\r\nb"), (6, "c")]


def test_lines_of_json_are_those_on_which_objects_begin() -> None:
    _, lines = read(b'[\n{"a": null,\n "b": true},\n{"a": "x", "b": false}\n]')
    assert [(line.number, line.cells) for line in lines] == [
        (2, {"a": "", "b": "yes"}),
        (4, {"a": "x", "b": "no"}),
    ]


def test_names_of_columns_are_told_apart_by_words_only() -> None:
    assert read(b"Answered At,sent-at, Scale  Max ,\nx,y,z,\n")[0].columns == (
        "answered_at",
        "sent_at",
        "scale_max",
    )


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"a,b\n1,2\nM\xfcller,3\n", 3, "not UTF-8"),
        (b"a,a\n1,2\n", 1, "twice"),
        (b"a,b\n1,2,3\n", 2, "3 cells for 2 columns"),
        (b'a,b\n1,"2" x\n', 2, "quotes"),
        (b'a,b\n1,"2\n', 2, "quotes"),
        (b'[{"a": 1}\n {"a": 2}]', 1, "comma"),
        (b'[{"a": 1},\n oops]', 2, "no JSON object"),
        (b"[1, 2]", 1, "list of objects"),
        (b'[{"a": [1]}]', 1, "no list and no object"),
        (b'[{"a": 1}', 1, "comma"),
        (b'[{"a": 1},\n', 2, "ends before"),
        (b'[{"a": 1},\n{"b": 1, "B ": 2}]', 2, "'b' is there twice"),
        (b'[{"a": 1, "a": 1}]', 1, "'a' is there twice"),
        ("a,b\n1,2\n".encode("utf-16") + b"\x00", 1, "not UTF-8"),
        (b"a,b\n" + b"1" * LONGEST_LINE, 2, "longer than"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(data: bytes, line: int, says: str) -> None:
    with pytest.raises(SheetError, match=says) as caught:
        read(data)
    assert caught.value.line == line


WIDE = [f"c{n}" for n in range(MOST_COLUMNS + 1)]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (",".join(WIDE) + "\n1\n", 1),
        (json.dumps([dict.fromkeys(WIDE, 1)]), 1),
        ("\n".join(json.dumps({name: 1}) for name in WIDE), MOST_COLUMNS + 1),
    ],
)
def test_more_columns_than_any_table_has_are_refused(data: str, line: int) -> None:
    with pytest.raises(SheetError, match="more than 200 columns") as caught:
        read(data.encode())
    assert caught.value.line == line


def test_so_many_columns_are_read_and_those_without_a_name_at_the_end_are_none() -> None:
    assert len(read((",".join(WIDE[1:]) + "," * 500_000 + "\n1\n").encode())[0].columns) == 200


@pytest.mark.parametrize(
    ("name", "may"),
    [("a.CSV", True), ("a.jsonl", True), ("costs", True), ("", True), ("a.xlsx", False)],
)
def test_the_name_of_a_file_says_whether_it_may_be_a_table(name: str, may: bool) -> None:
    assert may_be_table(name) is may


@pytest.mark.parametrize(
    ("data", "is_one"),
    [(b"a,b\n", True), (b'[{"a": 1, "b": 2}]', True), (b"%PDF-1.7\n", False), (b"\x89PNG", False)],
)
def test_a_table_begins_with_several_columns(data: bytes, is_one: bool) -> None:
    assert is_table(BytesIO(data)) is is_one
