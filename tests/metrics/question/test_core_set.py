"""What a core set shows."""

from __future__ import annotations

from metrics.question.core_set import CoreSet


def test_what_a_later_catalogue_does_not_know_is_left_out() -> None:
    assert CoreSet(metrics=("frt", "gone")).known == ("frt",)
