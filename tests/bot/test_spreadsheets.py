"""Rows as CSV."""

from __future__ import annotations

import csv
import io

import pytest

from bot import spreadsheets
from bot.spreadsheets import csv_file, write_csv
from bot.talk import Row


def written(*lines: Row) -> list[list[str]]:
    file = io.StringIO()
    assert write_csv(lines, file) == len(lines)
    return list(csv.reader(io.StringIO(file.getvalue())))


def test_lines_stand_under_one_heading() -> None:
    line: Row = {"ticket": "1", "seconds": -5, "hit": None}
    assert written(line, line) == [
        ["ticket", "seconds", "hit"],
        ["1", "-5", ""],
        ["1", "-5", ""],
    ]


def test_nothing_from_outside_becomes_a_formula() -> None:
    for evil in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\uff1d1"):
        assert written({"agent": evil})[1] == [f"'{evil}"]


@pytest.mark.parametrize("most", [10, 2**22])
def test_a_file_is_read_from_its_start_wherever_it_is_kept(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "KEEP_IN_MEMORY", most)
    content, size = csv_file(({"agent": "\u00c5sa"}, {"agent": "Bo"}), "The first 2 of 3.")
    with content:
        whole = content.read()
    assert whole.decode() == "agent\r\n\u00c5sa\r\nBo\r\nThe first 2 of 3.\r\n"
    assert len(whole) == size


def test_no_lines_are_an_empty_file() -> None:
    assert written() == []
