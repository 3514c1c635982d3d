"""What came of a burst is told beside its aims."""

from __future__ import annotations

from tests.bench.burst import said


def test_a_burst_that_meets_its_aims_is_told_so() -> None:
    told = said([0.01] * 50, 0, [1.0, 5.5], 2)
    assert told == (
        "acknowledged in ms: 10 median, 10 p99 (aim < 50.0), 10 worst; refused 0; "
        "2 answers, 2 with a picture, the last after 5.5 s (aim < 6.0), "
        "which is 0.6 s after the last command"
    )


def test_what_comes_late_is_named() -> None:
    told = said([0.01] * 40 + [0.2] * 10, 3, [24.0], 1)
    assert "200 p99 (aim < 50.0, missed)" in told
    assert "refused 3" in told
    assert "the last after 24.0 s (aim < 6.0, missed)" in told
