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
        (2, {"a": "x\n,]}", "b": 12.5}),
        (4, {"a": None}),
        (5, {"a": "\u00e4"}),
    ]


def test_objects_one_a_line_need_no_list() -> None:
    assert list(JsonObjects(StringIO('{"a": 1}\n{"a": 2}\n'))) == [(1, {"a": 1}), (2, {"a": 2})]


@pytest.mark.parametrize("beginning", ['[{"a": "', "[" * 100_000])
def test_an_object_without_an_end_is_given_up_before_it_fills_the_memory(beginning: str) -> None:
    text = StringIO(beginning + "x" * 4_000_000)
    with pytest.raises(SheetError, match="no JSON object"):
        list(JsonObjects(text))
    assert text.tell() < 3_000_000
