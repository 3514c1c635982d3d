"""A question that is put together by choosing: its choices, and which do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.controls import Offer
from bot.cards.forms.question import builder
from bot.grammar import parse
from bot.grammar.mistakes import value_words
from bot.grammar.vocabulary import vocabulary_of
from bot.services import Services
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.question.query import Directory, Filter
from metrics.tickets.records import Dimension

_ANY_TEAM = Directory(teams={"1": "1", "2": "2"})
"""Stand for the teams that were chosen: whether a metric can be asked of them needs no names."""
_FIELDS = ("channel", "team", "split", "against")


def misfits(choices: Mapping[str, str]) -> dict[str, str]:
    """Why the metric cannot be asked for what was chosen, by the name of the field.

    It reads no store: Slack waits for it.
    """
    words, team = dict(choices), choices.get("team")
    if words.get("against", "").startswith("vs team"):
        words["against"] = "vs team 1" if words["against"] == f"vs {team}" else "vs team 2"
    if team:
        words["team"] = "team 1"
    faults = {name: _misfit(words, name) for name in _FIELDS if words.get(name)}
    return {name: why for name, why in faults.items() if why}


def _misfit(words: Mapping[str, str], name: str) -> str:
    fields = (
        ("metric", "channel", "team", "period", name) if name == "against" else ("metric", name)
    )
    try:
        parse(" ".join(words.get(each, "") for each in fields), _ANY_TEAM)
    except AskError as error:
        return str(error)
    return ""


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal with what can be chosen here; `place` comes back with what was chosen."""
    return builder(teams(services.asker.directory()), place)


def teams(directory: Directory) -> list[Offer]:
    """The teams by name, each with the words that mean just that one."""
    lexicon = vocabulary_of(CATALOGUE, directory)
    by_name = sorted(directory.teams.items(), key=lambda team: team[1].casefold())
    return [(name, value_words(Filter(Dimension.TEAM, (id,)), lexicon)) for id, name in by_name]
