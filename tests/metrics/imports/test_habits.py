"""How a column is written, as its cells together say it."""

from __future__ import annotations

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from metrics.imports import cells
from metrics.imports.cells import CellContext, Reader, Style
from metrics.imports.habits import habits
from metrics.imports.numbers import Mark
from metrics.imports.sheets import sheet
from metrics.periods.readings import DateOrder

AROUND = CellContext(ZoneInfo("Europe/Berlin"), 1_795_500_000)


@pytest.mark.parametrize(
    ("read", "column", "style"),
    [
        (cells.past, ["03/04/2026", "25/04/2026"], DateOrder.DAY_FIRST),
        (cells.day, ["03/04/2026", "04/25/2026"], DateOrder.MONTH_FIRST),
        (cells.past, ["03/04/2026", "11/11/2026"], None),
        (cells.past, ["25/04/2026", "04/25/2026"], None),
        (cells.past, ["03/12/2026"], None),  # one of both lies in the future, which is a fault
        (cells.past, ["13.11.2026", "2026-11-25"], None),
        (cells.number, ["1,234", "17.5"], Mark.POINT),
        (cells.number, ["1,234", "17,5"], Mark.COMMA),
        (cells.number, ["17,5", "17.5"], None),
        (cells.whole(), ["5.000", "5.200"], Mark.COMMA),
        (cells.whole(1, 9), ["5.000"], Mark.POINT),
        (cells.cents, ["12.000", "20000.000"], Mark.POINT),
        (cells.text, ["1,234", "25/04/2026"], None),
    ],
)
def test_a_cell_with_one_reading_tells_how_its_column_is_written(
    read: Reader, column: list[str], style: Style | None
) -> None:
    file = BytesIO("\n".join(("a;b", *(f"{cell};x" for cell in column))).encode())
    assert habits({"a": read}, sheet(file), AROUND).get("a") == style


def test_what_a_machine_has_written_tells_nothing() -> None:
    file = BytesIO(b'[{"a": 17.5}, {"a": "1,234"}]')
    assert habits({"a": cells.number}, sheet(file), AROUND) == {}


def test_a_file_that_breaks_off_tells_what_it_has_told() -> None:
    file = BytesIO(b"a;b\n25/04/2026;x\n1;x;too;many\n")
    assert habits({"a": cells.past}, sheet(file), AROUND) == {"a": DateOrder.DAY_FIRST}
