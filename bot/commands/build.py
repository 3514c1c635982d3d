"""The choices of a question that is put together by choosing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.builder import builder
from bot.cards.controls import Offer
from bot.grammar.slips import value_words
from bot.grammar.vocabulary import vocabulary
from bot.services import Services
from metrics.catalogue import CATALOGUE
from metrics.query import Directory, Filter
from metrics.records import Dimension


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal with what can be chosen here; `place` comes back with what was chosen."""
    return builder(teams(services.asker.directory()), place)


def teams(directory: Directory) -> list[Offer]:
    """The teams by name, each with the words that mean just that one."""
    known = vocabulary(CATALOGUE, directory)
    named = sorted(directory.teams.items(), key=lambda team: team[1].casefold())
    return [(name, value_words(Filter(Dimension.TEAM, (id,)), known)) for id, name in named]
