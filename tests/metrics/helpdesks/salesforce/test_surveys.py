from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.surveys import answer, offer
from metrics.tickets.records import RatingScore
from tests.metrics.helpdesks.salesforce.examples import CASE, CREATED, Raw, stamp


def subject(**changes: Any) -> Raw:
    return {
        "Id": "0Ks1",
        "SubjectId": CASE,
        "SurveyInvitationId": "0Ki1",
        "CreatedDate": stamp(800),
        **changes,
    }


def points(number: object, kind: str = "CSAT", question: str = "0Kx1") -> Raw:
    return {"NumberValue": number, "QuestionId": question, "Question": {"QuestionType": kind}}


def response(*answers: Raw, about: Raw | None = None) -> Raw:
    return {
        "Id": "0Kr1",
        "InvitationId": "0Ki1",
        "CompletionDateTime": stamp(900),
        "subject": subject() if about is None else about,
        "answers": list(answers),
    }


def test_a_survey_that_was_sent_is_an_offer() -> None:
    rating = offer(subject(), Reading())
    assert rating
    assert (rating.id, rating.ticket, rating.at) == ("0Ki1", CASE, CREATED + 800)
    assert (rating.score, rating.offered_at) == (RatingScore.OFFERED, CREATED + 800)


def test_what_was_answered_is_newer_than_its_offer() -> None:
    offered = offer(subject(), Reading())
    given = answer(response(points(5)), Reading())
    assert offered
    assert given
    assert given.id == offered.id
    assert given.changed_at > offered.changed_at
    assert (given.at, given.offered_at) == (CREATED + 900, CREATED + 800)
    at_once = answer({**response(points(5)), "CompletionDateTime": stamp(800)}, Reading())
    assert at_once
    assert at_once.changed_at > offered.changed_at


@pytest.mark.parametrize(
    ("number", "score"),
    [
        (1, RatingScore.BAD),
        (2, RatingScore.BAD),
        (3, RatingScore.NEUTRAL),
        (4, RatingScore.GOOD),
        (5, RatingScore.GOOD),
        (5.0, RatingScore.GOOD),
    ],
)
def test_points_are_good_or_bad(number: float, score: RatingScore) -> None:
    rating = answer(response(points(number)), Reading())
    assert rating
    assert rating.score is score


def test_the_first_question_about_satisfaction_counts() -> None:
    asked = (
        points(1, question="0Kx3"),
        points(9, kind="NPS", question="0Kx1"),
        points(None, question="0Kx1"),
        points(4, kind="Rating", question="0Kx2"),
    )
    rating = answer(response(*asked), Reading())
    assert rating
    assert rating.score is RatingScore.GOOD


@pytest.mark.parametrize("number", [10, 0, -1, 4.5, "5", True, [5]])
def test_other_points_are_unknown(number: object) -> None:
    reading = Reading()
    assert answer(response(points(number)), reading) is None
    assert dict(reading.unknown) == {f"rating:{number}": 1}


def test_a_survey_about_anything_else_is_none_of_ours() -> None:
    elsewhere = subject(SubjectId="0013h00000ACCOUAA1")
    assert offer(elsewhere, Reading()) is None
    assert answer(response(points(5), about=elsewhere), Reading()) is None
    assert answer(response(points(5), about={}), Reading()) is None
    assert answer(response(), Reading()) is None
