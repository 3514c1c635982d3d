"""Satisfaction surveys about cases turned into our ratings. Pure.

A survey that was sent has an invitation and, where the org links it, a subject: the case. What was
answered are points to each question; those of a question about satisfaction count.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_surveysubject.htm
"""

from __future__ import annotations

from metrics.helpdesks.fields import (
    Raw,
    clean,
    identity,
    instant,
    mapping,
    optional_identity,
    optional_instant,
    rows,
)
from metrics.helpdesks.salesforce import vocabulary
from metrics.helpdesks.salesforce.client import ANSWERS, SUBJECT
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.soql import word
from metrics.tickets.records import Rating, RatingScore


def offer(raw: Raw, _: Reading) -> Rating | None:
    """A survey that was sent; None for one that is about no case. Raises MalformedError."""
    case = _case(raw)
    if case is None:
        return None
    at = instant(raw, "CreatedDate")
    return Rating(
        id=identity(raw, "SurveyInvitationId"),
        ticket=case,
        at=at,
        changed_at=at,
        score=RatingScore.OFFERED,
        offered_at=at,
    )


def answer(raw: Raw, reading: Reading) -> Rating | None:
    """What was answered; None for what is about no case, or says nothing of satisfaction.

    Raises MalformedError.
    """
    subject = mapping(raw, SUBJECT)
    case, score = _case(subject), _score(raw, reading)
    if case is None or score is None:
        return None
    at, offered_at = instant(raw, "CompletionDateTime"), optional_instant(subject, "CreatedDate")
    return Rating(
        id=identity(raw, "InvitationId"),
        ticket=case,
        at=at,
        changed_at=max(at, 1 + (offered_at or 0)),
        score=score,
        offered_at=offered_at,
    )


def _case(subject: Raw) -> str | None:
    """The case that a survey is about; it may be about anything else."""
    about = optional_identity(subject, "SubjectId")
    return about if about and about.startswith(vocabulary.CASE) else None


def _score(raw: Raw, reading: Reading) -> RatingScore | None:
    """How content somebody was, by the first question that asks it."""
    found = [row for row in rows(raw, ANSWERS) if isinstance(row, dict)]
    asked = [r for r in found if word(r, "Question.QuestionType") in vocabulary.SATISFACTION]
    told = [row for row in asked if row.get("NumberValue") is not None]
    if not told:
        return None
    points = min(told, key=lambda row: str(row.get("QuestionId")))["NumberValue"]
    is_number = isinstance(points, int | float) and not isinstance(points, bool)
    score = vocabulary.SCORES.get(points) if is_number else None
    if score is None:
        reading.unknown[f"rating:{clean(str(points), 40)}"] += 1
    return score
