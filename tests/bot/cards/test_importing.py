"""What came of a file, as a card."""

from __future__ import annotations

import pytest

from bot.cards.importing import faulty_card, imported_card, preview_card, summary
from bot.talk import Audience, Reply
from metrics.imports import Fault
from metrics.imports.outcome import ImportCounts, ImportOutcome
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
