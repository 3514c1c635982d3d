"""What came of a file."""

from __future__ import annotations

from metrics.imports.outcome import ImportCounts


def test_counts_of_parts_add_up() -> None:
    assert ImportCounts(1, 2, 3) + ImportCounts(10, 20, 30) == ImportCounts(11, 22, 33)
