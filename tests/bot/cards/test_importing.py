"""What came of a file, as a card."""

from __future__ import annotations

import pytest

from bot.cards.importing import faulty_card, imported_card, preview_card, summary
from bot.talk import Audience, Reply
from metrics.imports import Fault
from metrics.imports.outcome import ImportCounts, ImportOutcome, MonthCost
from sandbox.slack.rules import faults

FAULTS = tuple(Fault(n, "score", f"{'x' * 90} is no number") for n in range(2, 52))


@pytest.mark.parametrize(
    "reply",
    [
        faulty_card(ImportOutcome(ImportCounts(0, 0, 0), FAULTS, 1_000), "surveys", "a.csv"),
        preview_card(ImportOutcome(ImportCounts(3, 1, 0)), "surveys", "a.csv", "import surveys F1"),
        imported_card(ImportOutcome(ImportCounts(3, 1, 0)), "surveys", "a.csv"),
    ],
)
def test_each_card_is_private_and_slack_takes_it(reply: Reply) -> None:
    assert reply.audience is Audience.ME
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []


def test_a_file_that_brings_nothing_new_has_no_button() -> None:
    reply = preview_card(ImportOutcome(ImportCounts(0, 0, 4)), "surveys", "a.csv", "x")
    assert "nothing new; 4 rows there already" in reply.text
    assert reply.tail == ()


def test_all_faults_are_counted() -> None:
    result = ImportOutcome(ImportCounts(0, 0, 0), FAULTS, 1_000)
    assert "a.csv has 1,050 faults" in faulty_card(result, "surveys", "a.csv").text


def test_rows_that_are_left_out_are_told_by_their_lines() -> None:
    one = ImportOutcome(ImportCounts(2, 0, 0), left_out=(7,))
    assert summary(one, "shifts", dry_run=False).endswith(
        "Left out: line 7. It names somebody who was forgotten."
    )
    many = ImportOutcome(ImportCounts(0, 0, 3), left_out=(7, 9), left_out_more=1200)
    assert summary(many, "shifts", dry_run=True) == (
        "shifts: nothing new; 3 rows there already. Left out: lines 7, 9 and 1,200 more. "
        "They name people who were forgotten."
    )
    assert "line 7" in preview_card(one, "shifts", "s.csv", "p").text
    assert "line 7" in imported_card(one, "shifts", "s.csv").text


def test_what_a_file_changes_in_a_month_is_told_before_and_after_it_is_brought_in() -> None:
    costs = tuple(MonthCost(f"2026-{n:02}", n * 100_000, "EUR") for n in range(1, 11))
    costs += (MonthCost("2026-11", 5_880_000, "EUR", 2_940_000),)
    costs += (MonthCost("2026-12", 1, "EUR", 1_200_000, stood=True),)
    result = ImportOutcome(
        ImportCounts(2, 0, 0), month_costs=costs, hidden_hours=("2026-11", "2026-12")
    )
    for reply in (preview_card(result, "costs", "c.csv", "p"), imported_card(result, "costs", "c")):
        assert "8 earlier months come to others." in reply.text
        assert "October 2026 comes to 10,000.00 EUR." in reply.text
        assert "November 2026 comes to 58,800.00 EUR (was 29,400.00)." in reply.text
        assert "(was 12,000.00, set with /kpi spend, which counts there no longer)" in reply.text
        assert "In November 2026, December 2026 the hours set with /kpi spend" in reply.text
        assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
        assert "leaves the rest without hours" in str(reply.head)
    assert "2 rows added" in imported_card(result, "costs", "c").text
