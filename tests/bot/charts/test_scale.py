from __future__ import annotations

import pytest

from bot.charts.scale import scale
from metrics.catalogue.metric import Unit

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (50, ["0", "10s", "20s", "30s", "40s", "50s", "1m"]),
        (12 * MINUTE, ["0", "5m", "10m", "15m"]),
        (2.2 * HOUR, ["0", "30m", "1h", "1h 30m", "2h", "2h 30m"]),
        (11 * HOUR, ["0", "3h", "6h", "9h", "12h"]),
        (3 * DAY, ["0", "1d", "2d", "3d", "4d"]),
        (40 * DAY, ["0", "10d", "20d", "30d", "40d", "50d"]),
    ],
)
def test_time_has_marks_at_round_values(highest: float, labels: list[str]) -> None:
    axis = scale(highest, Unit.SECONDS)
    assert [axis.label(tick) for tick in axis.ticks] == labels


def test_business_time_counts_hours_on() -> None:
    axis = scale(150 * HOUR, Unit.SECONDS, days=False)
    assert [axis.label(tick) for tick in axis.ticks] == ["0", "50h", "100h", "150h", "200h"]
    assert axis.name == "hours"


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (0.94, ["0%", "25%", "50%", "75%", "100%"]),
        (1.0, ["0%", "25%", "50%", "75%", "100%"]),
        (0.09, ["0%", "2%", "4%", "6%", "8%", "10%"]),
        (0.0, ["0%", "1%"]),
    ],
)
def test_a_share_is_read_against_the_whole_unless_small(highest: float, labels: list[str]) -> None:
    axis = scale(highest, Unit.SHARE)
    assert [axis.label(tick) for tick in axis.ticks] == labels


def test_counts_have_whole_marks() -> None:
    assert scale(3, Unit.COUNT).ticks == (0, 1, 2, 3, 4)
    axis = scale(1391, Unit.COUNT)
    assert [axis.label(tick) for tick in axis.ticks] == ["0", "500", "1,000", "1,500"]


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("highest", [0.0, 0.3, 1.0, 7.0, 1e3, 1e6, 1e9])
def test_an_axis_begins_at_zero_and_holds_its_values(unit: Unit, highest: float) -> None:
    axis = scale(min(highest, 1.0) if unit is Unit.SHARE else highest, unit)
    assert axis.ticks[0] == (-100 if unit is Unit.NET else 0)
    assert axis.ticks[-1] == pytest.approx(axis.top)
    assert len(axis.ticks) <= 8
    assert 0 <= axis.within(highest) <= 1
