from __future__ import annotations

import pytest

from bot.charts.chart import chart
from bot.charts.draw import sheet
from bot.charts.letters import ELLIPSIS, text_width
from bot.charts.names import NAME_ROOM, name
from tests.bot.charts.test_looks import texts
from tests.bot.samples import answer, parts, wait

LONG = (
    "Kundendienst f\u00fcr Gro\u00df- und Einzelhandel",
    "\u0422\u0435\u0445\u043d\u0438\u043a\u0430 " * 4,
    "\u6771\u4eac\u7b2c\u4e8c\u96fb\u8a71" * 3,
)


def test_a_short_name_stands_in_one_line() -> None:
    assert name(" Front  line ").lines == ("Front line",)


@pytest.mark.parametrize("label", LONG)
def test_a_long_name_is_broken_and_not_cut(label: str) -> None:
    written = name(label)
    assert len(written.lines) == 2
    assert "".join(written.lines).replace(" ", "") == label.replace(" ", "")
    assert written.width <= NAME_ROOM
    (high, above), (low, below) = written.steps
    assert (high, low) == written.lines
    assert above > 0 > below


def test_what_is_too_long_for_two_lines_keeps_its_end() -> None:
    first, second = (name(f"{'Billing and refunds ' * 6}{where}").lines[1] for where in ("A", "B"))
    assert first.startswith(ELLIPSIS)
    assert (first[-1], second[-1]) == ("A", "B")
    assert max(text_width(line, 26) for line in name("W" * 200).lines) <= NAME_ROOM


def test_rows_of_two_lines_stand_farther_apart() -> None:
    short, long = (
        sheet(chart(answer(**parts([(label, wait(9000.0))] * 3)))) for label in ("Chat", LONG[0])
    )
    assert long.height > short.height
    assert {"Kundendienst f\u00fcr Gro\u00df-", "und Einzelhandel"} <= {
        t.get_text() for t in texts(long)
    }
