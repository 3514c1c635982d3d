"""What alerts say of a question and of a value, in words that are read as the same."""

from __future__ import annotations

from dataclasses import replace

from bot.grammar.alert_clauses import round_to_unit
from bot.grammar.rendering import render
from metrics.catalogue import measure
from metrics.catalogue.metric import Unit
from metrics.goals.targets import in_words
from metrics.periods import Period
from metrics.question.query import Directory, Query

ALERT = "alert"
"""The word that such a phrase follows."""

EXAMPLE = "alert frt email today above 4h"
NOW = Period.of("today")
_INSIDE, _INSIDE_SHARE, _INSIDE_COUNT = 0.1, 0.02, 1.0
"""How far inside its value an alert is over: a part of it, or points of a share, or a count."""


def question_phrase(query: Query, where: str, *, timeless: bool = False) -> str:
    """The phrase of a question, with these words for its tickets.

    With its period, also where that is the usual one; `timeless`: without the usual one.
    """
    head = " ".join(filter(None, (query.metric, query.variant)))
    plain = render(replace(query, where=()), Directory())
    rest = plain.removeprefix(head).strip()
    usual = query.period == measure(query.metric, query.variant).default_period and not timeless
    return " ".join(filter(None, (head, where, str(query.period) if usual else "", rest)))


def usual_clear(value: float, unit: Unit, *, above: bool) -> float:
    """The value at which an alert is over: somewhat inside its own, so that it does not flap."""
    room = abs(value) * _INSIDE
    if unit is Unit.SHARE:
        room = _INSIDE_SHARE
    elif unit is Unit.COUNT:
        room = max(_INSIDE_COUNT, room)
    clear = value - room if above else value + room
    if above and value >= 0:
        clear = max(0.0, clear)
    return round_to_unit(min(1.0, clear) if unit is Unit.SHARE else clear, unit)


def value_text(value: float, unit: Unit) -> str:
    """A value as it is typed; a negative one keeps its sign."""
    return f"{'-' if value < 0 else ''}{in_words(abs(value), unit)}"
