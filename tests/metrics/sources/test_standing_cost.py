"""The months in which a cost stands."""

from __future__ import annotations

from metrics.sources.standing_cost import months, spans


def test_months_go_on_over_the_end_of_the_year() -> None:
    assert list(months("2026-11", 3)) == ["2026-11", "2026-12", "2027-01"]
    assert list(months("2026-12", 1)) == ["2026-12"]


def test_months_in_a_row_are_one_span() -> None:
    told = ["2026-11", "2026-12", "2027-01", "2027-03"]
    assert list(spans(told)) == [("2026-11", "2027-01"), ("2027-03", "2027-03")]
    assert list(spans([])) == []
