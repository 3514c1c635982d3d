"""Which reading of a record counts. What a sync makes of it is in `test_sync.py`."""

from __future__ import annotations

import pytest

from metrics.store.database.rows import FIGURES
from metrics.store.tickets.readings import AS_USUAL, MOST_SECONDS_AHEAD, Reading

NOW = 10_000
LATEST = NOW + MOST_SECONDS_AHEAD


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (None, 5, True),
        (5, 5, True),
        (6, 5, False),
        (LATEST, 5, False),
        (LATEST + 1, 5, True),
    ],
)
def test_the_newer_version_counts_unless_it_is_none(
    before: int | None, after: int, counts: bool
) -> None:
    current = None if before is None else {"changed_at": before}
    assert Reading(now=NOW).counts(current, {"changed_at": after}) is counts


def test_without_a_clock_any_version_is_one() -> None:
    assert not AS_USUAL.is_no_version({"changed_at": LATEST * 10})
    assert not Reading(now=NOW).is_no_version({"id": "a row without a version"})


def test_a_removed_ticket_is_there_again_where_all_is_read_again() -> None:
    there = dict.fromkeys((*FIGURES, "removal", "removed_at")) | {"changed_at": 5}
    gone = there | {"removal": "deleted", "removed_at": 6}
    assert Reading(now=NOW).ticket(gone, there)["removal"] == "deleted"
    assert Reading(now=NOW, full=True).ticket(gone, there)["removal"] is None
