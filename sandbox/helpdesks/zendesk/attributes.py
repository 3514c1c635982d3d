"""The stand-in's brands, forms, organizations, tags and its field for the area of the product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.year.plan import TicketPlan

AREA_FIELD: Final = 77_002
"""The id of the custom field that holds the area of the product."""
_BRANDS: Final = {4_101: "Acme", 4_102: "Globex"}
_FORMS: Final = {5_101: "Contact us", 5_102: "Refunds"}
_COMPANIES: Final = ("Hooli", "Initech", "Umbrella", "Wayne Enterprises")
_COMPANIES_FROM: Final = 6_101
_AREAS: Final = ("app", "website", "billing", None)
_MOST_IDS: Final = 100
_TONES: Final = ("neutral", "negative", "neutral", "positive", "very_negative", "neutral")
_LANGUAGES: Final = ("en", "en", "de")


def brand_of(ticket: int) -> int:
    """The brand of a ticket: each third one is of the second."""
    return list(_BRANDS)[ticket % 3 == 0]


def form_of(ticket: int) -> int:
    """The form of a ticket."""
    return list(_FORMS)[ticket % 5 == 0]


def organization_of(requester: int) -> int | None:
    """The company of a customer; most have none."""
    place = requester % 12
    return _COMPANIES_FROM + place if place < len(_COMPANIES) else None


def area_of(ticket: int) -> str | None:
    """What stands in the field for the area."""
    return _AREAS[ticket % len(_AREAS)]


def tags_of(plan: TicketPlan) -> list[str]:
    """The tags of a ticket, of which some have several."""
    tags = [*(["vip"] if plan.requester % 12 == 0 else []), *triage_of(plan)]
    return [*tags, "refund"] if plan.category == "refund" else tags


def triage_of(plan: TicketPlan) -> list[str]:
    """What intelligent triage says of a ticket; of calls, and of some others, it says nothing."""
    if plan.channel == "phone" or plan.id % 5 == 0:
        return []
    tone = _TONES[plan.id % len(_TONES)]
    language = _LANGUAGES[plan.requester % len(_LANGUAGES)]
    return [
        f"intent__{plan.category or 'other'}__request",
        f"intent_confidence__{'low' if plan.id % 4 == 0 else 'high'}",
        f"sentiment__{tone}",
        "sentiment_confidence__medium",
        f"language__{language}",
        "language_confidence__high",
    ]


def brands() -> dict[str, Any]:
    """All brands, on one page."""
    return _list_body("brands", _BRANDS)


def forms() -> dict[str, Any]:
    """All forms, on one page."""
    return _list_body("ticket_forms", _FORMS)


def organizations(params: Mapping[str, str]) -> dict[str, Any]:
    """The organizations with these ids."""
    known = {str(_COMPANIES_FROM + n): name for n, name in enumerate(_COMPANIES)}
    ids = params.get("ids", "").split(",")[:_MOST_IDS]
    organizations_known = [
        {"id": int(ident), "name": known[ident]} for ident in ids if ident in known
    ]
    return {
        "organizations": organizations_known,
        "count": len(organizations_known),
        "next_page": None,
    }


def _list_body(key: str, names: Mapping[int, str]) -> dict[str, Any]:
    values = [{"id": ident, "name": name, "active": True} for ident, name in names.items()]
    return {key: values, "meta": {"has_more": False, "after_cursor": None}, "links": {}}
