"""How the cells of each column are written, as far as the rows together say it.

Where one cell has two readings, the others may tell which is meant: 25/11/2026 that the day comes
first, 1.234,50 that the comma parts the fraction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from metrics.imports.cells import LATEST, CellContext, CellError, Reader, Style
from metrics.imports.dates import ORDERS
from metrics.imports.json_objects import SheetError
from metrics.imports.numbers import MARKS, Mark, Numeral
from metrics.imports.sheets import Sheet

_DATE = re.compile(r"\s*\d\d?[/-]\d")
_DOUBT = re.compile(rf"{_DATE.pattern}|[^.,]*\d[.,]\d")
_FRACTION = re.compile(r"\s*[+-]?\d+(?P<mark>[.,])(?:\d\d?|\d{4,})\s*")
"""A number of which the mark is surely that of its fraction."""


def habits(
    readers: Mapping[str, Reader], content: Sheet, around: CellContext
) -> Mapping[str, Style]:
    """The style of each column that has one: cells can be read in it, and not in another.

    A column whose cells contradict each other has none.
    """
    found: dict[str, Style | None] = {}
    watched: dict[str, Reader | None] = dict(readers)
    # A time to come is a fault of its own, and says nothing of an order.
    styles: tuple[Style, ...] = (*MARKS, *ORDERS)
    trials = {style: replace(around, now=LATEST, style=style) for style in styles}
    with suppress(SheetError):  # who reads the rows comes to it again, and tells it
        for line in content.lines:
            for name, cell in line.cells.items():
                if not _DOUBT.match(cell) or (read := watched.get(name)) is None:
                    continue
                style = _style(read, cell, trials)
                if style and found.setdefault(name, style) is not style:
                    found[name] = watched[name] = None
    return {name: style for name, style in found.items() if style}


def _style(read: Reader, cell: str, trials: Mapping[Style, CellContext]) -> Style | None:
    """The style in which alone a cell can be read; None where there are several, or none."""
    if isinstance(cell, Numeral):
        return None
    if plain := _FRACTION.fullmatch(cell):
        return Mark(plain["mark"])
    styles: tuple[Style, ...] = ORDERS if _DATE.match(cell) else MARKS
    fitting = [style for style in styles if _reads(read, cell, trials[style])]
    return fitting[0] if len(fitting) == 1 else None


def _reads(read: Reader, cell: str, around: CellContext) -> bool:
    try:
        read(cell, around)
    except CellError:
        return False
    return True
