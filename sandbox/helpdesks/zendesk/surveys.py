"""The stand-in's satisfaction surveys since the team changed to Zendesk's present kind of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.year import Year
from sandbox.year.plan import TicketPlan

SURVEY: Final = "01M4FMXHBW5WHJ6D7BEMA0RZC5"
_RATES: Final = "01M4FMXA2ZKKW0SW4G3MA6FBV9"
_ASKS_WHY: Final = "01M4FMXA2ZBXBT4CSMM2QAAEV7"
_ASKS_MORE: Final = "01M4FMXA30EKPSYPJRYHK3NJPQ"
REASONS: Final = {
    "01M4FMXA2ZAEY15QFCNHV717EC": "The issue took too long to resolve",
    "01M4FMXA30Z079V8E8P0BM67D9": "The issue was not resolved",
}
_DAY: Final = 86_400
_DAYS_OF_PRESENT_KIND: Final = 60
_OPEN_DAYS: Final = 28
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MOST: Final = 50
_BAD_MOST: Final = 3


def changed_at(year: Year) -> Instant:
    """From when on surveys are of the present kind."""
    return year.ends_at // _DAY * _DAY - _DAYS_OF_PRESENT_KIND * _DAY


class Surveys:
    """The responses by their ids, which rise with the time they were sent."""

    def __init__(self, year: Year) -> None:
        since = changed_at(year)
        plans = [p for p in year.plans if p.survey is not None and p.survey.offered_at >= since]
        self._plans = {_ulid(plan): plan for plan in plans}
        self._ids = sorted(self._plans)

    def page(self, params: Mapping[str, str], now: Instant) -> dict[str, Any]:
        """One page of what was sent from `filter[created_at_start]`, in milliseconds, on."""
        start = int(params.get("filter[created_at_start]", "0"))
        after = params.get("page[after]", "")
        idents = [
            ident
            for ident in self._ids
            if ident > after and start <= 1000 * _sent_at(self._plans[ident]) <= 1000 * now
        ]
        page = idents[: min(_MOST, int(params.get("page[size]", _MOST)))]
        last = page[-1] if page else None
        return {
            "survey_responses": [_row(ident, self._plans[ident], now) for ident in page],
            "meta": {"has_more": len(page) < len(idents), "after_cursor": last},
        }


def surveys() -> dict[str, Any]:
    """The one survey there is, with its questions and the words of their options."""
    questions = [
        {
            "id": _RATES,
            "type": "rating_scale_numeric",
            "sub_type": "customer_satisfaction",
            "options": [{"rating": n, "label": _text("")} for n in range(1, 6)],
        },
        {
            "id": _ASKS_WHY,
            "type": "closed_ended",
            "options": [{"id": ident, "label": _text(word)} for ident, word in REASONS.items()],
        },
        {"id": _ASKS_MORE, "type": "open_ended"},
    ]
    survey = {"id": SURVEY, "state": "enabled", "version": 1, "questions": questions}
    return {"surveys": [survey], "meta": {"has_more": False, "after_cursor": SURVEY}}


def _row(ident: str, plan: TicketPlan, now: Instant) -> dict[str, Any]:
    survey = plan.survey
    assert survey is not None
    has_answer = survey.answered_at is not None and survey.answered_at <= now
    expires_at = survey.offered_at + _OPEN_DAYS * _DAY
    return {
        "id": ident,
        "responder_id": str(plan.requester),
        "subjects": [{"id": str(plan.id), "type": "ticket", "zrn": f"zen:ticket:{plan.id}"}],
        "subject_zrns": [f"zen:ticket:{plan.id}"],
        "survey": {"id": SURVEY, "version": 1, "state": "enabled"},
        "expires_at": _iso(expires_at),
        "answers": _answers(plan, survey.answered_at) if has_answer else [],
    }


def _answers(plan: TicketPlan, at: Instant | None) -> list[dict[str, Any]]:
    """Five points: good are 4 and 5, bad 1 and 2, and 3 is neither."""
    assert plan.survey is not None
    assert at is not None
    points = 4 + plan.id % 2 if plan.survey.good else 1 + plan.id % _BAD_MOST
    category = "good" if plan.survey.good else "neutral" if points == _BAD_MOST else "bad"
    when = {"created_at": _iso(at), "updated_at": _iso(at)}
    question = {
        "id": _RATES,
        "type": "rating_scale_numeric",
        "sub_type": "customer_satisfaction",
    }
    rating = {
        "type": "rating_scale",
        "rating": points,
        "rating_category": category,
        "question": question,
        **when,
    }
    if plan.survey.good:
        return [rating]
    why = list(REASONS)[plan.id % len(REASONS)]
    return [
        rating,
        {
            "type": "closed_ended",
            "selections": [{"type": "predefined", "option_id": why}],
            "question": {"id": _ASKS_WHY, "type": "closed_ended"},
            **when,
        },
        {
            "type": "open_ended",
            "value": "Words that the bot must never keep.",
            "question": {"id": _ASKS_MORE, "type": "open_ended"},
            **when,
        },
    ]


def _sent_at(plan: TicketPlan) -> Instant:
    assert plan.survey is not None
    return plan.survey.offered_at


def _ulid(plan: TicketPlan) -> str:
    """An id that begins with the time in milliseconds, as a ULID does."""
    return _digits(1000 * _sent_at(plan), 10) + _digits(plan.id, 16)


def _digits(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits


def _text(word: str) -> dict[str, str]:
    return {"type": "static", "value": word}


def _iso(at: Instant) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
