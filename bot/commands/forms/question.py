"""A question that is put together by choosing: its choices, and which do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.forms import question as cards
from bot.cards.forms.question import FIELDS, QuestionForm
from bot.commands.forms.teams import team_offers
from bot.grammar import parse
from bot.services import Services
from metrics.errors import AskError
from metrics.question.query import Directory

_ANY_TEAM = Directory(teams={"1": "1", "2": "2"})
"""Stand for the teams that were chosen: whether a metric can be asked of them needs no names."""
_FIELDS = ("channel", "team", "split", "against")


def words(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen, by the name of the field."""
    return " ".join(values[name] for name in FIELDS if values.get(name))


def misfits(values: Mapping[str, str]) -> dict[str, str]:
    """Why the metric cannot be asked for what was chosen, by the name of the field.

    It reads no store: Slack waits for it.
    """
    parts, team = dict(values), values.get("team")
    if parts.get("against", "").startswith("vs team"):
        parts["against"] = "vs team 1" if parts["against"] == f"vs {team}" else "vs team 2"
    if team:
        parts["team"] = "team 1"
    reasons = {name: _misfit(parts, name) for name in _FIELDS if parts.get(name)}
    return {name: reason for name, reason in reasons.items() if reason}


def _misfit(parts: Mapping[str, str], name: str) -> str:
    names = ("metric", "channel", "team", "period", name) if name == "against" else ("metric", name)
    try:
        parse(" ".join(parts.get(each, "") for each in names), _ANY_TEAM)
    except AskError as error:
        return str(error)
    return ""


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal with what can be chosen here; `place` comes back with what was chosen."""
    form = QuestionForm(place=place, teams=team_offers(services.asker.directory()))
    return cards.modal(form)
