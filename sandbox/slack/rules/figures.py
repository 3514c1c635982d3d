"""The blocks that show numbers: data_visualization, data_table and table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.rules.rich import rich_text
from sandbox.slack.rules.shape import (
    Check,
    at,
    by_type,
    flag,
    many,
    number,
    one_of,
    shape,
    string,
    unique,
    whole,
)

MOST_SERIES = 12
MOST_POINTS = 20
TABLE_LETTERS = 10_000
DATA_TABLE_LETTERS = 20_000

_LABEL = string(20)


def _positive(value: Any, pointer: str) -> Iterator[str]:
    yield from number(value, pointer)
    if isinstance(value, int | float) and value <= 0:
        yield at("must be more than 0", pointer)


def _points_match(chart: Any, pointer: str) -> Iterator[str]:
    categories = list(chart["axis_config"]["categories"])
    names = [series["name"] for series in chart["series"]]
    yield from unique(categories, "categories", f"{pointer}/axis_config/categories")
    yield from unique(names, "series names", f"{pointer}/series")
    for index, series in enumerate(chart["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(categories):
            where = f"{pointer}/series/{index}/data"
            yield at("must have exactly one point for every category", where)


def _segments_are_unique(chart: Any, pointer: str) -> Iterator[str]:
    labels = [segment["label"] for segment in chart["segments"]]
    yield from unique(labels, "segment labels", f"{pointer}/segments")


_POINT = shape({"label": _LABEL, "value": number})
_SERIES = shape({"name": _LABEL, "data": many(_POINT, MOST_POINTS)})
_AXES = shape(
    {"categories": many(_LABEL, MOST_POINTS)}, {"x_label": string(50), "y_label": string(50)}
)
_PLOT = shape({"series": many(_SERIES, MOST_SERIES), "axis_config": _AXES}, None, _points_match)
_PIE = shape(
    {"segments": many(shape({"label": _LABEL, "value": _positive}), MOST_SERIES)},
    None,
    _segments_are_unique,
)

_CHART = by_type({"line": _PLOT, "bar": _PLOT, "area": _PLOT, "pie": _PIE})
VISUALIZATION: Check = shape({"title": string(50), "chart": _CHART}, {"block_id": string(255)})

_RAW_TEXT = shape({"text": string(3000)})
_RAW_NUMBER = shape({"value": number, "text": string(3000)})


def _cell(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value.get("type") == "rich_text":
        yield from rich_text(value, pointer)
    else:
        yield from by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER})(value, pointer)


def letters(value: Any) -> int:
    """How many characters of text stand anywhere in `value`."""
    if isinstance(value, Mapping):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(letters(inner) for inner in value.values())
    return sum(letters(inner) for inner in value) if isinstance(value, list | tuple) else 0


def _not_too_long(most: int) -> Check:
    def check(table: Any, pointer: str) -> Iterator[str]:
        if letters(table["rows"]) > most:
            yield at(f"no more than {most} characters allowed in tables", f"{pointer}/rows")

    return check


def _rectangular(table: Any, pointer: str) -> Iterator[str]:
    if len({len(row) for row in table["rows"]}) > 1:
        yield at("all rows must have the same number of cells", f"{pointer}/rows")
    for index, cell in enumerate(table["rows"][0]):
        if cell["type"] == "rich_text":
            yield at("rich_text is not allowed in the header row", f"{pointer}/rows/0/{index}")
    if table.get("row_header_column_index", 0) >= len(table["rows"][0]):
        yield at("there is no such column", f"{pointer}/row_header_column_index")


DATA_TABLE: Check = shape(
    {"caption": string(2000), "rows": many(many(_cell, 20), 201, least=2)},
    {"block_id": string(255), "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    _rectangular,
    _not_too_long(DATA_TABLE_LETTERS),
)

_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})


def _column(value: Any, pointer: str) -> Iterator[str]:
    if value is not None:
        yield from _COLUMN(value, pointer)


TABLE: Check = shape(
    {"rows": many(many(_cell, 20), 100)},
    {"block_id": string(255), "column_settings": many(_column, 20)},
    _not_too_long(TABLE_LETTERS),
)
