"""A file that is uploaded in a form: the words that have it looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.forms import upload as cards
from bot.cards.forms.upload import FILE, KIND
from bot.services import Services
from metrics.imports import KINDS


def words(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen."""
    return f"import {values.get(KIND, '')} {values.get(FILE, '')}".strip()


def misfits(_values: Mapping[str, str]) -> dict[str, str]:
    """Nothing: Slack itself asks for both, and what is in the file is told once it was read."""
    return {}


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal for a place. Raises AskError where files cannot be read."""
    services.uploads.refuse_unreadable()
    return cards.modal(place)


def redraw(place: str, values: Mapping[str, str]) -> Mapping[str, Any]:
    """The modal once a kind is chosen, with how a file of that kind looks."""
    return cards.modal(place, KINDS.get(values.get(KIND, "")))
