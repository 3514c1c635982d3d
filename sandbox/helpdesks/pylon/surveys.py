"""Surveys and their answers, which name a contact and an account but no issue.

Whether an answer that stands in an issue is also among a survey's is unconfirmed; here it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from metrics.tickets.records import NEVER, Instant
from sandbox.helpdesks.pylon.ids import contact_id, ident
from sandbox.helpdesks.pylon.rows import account_of, iso, score
from sandbox.year import Year
from sandbox.year.plan import TicketPlan

Row = dict[str, Any]

CSAT: Final = ident("survey", "csat")
NPS: Final = ident("survey", "nps")
"""A survey that nobody has answered."""
_AGES_BEFORE: Final = 30 * 86_400


def surveys(year: Year) -> list[Row]:
    """All surveys."""
    since = iso(year.starts_at - _AGES_BEFORE)
    return [
        {"id": CSAT, "name": "After each issue", "type": "csat", "updated_at": since},
        {"id": NPS, "name": "Each quarter", "type": "nps", "updated_at": since},
    ]


def responses(
    year: Year, survey: str, now: Instant, after: Instant = 0, before: Instant = NEVER
) -> Iterator[Row]:
    """The answers to a survey between two moments, neither of which belongs to the span."""
    if survey != CSAT:
        return
    answered = (
        (plan.survey.answered_at, plan.id, plan)
        for plan in year.plans
        if plan.survey and plan.survey.answered_at is not None
    )
    for at, _, plan in sorted(answered):
        if after < at < before and at <= now:
            yield _response(plan, at)


def _response(plan: TicketPlan, at: Instant) -> Row:
    words = "Words that the bot must never keep."
    return {
        "id": ident("response", plan.id),
        "account_id": account_of(plan),
        "contact_id": contact_id(plan.requester),
        "submitted_at": iso(at),
        "answers": [
            {"prompt": "How did we do?", "question_type": "score", "value": str(score(plan))},
            {"prompt": "Why?", "question_type": "comment", "value": words},
        ],
    }
