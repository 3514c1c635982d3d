"""Runs and records are facts of whole weeks or months, whatever period is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from metrics.ask import Asker
from metrics.periods import PeriodKind
from metrics.question.result import Movement
from metrics.store.database.engine import Store
from tests.metrics.desk import Told, ask, told

WEEK_HOURS = 7 * 24
STEADY = [30, 31, 29, 30, 32, 30, 28]
"""Weeks 39 to 45; the weeks that a test is about come after or in place of the last of them."""


def volumes(store: Store, counts: Sequence[int], days: int = 120) -> Asker:
    """One who knows so many tickets of each week, the last of them being week 46."""
    stories = [
        Told(f"{week}-{n}", hour=-WEEK_HOURS * week + n)
        for week, count in enumerate(reversed(counts))
        for n in range(count)
    ]
    return told(store, stories, days=days)


@pytest.mark.parametrize(
    ("counts", "length"),
    [
        ([*STEADY, 30, 33, 36, 39, 42], 5),
        ([*STEADY, 31, 30, 33, 36, 39], None),
        ([*STEADY, 31, 30, 33, 36, 39, 42], 4),
        ([*STEADY, 33, 36, 36, 39, 42], None),
        ([*STEADY, 20, 16, 13, 9, 4], None),
        ([*STEADY, 20, 16, 13, 9, 7], 7),
        ([9, *range(8, 24)], 15),
    ],
    ids=["five", "three", "four", "a standstill ends it", "too few at its end", "down", "long"],
)
def test_a_run_is_told_from_four_steps_in_a_row(
    store: Store, counts: Sequence[int], length: int | None
) -> None:
    run = ask(volumes(store, counts), "volume").run
    assert (run.length if run else None) == length
    if run:
        assert run.rising == (counts[-1] > counts[-2])
        assert run.last.label.startswith("Week 46")


@pytest.mark.parametrize(
    ("counts", "highest"),
    [
        ([*STEADY, 30, 33, 29, 31, 34], True),
        ([*STEADY, 30, 33, 29, 31, 21], False),
        ([*STEADY, 30, 33, 29, 31, 33], None),
        ([*STEADY[:6], 30, 33, 29, 31, 44], None),
    ],
    ids=["highest", "lowest", "as high as another", "of eleven weeks"],
)
def test_a_record_is_the_extreme_of_twelve_weeks(
    store: Store, counts: Sequence[int], *, highest: bool | None
) -> None:
    days = 7 * (len(counts) - 1)
    record = ask(volumes(store, counts, days=days), "volume").record
    assert (record.highest if record else None) == highest


def test_a_running_week_neither_makes_nor_breaks_a_run(store: Store) -> None:
    asker = volumes(store, [*STEADY, 31, 30, 33, 36, 39, 42])
    running = ask(asker, "volume", period="2026-W48").run
    whole = ask(asker, "volume", period="2026-W46").run
    assert whole is not None
    assert running is None or running.last.label.startswith("Week 47")


def test_a_day_is_told_the_run_of_the_weeks_before_it(store: Store) -> None:
    asker = volumes(store, [*STEADY, 31, 30, 33, 36, 39, 42])
    run = ask(asker, "volume", period="2026-11-15").run
    assert run is not None
    assert (run.length, run.last.kind) == (4, PeriodKind.WEEK)


def test_a_run_of_steps_as_usual_is_a_fact_and_nothing_more(store: Store) -> None:
    result = ask(volumes(store, [*STEADY, 26, 28, 30, 32, 34]), "volume")
    assert result.run is not None
    assert not result.run.clear


def test_a_count_moves_where_it_leaves_what_is_usual(store: Store) -> None:
    usual = ask(volumes(store, [*STEADY, 30, 31, 29, 30, 41]), "volume").change
    assert usual is not None
    assert usual.movement is Movement.UNCLEAR
    assert usual.usual == pytest.approx(15.2, abs=0.3)


def test_a_count_far_beyond_what_is_usual_has_moved(store: Store) -> None:
    beyond = ask(volumes(store, [*STEADY, 30, 31, 29, 30, 60]), "volume").change
    assert beyond is not None
    assert beyond.movement is Movement.HIGHER
