"""An alert in words: what is watched, from which value on, in which channel it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.grammar.alert_options import ABOVE, BELOW, HOW, USUAL, VALUE, care_words, rounded
from bot.grammar.parsing import parse
from bot.grammar.rendering import render
from bot.grammar.where import where_ids, where_words
from metrics.alerts import Alert, Care, Kind
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import AnyMetric, Unit
from metrics.periods import Period
from metrics.query import Directory, Query
from metrics.targets import written

ALERT = "alert"
"""The word that such a phrase follows."""

EXAMPLE = "alert frt email today above 4h"
MEASURED = {Kind.BREACHING: "sla_risk", Kind.SPIKE: "volume", Kind.GROWING: "backlog"}
"""The metric whose tickets the other kinds watch."""

NOW = Period.of("today")
USUAL_LEFT_SECONDS, USUAL_FACTOR, GREW_WEEKS = 1800.0, 3.0, 3.0
USUAL_MINIMUM = {Kind.SPIKE: 10}
"""Fewer tickets are no spike, however many times the usual."""
_INSIDE, _INSIDE_SHARE, _INSIDE_COUNT = 0.1, 0.02, 1.0
"""How far inside its value an alert is over: a part of it, or points of a share, or a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An alert as it was said. Of the kinds without a question, `query` says which tickets."""

    kind: Kind
    query: Query
    above: bool = True
    value: float
    clear: float
    minimum: int = 0
    channel: str = ""
    care: Care = USUAL

    @property
    def metric(self) -> AnyMetric:
        """What is measured."""
        return measure(self.query.metric, self.query.variant)

    @property
    def watch(self) -> str:
        """The question or the tickets, in words that stay true when a team is renamed."""
        where = where_ids(self.query.where)
        return question(self.query, where) if self.kind is Kind.THRESHOLD else where


def wanted_again(alert: Alert, directory: Directory) -> Wanted:
    """What a kept alert says. Raises AskError where its team is not known any more."""
    watch = alert.watch if alert.kind is Kind.THRESHOLD else f"{MEASURED[alert.kind]} {alert.watch}"
    return Wanted(
        kind=alert.kind,
        query=parse(watch, directory),
        above=alert.above,
        value=alert.value,
        clear=alert.clear,
        minimum=alert.minimum,
        channel=alert.channel,
        care=alert.care,
    )


def phrase(wanted: Wanted, directory: Directory, home: ZoneInfo) -> str:
    """The canonical phrase; read where quiet hours are of the zone `home`, it is an equal alert."""
    where = where_words(wanted.query.where, directory, _risky(directory))
    return " ".join(filter(None, (_watched(wanted, where), *_others(wanted, home))))


def question(query: Query, where: str) -> str:
    """The phrase of a question, with its period, and these words for its tickets."""
    head = " ".join(filter(None, (query.metric, query.variant)))
    plain = render(replace(query, where=()), Directory())
    rest = plain.removeprefix(head).strip()
    usual = query.period == CATALOGUE[query.metric].default_period
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
    return rounded(min(1.0, clear) if unit is Unit.SHARE else clear, unit)


def _watched(wanted: Wanted, where: str) -> str:
    if wanted.kind is not Kind.THRESHOLD:
        return " ".join(filter(None, (wanted.kind, value_words(wanted), where)))
    side = "above" if wanted.above else "below"
    return f"{question(wanted.query, where)} {side} {value_words(wanted)}"


def value_words(wanted: Wanted) -> str:
    """The value as it is typed: "4h", "85%", "3x"; nothing where there is none."""
    match wanted.kind:
        case Kind.BREACHING:
            return written(wanted.value, Unit.SECONDS)
        case Kind.SPIKE:
            return f"{wanted.value:g}x"
        case Kind.GROWING:
            return ""
        case _:
            return signed(wanted.value, wanted.metric.unit)


def _others(wanted: Wanted, home: ZoneInfo) -> Iterator[str]:
    """What is not as usual."""
    yield from bounds(wanted)
    yield f"in #{wanted.channel}" if wanted.channel else ""
    yield from care_words(wanted.care, home)


def bounds(wanted: Wanted) -> Iterator[str]:
    """Where it is over and how many must stand behind it, as far as that is not as usual."""
    unit = wanted.metric.unit
    if wanted.kind is Kind.THRESHOLD:
        if wanted.clear != usual_clear(wanted.value, unit, above=wanted.above):
            yield f"clear {signed(wanted.clear, unit)}"
        if wanted.minimum != wanted.metric.minimum:
            yield f"min {wanted.minimum}"
    elif wanted.minimum != USUAL_MINIMUM.get(wanted.kind, 0):
        yield f"min {wanted.minimum}"


def signed(value: float, unit: Unit) -> str:
    """A value as it is typed; a negative one keeps its sign."""
    return f"{'-' if value < 0 else ''}{written(abs(value), unit)}"


def _risky(directory: Directory) -> frozenset[str]:
    """The names of one word that could be taken for something else, and so stand in quotes."""
    names = (*directory.teams.values(), *directory.agents.values(), *directory.categories)
    said = {*HOW, *Kind, *ABOVE, *BELOW, "grows", "grew", "never", "off"}
    typed = re.compile(f"{VALUE}|breach.*|spik.*|surge.*", re.IGNORECASE)
    return frozenset(
        name.casefold() for name in names if name.casefold() in said or typed.fullmatch(name)
    )
