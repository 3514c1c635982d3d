"""One shape for machines: how far a figure is known, and how a command ends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.exports import EXIT_CODES, MEANING, AnswerDocument, Status, error_answer, figure_answer
from metrics.errors import (
    AskError,
    HelpdeskError,
    KpiError,
    Missing,
    NoDatabaseError,
    NotReadyError,
    PeopleError,
    StoreError,
    UnavailableError,
)
from metrics.sources.knowledge import Coverage, Edge, Gap, NeedState
from metrics.sources.needs import Need
from tests.bot.samples import answer, figure

SCHEMA = AnswerDocument.model_json_schema(mode="serialization")


def read(document: AnswerDocument) -> dict[str, Any]:
    """What is printed, once it is held to the schema."""
    text: dict[str, Any] = json.loads(document.json_text())
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(text)] == []
    return text


def test_every_status_has_a_meaning_and_an_exit_code() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert set(EXIT_CODES) == set(MEANING) == set(Status)
    assert 2 not in EXIT_CODES.values()  # settings and options


@pytest.mark.parametrize(
    ("error", "phrase", "status", "code"),
    [
        (UnavailableError("x"), "frt", "not_available", 5),
        (NotReadyError("x"), "frt", "not_ready", 4),
        (NoDatabaseError("x"), None, "not_ready", 4),
        (PeopleError("x"), None, "refused", 6),
        (AskError("x"), "frt", "refused", 6),
        (AskError("x"), None, "not_understood", 7),
        (HelpdeskError("x"), None, "failed", 1),
        (StoreError("x"), "frt", "failed", 1),
        (OSError("x"), "frt", "failed", 1),
    ],
)
def test_each_error_has_its_status(
    error: KpiError | OSError, phrase: str | None, status: str, code: int
) -> None:
    document = error_answer(error, "words", phrase)
    said = read(document)
    assert (said["status"], document.exit_code) == (status, code)
    assert (said["asked"], said["phrase"], said["sentence"]) == ("words", phrase, "x")
    assert said["result"] is None


def test_what_is_missing_is_told_with_its_source_and_what_mends_it() -> None:
    error = UnavailableError("No.", missing=(Missing("nobody imported costs", "", "import them"),))
    assert read(error_answer(error, "cpt", "cpt"))["missing"] == [
        {"what": "nobody imported costs", "source": None, "mends": "import them"}
    ]


def test_a_figure_that_is_all_known_is_answered() -> None:
    said = read(figure_answer(answer(), "FRT", "frt"))
    assert (said["status"], said["asked"], said["phrase"]) == ("answered", "FRT", "frt")
    assert said["result"]["schema"] == "deskpulse.result/1"
    assert said["missing"] == []


def test_known_to_be_nothing_is_no_value() -> None:
    assert read(figure_answer(answer(figure=figure(None, 0)), "frt", "frt"))["status"] == "no_value"


def test_a_period_that_is_over_is_known_as_far_as_the_data_reach() -> None:
    window = answer().window
    later = window.end + 10 * 86_400

    def status(until: int, asked_at: int = later) -> str:
        document = figure_answer(answer(fresh_until=until, asked_at=asked_at), "frt", "frt")
        return str(read(document)["status"])

    assert status(window.end) == "answered"
    assert status(window.end - 1) == "partly_known"
    assert status(window.start + 1) == "partly_known"
    assert status(window.end - 600, asked_at=window.end - 300) == "answered"  # it still runs
    assert status(window.start - 600, asked_at=window.start - 300) == "not_known_yet"  # to come


def test_a_source_that_is_not_in_the_figure_is_named_with_what_mends_it() -> None:
    gap = Gap(
        source="zendesk:b",
        name="Acme US",
        needs=(Need.TICKETS,),
        state=NeedState.WITHHELD,
        why="Its token was refused; give it a new one.",
    )
    said = read(figure_answer(answer(coverage=Coverage(gaps=(gap,))), "frt", "frt"))
    assert said["status"] == "partly_known"
    assert said["missing"] == [
        {
            "what": Need.TICKETS.words,
            "source": "zendesk:b",
            "mends": "Its token was refused; give it a new one.",
        }
    ]


def test_what_is_still_being_read_back_is_missing() -> None:
    edge = Edge("zendesk:b", "Acme US", 1_762_128_000)
    coverage = Coverage(edges=(edge,))
    said = read(figure_answer(answer(coverage=coverage, unread=2), "frt", "frt"))
    assert said["status"] == "partly_known"
    assert said["missing"] == [
        {
            "what": "What happened to tickets that began before 2025-11-03T00:00:00Z",
            "source": "zendesk:b",
            "mends": "It is being read back.",
        }
    ]
    assert read(figure_answer(answer(coverage=coverage), "frt", "frt"))["status"] == "answered"
