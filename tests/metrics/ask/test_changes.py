"""A change is called better or worse only where chance is ruled out."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.ask.changes import change
from metrics.ask.figures import share_figure
from metrics.catalogue import CATALOGUE
from metrics.question.result import Figure, Movement
from metrics.statistics.estimates import count, percentile_estimate


def times(low: int, high: int, n: int = 60) -> Figure:
    return Figure(estimate=percentile_estimate(np.linspace(low, high, n), 0.5))


def test_shorter_waits_are_better_and_said_in_per_cent() -> None:
    step = change(CATALOGUE["frt"], times(10, 20), times(100, 200))
    assert step is not None
    assert step.movement is Movement.BETTER
    assert step.relative == pytest.approx(-0.9)


def test_waits_that_overlap_have_no_clear_change() -> None:
    step = change(CATALOGUE["frt"], times(10, 200), times(12, 210))
    assert step is not None
    assert step.movement is Movement.UNCLEAR


def test_a_share_changes_in_points_not_per_cent() -> None:
    step = change(CATALOGUE["csat"], share_figure(95, 100, 30), share_figure(60, 100, 30))
    assert step is not None
    assert step.difference == pytest.approx(0.35)
    assert step.relative is None
    assert step.movement is Movement.BETTER


def test_more_reopens_are_worse() -> None:
    step = change(CATALOGUE["reopen"], share_figure(50, 100, 30), share_figure(5, 100, 30))
    assert step is not None
    assert step.movement is Movement.WORSE


def test_volume_is_neither_better_nor_worse() -> None:
    step = change(CATALOGUE["volume"], Figure(estimate=count(900)), Figure(estimate=count(300)))
    assert step is not None
    assert step.movement is Movement.HIGHER


def test_from_nothing_there_is_no_per_cent() -> None:
    step = change(CATALOGUE["volume"], Figure(estimate=count(9)), Figure(estimate=count(0)))
    assert step is not None
    assert step.relative is None


def test_without_data_on_one_side_there_is_no_change() -> None:
    empty = Figure(estimate=percentile_estimate(np.array([]), 0.5))
    assert change(CATALOGUE["frt"], times(1, 2), empty) is None


def test_a_figure_too_small_to_show_has_no_change() -> None:
    assert change(CATALOGUE["csat"], share_figure(3, 4, 30), share_figure(60, 100, 30)) is None
