"""Speed of answer: from a telephone log that was handed over, or not at all."""

from __future__ import annotations

import pytest

from metrics.errors import UnavailableError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.periods import Period
from metrics.question.query import Query
from metrics.store.database.engine import Store
from tests.metrics.desk import NOW, Told, ask, told

LOG = b"""queued_at,answered_at,abandoned_at
2026-11-10T10:00:00,2026-11-10T10:00:18,
2026-11-10T10:05:00,2026-11-10T10:05:40,
2026-11-10T10:06:00,,2026-11-10T10:08:00
2026-11-11T09:00:00,2026-11-11T09:00:20,
"""


def test_calls_are_answered_as_fast_as_the_log_says(store: Store) -> None:
    asker = told(store, [Told("1")])
    around = CellContext(zone=asker.calendar.zone, now=NOW)
    assert not bring(store, KINDS["calls"], LOG, around, dry_run=False).faults
    result = ask(asker, "asa")
    assert (result.figure.value, result.figure.n) == (20, 3)
    assert dict(result.excluded) == {"given up by the caller": 1}
    assert ask(asker, "asa", "mean").figure.value == 26
    lines = asker.tickets(Query(metric="asa", period=Period.of("2026-W46")), NOW)
    assert sorted(int(str(line["calendar_seconds"] or 0)) for line in lines) == [18, 20, 40]


def test_without_a_log_it_is_not_available_and_never_zero(store: Store) -> None:
    with pytest.raises(UnavailableError, match="Speed of answer is not available from Zendesk"):
        ask(told(store, [Told("1")]), "asa")
