"""What follows from a row's own cells."""

from __future__ import annotations

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from metrics.imports import KINDS, CellContext, FileKind, kinds_of, template
from metrics.imports.cells import Row
from tests.metrics.imports.whole import read

AROUND = CellContext(ZoneInfo("Europe/Berlin"), 1_795_500_000)


def row(kind: str, text: str) -> Row:
    reading = read(KINDS[kind], text.encode(), AROUND)
    assert reading.faults == ()
    return reading.rows[0]


def test_a_month_of_costs_has_its_instants_and_is_known_by_month_team_and_item() -> None:
    told = row("costs", "month,amount,currency,item\n2026-10,20000,usd,tools\n")
    assert told["id"] == "2026-10 /  / tools"
    assert (told["started_at"], told["ended_at"]) == (1_790_805_600, 1_793_487_600)
    assert told["amount"] == 2_000_000


def test_a_review_is_by_a_person_and_of_a_random_ticket_unless_said() -> None:
    told = row("reviews", "reviewed_at,points,points_possible,rubric\n2026-11-02,8,10,v1\n")
    assert (told["sample"], told["auto_fail"]) == ("random", False)


def test_a_call_ends_when_it_is_answered_or_given_up() -> None:
    heading = "queued_at,answered_at,abandoned_at\n"
    answered = row("calls", f"{heading}2026-11-02T10:00,2026-11-02T10:01,\n")
    abandoned = row("calls", f"{heading}2026-11-02T10:00,,2026-11-02T10:02\n")
    assert answered["ended_at"] == answered["answered_at"]
    assert abandoned["ended_at"] == abandoned["abandoned_at"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_file_is_known_by_its_columns(kind: FileKind) -> None:
    assert kinds_of(BytesIO(template(kind).encode())) == (kind,)


@pytest.mark.parametrize("text", ["", "month,amount\n", "month,amount,currency,x\n", "\xff", "{"])
def test_a_file_that_lacks_columns_or_has_others_is_known_for_nothing(text: str) -> None:
    assert kinds_of(BytesIO(text.encode("latin-1"))) == ()
