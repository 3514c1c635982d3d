"""Text that lines up in a monospace font, whatever script the names are written in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

ELLIPSIS = "\u2026"
GAP = "  "
STEPS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
GONE = "\u00b7"
FLAT = 0.25
"""A small trend fills its room only where it moves by more than this share of its highest value."""


def width(text: str) -> int:
    """How many cells a text fills: Chinese, Japanese and Korean characters fill two."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def shorten(text: str, cells: int) -> str:
    """A text that fills at most so many cells, on one line, with an ellipsis if cut."""
    text = " ".join(text.split())
    if width(text) <= cells:
        return text
    while text and width(text) > cells - 1:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def left(text: str, cells: int) -> str:
    """A text at the left of a column."""
    return text + " " * (cells - width(text))


def right(text: str, cells: int) -> str:
    """A text at the right of a column, where figures stand."""
    return " " * (cells - width(text)) + text


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines: the first column at the left, the others at the right of their width."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = (
        [left(row[0], widths[0]), *(right(*cell) for cell in zip(row[1:], widths[1:], strict=True))]
        for row in rows
    )
    return "\n".join(GAP.join(line).rstrip() for line in lines)


def reach(values: Sequence[float]) -> tuple[float, float]:
    """From where to where a small trend is drawn, so that small moves are not blown up."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    gap = max(FLAT * max(abs(low), abs(high)) - (high - low), 0.0)
    start = low - gap / 2
    return start, start + (high - low + gap or 1.0)


def spark(values: Sequence[float | None], bounds: tuple[float, float] | None = None) -> str:
    """A trend as one word of blocks; a dot where there is no value. `bounds`: see `reach`."""
    low, high = bounds or reach([value for value in values if value is not None])

    def step(value: float) -> str:
        return STEPS[min(int((value - low) / (high - low) * len(STEPS)), len(STEPS) - 1)]

    return "".join(GONE if value is None else step(value) for value in values)
