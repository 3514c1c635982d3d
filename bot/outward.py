"""What all in a channel may read where people of another company do: one rule for all that is said.

A channel that the settings name as open gets this form always, also before it is shared: so nothing
that was worded for our own people can reach others. Whatever else names tickets or people is held
back by `Reply.figures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from bot.cards.edition import Earlier, Edition, Kpi, Surge, Thing
from bot.cards.standup import Board
from bot.cards.statement import Statement
from bot.cards.work import PileView
from bot.services import Services
from metrics.catalogue import measure
from metrics.question.deviation import Deviation, Deviations
from metrics.question.query import Query
from metrics.question.result import Result


def names_tickets(query: Query) -> bool:
    """Whether its very figure is one of a single ticket."""
    return measure(query.metric, query.variant).names_tickets


def impersonal(query: Query) -> bool:
    """Whether its answer tells of no single person, ticket or organization of customers."""
    return not (query.of_people or query.of_organizations or names_tickets(query))


def is_open(channel: str, services: Services) -> bool:
    """Whether people of another company may read figures in a channel."""
    return channel in services.settings.open_channels()


def for_all(result: Result, channel: str, services: Services) -> Result:
    """The answer as all in a channel may read it: what people noted stays among our own."""
    return _without_notes(result) if is_open(channel, services) else result


def edition_for_all(edition: Edition, channel: str, services: Services) -> Edition:
    """The digest as all in a channel may read it: to others no ticket, nobody, nothing noted."""
    if not is_open(channel, services):
        return edition
    public: Edition = _outward(edition)
    return public


WITHHELD: Mapping[type, Mapping[str, object]] = MappingProxyType(
    {
        Result: {"notes": ()},
        Thing: {"tickets": ()},
        Deviation: {"tickets": (), "rows": frozenset()},
        Surge: {"problems": ()},
        Board: {"longest": None},
        PileView: {"rows": ()},
        Edition: {"notes": (), "alarms": "", "follow_up": None},
    }
)
"""What others do not read of each part of a digest; a test knows all other fields by name."""


_MADE_OF = (
    *(Edition, Kpi, Thing, Earlier, Statement, PileView, Result, Surge),
    *(Deviations, Deviation),
)


def _outward(part: object) -> Any:
    """A part of a digest, and whatever it is made of, as all may read it."""
    if isinstance(part, tuple):
        return tuple(map(_outward, part))
    if not isinstance(part, _MADE_OF):
        return part
    replacements = WITHHELD.get(type(part), {})
    values: dict[str, Any] = {
        f.name: replacements.get(f.name, _outward(getattr(part, f.name))) for f in fields(part)
    }
    return type(part)(**values)


def _without_notes(result: Result) -> Result:
    return replace(result, notes=())
