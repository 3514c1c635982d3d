"""JSON a piece at a time: no object is cut where a piece ends, and none fills the memory."""

from __future__ import annotations

from io import StringIO

import pytest

from metrics.imports import json_objects
from metrics.imports.json_objects import JsonObjects, SheetError

ROWS = '[\n {"a": "x\\n,]}", "b": 12.5},\n\n {"a": null}\n,{"a": "\u00e4"}]'


@pytest.mark.parametrize("piece", [1, 2, 7, 1000])
def test_it_is_read_the_same_however_small_the_pieces(
    piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_objects, "PIECE", piece)
    assert list(JsonObjects(StringIO(ROWS))) == [
        (2, (("a", "x\n,]}"), ("b", 12.5))),
        (4, (("a", None),)),
        (5, (("a", "\u00e4"),)),
    ]


def test_objects_one_a_line_need_no_list() -> None:
    objects = list(JsonObjects(StringIO('{"a": 1}\n{"a": 2}\n')))
    assert objects == [(1, (("a", "1"),)), (2, (("a", "2"),))]


def test_a_name_that_is_there_twice_stays_and_a_number_has_however_many_digits() -> None:
    digits = "1" * 5_000
    ((_, pairs),) = JsonObjects(StringIO(f'[{{"a": 1, "a": -{digits}}}]'))
    assert pairs == (("a", "1"), ("a", f"-{digits}"))


@pytest.mark.parametrize("piece", [1, 7, 1000])
@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ('[{"a": 1},\n{"a": 2},', 2, "ends before"),
        ("[", 1, "ends before"),
        ('[{"a": 1}\n', 1, "end of the list is missing"),
        ('[{"a": 1}]\n[{"a": 2}]', 2, "goes on"),
        ('[{"a": 1}]\n\n garbage', 3, "goes on"),
        ('[{"a": 1}]]', 1, "goes on"),
    ],
)
def test_a_list_that_is_cut_off_or_goes_on_is_no_list(
    data: str, line: int, says: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_objects, "PIECE", piece)
    with pytest.raises(SheetError, match=says) as caught:
        list(JsonObjects(StringIO(data)))
    assert caught.value.line == line


@pytest.mark.parametrize("beginning", ['[{"a": "', "[" * 100_000])
def test_an_object_without_an_end_is_given_up_before_it_fills_the_memory(beginning: str) -> None:
    text = StringIO(beginning + "x" * 4_000_000)
    with pytest.raises(SheetError, match="no JSON object"):
        list(JsonObjects(text))
    assert text.tell() < 3_000_000
