"""A question that is put together by choosing: its choices, and which do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.builder import builder
from bot.cards.controls import Offer
from bot.grammar import parse
from bot.grammar.slips import value_words
from bot.grammar.vocabulary import vocabulary
from bot.services import Services
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.query import Directory, Filter
from metrics.records import Dimension

_ANY_TEAM = Directory(teams={"1": "1"})
"""Stands for the team that was chosen: whether a metric can be asked of one needs no names."""


def misfits(chosen: Mapping[str, str]) -> dict[str, str]:
    """Why the metric cannot be asked for what was chosen, by the name of the field.

    It reads no store: Slack waits for it.
    """
    words = {**chosen, "team": "team 1"} if chosen.get("team") else chosen
    found = {name: _misfit(words, name) for name in ("channel", "team", "split") if words.get(name)}
    return {name: why for name, why in found.items() if why}


def _misfit(words: Mapping[str, str], name: str) -> str:
    try:
        parse(f"{words.get('metric', '')} {words[name]}", _ANY_TEAM)
    except AskError as error:
        return str(error)
    return ""


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal with what can be chosen here; `place` comes back with what was chosen."""
    return builder(teams(services.asker.directory()), place)


def teams(directory: Directory) -> list[Offer]:
    """The teams by name, each with the words that mean just that one."""
    known = vocabulary(CATALOGUE, directory)
    named = sorted(directory.teams.items(), key=lambda team: team[1].casefold())
    return [(name, value_words(Filter(Dimension.TEAM, (id,)), known)) for id, name in named]
