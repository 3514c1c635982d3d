"""Satisfaction surveys: whom one was sent, who answered, how many points, and about which case.

That the subject of every survey is linked to its case is how this org has it; where nobody makes
the link, Salesforce has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.people import long_ago, stamps
from sandbox.helpdesks.salesforce.records import Record, Row
from sandbox.year import Year
from sandbox.year.plan import SYSTEM, PlannedSurvey, TicketPlan

_POINTS_EACH: Final = 2
_RATES, _SAYS_WHY = 1, 2
_QUESTIONS: Final = {
    _RATES: ("How satisfied are you with our support?", "CSAT"),
    _SAYS_WHY: ("Why?", "FreeText"),
}
"""The word CSAT for the type of a question is unconfirmed."""
_SURVEY: Final = ids.ident(ids.SURVEY, 1)
_WORDS: Final = "Words that the bot must never keep."
_SAYS_EACH: Final = 3


def survey_set_up(year: Year) -> Iterator[Record]:
    """The one survey with its two questions."""
    at = long_ago(year)
    row = {"Id": _SURVEY, "Name": "Satisfaction", "DeveloperName": "satisfaction"}
    yield Record(entity="Survey", values=row | _common(at))
    for number, (name, kind) in _QUESTIONS.items():
        question = {
            "Id": ids.ident(ids.QUESTION, number),
            "Name": name,
            "QuestionType": kind,
            "DeveloperName": f"q{number}",
            "SystemModstamp": at,
        }
        yield Record(entity="SurveyQuestion", values=question)


def survey_records(plan: TicketPlan) -> Iterator[Record]:
    """The invitation, the link to the case, and what was answered; they outlive the case."""
    survey = plan.survey
    if survey is None:
        return
    invitation, response = _invitation(plan), ids.ident(ids.RESPONSE, plan.id)
    sent, answered = survey.offered_at, survey.answered_at
    link = {
        "Id": ids.ident(ids.SUBJECT, plan.id),
        "Name": f"SUB-{plan.id}",
        "ParentId": invitation["Id"],
        "SubjectId": ids.ident(ids.CASE, plan.id),
        "SurveyId": _SURVEY,
        "SurveyInvitationId": invitation["Id"],
    }
    begun = [
        Record(entity="SurveyInvitation", values=invitation | _common(sent), begins=sent),
        Record(entity="SurveySubject", values=link | _common(sent), begins=sent),
    ]
    if answered is None:
        yield from begun
        return
    changes: Row = {"LastModifiedDate": answered, "SystemModstamp": answered}
    words = ({"ResponseStatus": "Completed"}, {"SurveyResponseId": response})
    for record, word in zip(begun, words, strict=True):
        yield Record(
            entity=record.entity, values=record.values, begins=sent, ends=answered, ticket=None
        )
        yield Record(entity=record.entity, values=record.values | changes | word, begins=answered)
    yield from _answers(plan, survey, answered)


def _invitation(plan: TicketPlan) -> Row:
    return {
        "Id": ids.ident(ids.INVITATION, plan.id),
        "Name": f"INV-{plan.id}",
        "SurveyId": _SURVEY,
        "ParticipantId": ids.ident(ids.CONTACT, plan.requester),
        "ResponseStatus": "NotStarted",
    }


def _answers(plan: TicketPlan, survey: PlannedSurvey, at: Instant) -> Iterator[Record]:
    """Five points: good are 4 and 5, bad 1 and 2."""
    keys = {
        "ResponseId": ids.ident(ids.RESPONSE, plan.id),
        "InvitationId": ids.ident(ids.INVITATION, plan.id),
    }
    response = {
        "Id": keys["ResponseId"],
        "SurveyId": _SURVEY,
        "InvitationId": keys["InvitationId"],
        "Status": "Completed",
        "CompletionDateTime": at,
        "SubmitterId": ids.ident(ids.CONTACT, plan.requester),
    }
    yield Record(entity="SurveyResponse", values=response | _common(at), begins=at)
    points = (4 if survey.good else 1) + plan.id % _POINTS_EACH
    answers: dict[int, Row] = {_RATES: {"Datatype": "Number", "NumberValue": points}}
    if plan.id % _SAYS_EACH == 0:
        answers[_SAYS_WHY] = {"Datatype": "String", "ResponseValue": _WORDS}
    for number, answer in answers.items():
        row: Row = {
            "Id": ids.ident(ids.ANSWER, 10 * plan.id + number),
            "QuestionId": ids.ident(ids.QUESTION, number),
        }
        whole = row | keys | answer | _common(at)
        yield Record(entity="SurveyQuestionResponse", values=whole, begins=at)


def _common(at: Instant) -> Row:
    author = ids.user(SYSTEM)
    return stamps(at) | {
        "IsDeleted": False,
        "CreatedById": author,
        "LastModifiedById": author,
    }
