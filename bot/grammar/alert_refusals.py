"""What no alert can watch, each with its reason and what may be watched instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.grammar.alerts import NOW, question_phrase
from bot.grammar.suggestions import MisreadError
from bot.grammar.ticket_filters import where_words
from metrics.catalogue import measure
from metrics.catalogue.metric import Mix
from metrics.periods.hours import LastHours
from metrics.periods.period import Relative, Rolling
from metrics.question.query import Against, Directory, Query
from metrics.tickets.records import Dimension

_PEOPLE = (
    "An alert is read by a whole channel, and figures of single people are not for all: leave the "
    "agent out, or watch a team."
)


def refuse(query: Query, directory: Directory, text: Callable[[str], str]) -> None:
    """Refuse what is no single figure of the present. Raises MisreadError."""
    plain = replace(query, split=(), over=(), against=Against.BEFORE)
    if cuts := (*query.split, *query.over):
        message = f"An alert watches one figure, so it takes no split by {cuts[0]}."
        raise MisreadError(message, [text(question_words(plain, directory))])
    if query.against is not Against.BEFORE:
        message = "An alert compares its figure with its own value and nothing else."
        raise MisreadError(message, [text(question_words(plain, directory))])
    metric = measure(query.metric, query.variant)
    if isinstance(metric, Mix):
        raise MisreadError(f"{metric.title} is several shares: an alert watches one figure.")
    if not isinstance(query.period, Relative | Rolling | LastHours):
        today = replace(plain, period=NOW)
        message = f"An alert watches what changes, and {query.period} is fixed. Say today."
        raise MisreadError(message, [text(question_words(today, directory))])


def refuse_people(query: Query, directory: Directory, text: Callable[[str], str]) -> None:
    """Refuse figures of single people. Raises MisreadError."""
    if Dimension.AGENT in query.split or query.values(Dimension.AGENT):
        where = tuple(f for f in query.where if f.dimension is not Dimension.AGENT)
        rest = replace(query, where=where, split=())
        reason = measure(query.metric, query.variant).team_only or _PEOPLE
        raise MisreadError(reason, [text(question_words(rest, directory))], people=True)


def question_words(query: Query, directory: Directory) -> str:
    """A question with its period, which for an alert is not always the usual one."""
    return question_phrase(query, where_words(query.where, directory))
