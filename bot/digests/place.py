"""What a digest is about: all tickets, teams or channels, as people type it."""

from __future__ import annotations

from bot.grammar import parse
from bot.services import Services
from metrics.errors import AskError
from metrics.periods import Period
from metrics.query import Filter, Query
from metrics.records import Dimension

ABOUT = {Dimension.TEAM, Dimension.CHANNEL}
LEVEL = "backlog"


def place(words: str, digest: str, services: Services) -> tuple[Filter, ...]:
    """Which tickets are meant. Raises AskError where that is neither a team nor a channel.

    `digest` is what was typed before the words, for the suggestions.
    """
    try:
        query = parse(f"{LEVEL} {words}".strip(), services.asker.directory())
    except AskError as error:
        meant = (s.removeprefix(LEVEL) for s in error.suggestions if s.startswith(LEVEL))
        raise AskError(str(error), tuple(f"{digest}{rest}" for rest in meant)) from None
    plain = Query(metric=LEVEL, period=Period.of("today"), where=query.where)
    if query != plain or {narrowed.dimension for narrowed in query.where} - ABOUT:
        raise AskError(
            "A digest is about all tickets, a team or a channel, and its days are given.",
            (digest, f"{digest} email"),
        )
    return query.where
