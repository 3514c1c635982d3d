"""Lists of which one row cannot be shown."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bot.cards.each import each
from bot.cards.notes import NoteView, notes_card
from bot.cards.targets import TargetView, goals_card
from metrics.catalogue import CATALOGUE
from metrics.question.notes import Note


def test_the_other_rows_are_shown_and_the_log_has_the_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        shown = each([4, 0, 2], lambda n: f"{8 // n}", lambda n: f"{n} cannot be shown")
    assert shown == ["2", "0 cannot be shown", "4"]
    assert "ZeroDivisionError" in caplog.text


def test_a_target_that_cannot_be_shown_says_how_it_is_removed() -> None:
    goal = TargetView(metric=CATALOGUE["frt"], tickets="Email", phrase="frt email", value=14400)
    said = str(goals_card([goal, replace(goal, value=float("nan"))], "UTC").head)
    assert "at most 4h" in said
    assert "/kpi target frt email none removes it" in said


def test_a_note_that_cannot_be_shown_says_how_it_is_removed() -> None:
    note = Note(text="Outage", start_at=0, end_at=86400, noted_by="U1", noted_at=0, key=7)
    good = NoteView(note=note, tickets="All tickets", zone="UTC", removable=True)
    bad = replace(good, note=replace(note, noted_at=10**18, key=8))
    said = str(notes_card([good, bad]).head)
    assert "Outage" in said
    assert "/kpi note remove 8 removes it" in said
