"""Survey answers, each on its own scale."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from metrics.imports import KINDS, CellContext
from tests.metrics.imports.whole import WholeFile, read

AROUND = CellContext(ZoneInfo("UTC"), 1_795_500_000)


def answer(**cells: str) -> WholeFile:
    row = {"answered_at": "2026-11-02"} | cells
    data = f"{','.join(row)}\n{','.join(row.values())}\n"
    return read(KINDS["surveys"], data.encode(), AROUND)


@pytest.mark.parametrize(
    ("survey", "score", "given", "stored"),
    [
        ("csat", "4", {"scale_max": "5"}, (4, 1, 5)),
        ("csat", "Good", {}, (2, 1, 2)),
        ("csat", "negative", {}, (1, 1, 2)),
        ("ces", "7", {}, (7, 1, 7)),
        ("ces", "5", {"scale_max": "5", "direction": "lower"}, (5, 1, 5)),
        ("nps", "0", {}, (0, 0, 10)),
        ("enps", "10", {}, (10, 0, 10)),
        ("resolved", "yes", {}, (1, 0, 1)),
        ("resolved", "no", {}, (0, 0, 1)),
    ],
)
def test_an_answer_is_kept_with_its_scale(
    survey: str, score: str, given: dict[str, str], stored: tuple[int, int, int]
) -> None:
    reading = answer(survey=survey, score=score, **given)
    assert reading.faults == ()
    (row,) = reading.rows
    assert (row["score"], row["scale_min"], row["scale_max"]) == stored
    assert row["direction"] == given.get("direction", "higher")


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"survey": "csat", "score": "4"}, "scale_max", "write 2, 3, 5 or 10"),
        ({"survey": "csat", "score": "6", "scale_max": "5"}, "score", "1 to 5"),
        ({"survey": "nps", "score": "9.5"}, "score", "0 to 10"),
        ({"survey": "nps", "score": "9", "scale_max": "5"}, "scale_max", "leave it out"),
        ({"survey": "ces", "score": "8"}, "score", "1 to 7"),
        ({"survey": "ces", "score": "1", "scale_max": "1"}, "scale_max", "above 1"),
        ({"survey": "resolved", "score": "3"}, "score", "yes or no"),
        ({"survey": "mood", "score": "3"}, "survey", "csat, ces"),
        ({"survey": "enps", "score": "9", "agent": "Ann"}, "agent", "anonymous"),
    ],
)
def test_what_is_not_on_its_scale_is_refused(cells: dict[str, str], column: str, says: str) -> None:
    (fault,) = answer(**cells).faults
    assert fault.column == column
    assert says in fault.says
