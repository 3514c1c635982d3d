"""What all in a channel may read where people of another company do: one rule for all that is said.

A channel that the settings name as open gets this form always, also before it is shared: so nothing
that was worded for our own people can reach others. Whatever else names tickets or people is held
back by `Reply.figures`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.cards.edition import Edition, Kpi
from bot.services import Services
from metrics.query import Query
from metrics.result import Result

NAMES_TICKETS = frozenset({"oldest"})
"""Metrics whose very figure names tickets."""


def impersonal(query: Query) -> bool:
    """Whether its answer tells of no single person and of no single ticket."""
    return not query.of_people and query.metric not in NAMES_TICKETS


def is_open(channel: str, services: Services) -> bool:
    """Whether people of another company may read figures in a channel."""
    return channel in services.settings.open_channels()


def for_all(result: Result, channel: str, services: Services) -> Result:
    """The answer as all in a channel may read it: what people noted stays among our own."""
    return _unnoted(result) if is_open(channel, services) else result


def edition_for_all(edition: Edition, channel: str, services: Services) -> Edition:
    """The digest as all in a channel may read it: to others no ticket, nobody, nothing noted."""
    if not is_open(channel, services):
        return edition
    waits = edition.waits and replace(
        edition.waits, pending=_unnoted(edition.waits.pending), longest=None
    )
    return replace(
        edition,
        kpis=tuple(map(_bare, edition.kpis)),
        ages=edition.ages and _unnoted(edition.ages),
        waits=waits,
        board=edition.board and replace(edition.board, longest=None, breaching=()),
        notes=(),
        alarms="",
    )


def _bare(kpi: Kpi) -> Kpi:
    return replace(kpi, result=_unnoted(kpi.result))


def _unnoted(result: Result) -> Result:
    return replace(result, notes=())
