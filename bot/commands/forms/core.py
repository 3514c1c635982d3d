"""The core set that is put together by choosing: its measures, and why not fewer or more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.forms import core as cards
from bot.cards.forms.core import FIELD
from bot.services import Services
from metrics.goals.core import refuse_size


def words(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen."""
    return f"core {values.get(FIELD, '')}".strip()


def misfits(values: Mapping[str, str]) -> dict[str, str]:
    """Why so many measures make no core set, at their field. It reads no store: Slack waits."""
    try:
        refuse_size(values.get(FIELD, "").split())
    except ValueError as error:
        return {FIELD: str(error)}
    return {}


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal for a place, with the set that holds."""
    return cards.modal(place, services.core.current().known)
