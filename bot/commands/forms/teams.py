"""The teams that forms offer."""

from __future__ import annotations

from bot.cards.controls import Offer
from bot.grammar.mistakes import value_words
from bot.grammar.vocabulary import vocabulary_of
from metrics.catalogue import CATALOGUE
from metrics.question.query import Directory, Filter
from metrics.tickets.records import Dimension


def team_offers(directory: Directory) -> list[Offer]:
    """The teams that are still there by name, each with the words that mean just that one."""
    vocabulary = vocabulary_of(CATALOGUE, directory)
    there = ((id, name) for id, name in directory.teams.items() if id not in directory.retired)
    teams = sorted(there, key=lambda team: team[1].casefold())
    return [(name, value_words(Filter(Dimension.TEAM, (id,)), vocabulary)) for id, name in teams]
