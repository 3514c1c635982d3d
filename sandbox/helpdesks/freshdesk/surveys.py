"""Answers to satisfaction surveys.

Until some day the account had the classic survey of three faces, since then one of seven points.
That a survey was sent stands nowhere.
"""

from __future__ import annotations

from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.freshdesk.rows import iso
from sandbox.year import Year
from sandbox.year.plan import TicketPlan

Row = dict[str, Any]

CLASSIC, PRESENT = 1, 2
_DAY: Final = 86_400
_DAYS_OF_PRESENT_KIND: Final = 60
_FIRST: Final = 43_000_000_000
_GOOD: Final = (101, 102, 103)
_BAD: Final = (-101, -102, -103)
_HAPPY, _UNHAPPY = 1, 3
_WORDS: Final = "Words that the bot must never keep."


def changed_at(year: Year) -> Instant:
    """From when on surveys are of the present kind."""
    return year.ends_at // _DAY * _DAY - _DAYS_OF_PRESENT_KIND * _DAY


def ratings(year: Year, since: Instant, now: Instant) -> list[Row]:
    """The answers from `since` on, by when they were given."""
    return [
        _rating(plan, year)
        for at, _, plan in sorted(
            (plan.survey.answered_at, plan.id, plan)
            for plan in year.plans
            if plan.survey and plan.survey.answered_at is not None
        )
        if since <= at <= now
    ]


def _rating(plan: TicketPlan, year: Year) -> Row:
    survey = plan.survey
    assert survey is not None
    assert survey.answered_at is not None
    present = survey.answered_at >= changed_at(year)
    points = (_GOOD if survey.good else _BAD)[plan.id % 3]
    classic = _HAPPY if survey.good else _UNHAPPY
    return {
        "id": _FIRST + plan.id,
        "survey_id": PRESENT if present else CLASSIC,
        "user_id": plan.requester,
        "agent_id": survey.by.agent,
        "group_id": survey.by.team,
        "ticket_id": plan.id,
        "feedback": _WORDS,
        "ratings": {"default_question": points if present else classic},
        "created_at": iso(survey.answered_at),
        "updated_at": iso(survey.answered_at),
    }


def surveys() -> list[Row]:
    """Both surveys there have been, with the ratings that their questions accept."""
    kinds = {CLASSIC: [1, 2, 3], PRESENT: [103, 102, 101, 100, -101, -102, -103]}
    return [
        {
            "id": number,
            "title": "Default Survey",
            "active": number == PRESENT,
            "questions": [
                {
                    "id": "default_question",
                    "label": "How would you rate your overall satisfaction?",
                    "accepted_ratings": accepted,
                    "default": True,
                }
            ],
            "created_at": "2020-01-01T00:00:00Z",
            "updated_at": "2020-01-01T00:00:00Z",
        }
        for number, accepted in kinds.items()
    ]
