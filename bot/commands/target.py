"""/kpi target: what the team has set out to reach, set, listed or taken back."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.access import What
from bot.cards.targets import TargetView, goals_card, no_goal_card, set_card, standings_card
from bot.commands.gate import may_change
from bot.commands.metric_scope import MetricScope, read_metric_scope
from bot.grammar import parse, render
from bot.grammar.mistakes import either
from bot.grammar.tokens import echo
from bot.services import Services
from bot.talk import Reply, Request
from metrics.ask.wording import scope
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Better
from metrics.errors import AskError, PeopleError
from metrics.goals.targets import PLACES, Aim, Where, amount, refuse_senseless
from metrics.question.query import Directory, Filter, Query
from metrics.question.result import Result

_SAID = re.compile(
    r"(?:^|\s)(?:(?:at most|at least|under|below|over|above|to|of|is|[<>=]+)\s*)?"
    r"(?P<value>(?:\d+(?:\.\d+)?[dhms]\s*){1,4}|[$\u20ac\u00a3]?-?\d+(?:\.\d+)?%?|none|off)$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?<=\d)\s*(?:(d)ays?|(h)ours?|(h)rs?|(m)inutes?|(m)ins?|(s)econds?|(s)ecs?|per ?cent)\b"
)
_HELD = re.compile(
    r"(?P<what>.+?)\s+(?:(?:at most|at least|under|below|over|above|to|of|is|[<>=]+)\s*)?"
    r"(?P<value>(?:\d+(?:\.\d+)?[dhms]\s*)+|\d+(?:\.\d+)?%?)\s+(?P<more>\S.*)",
    re.IGNORECASE,
)
"""A value with words behind it."""
_ENDED = {"none", "off"}
MET = {"met", "missed"}
WHEN = ("targets met last week", "targets met last month", "targets")


def targets(request: Request, services: Services) -> Reply:
    """All targets in force; with "met" and when, which of them are met. Raises AskError."""
    first, _, rest = request.words.strip().partition(" ")
    if first.casefold() in MET:
        return standings(rest.strip(), services)
    directory = services.asker.directory()
    aims = services.asker.all_targets().in_force(services.now())
    in_order = (aim for key in CATALOGUE for aim in aims if aim.metric == key)
    return goals_card([goal(aim, directory) for aim in in_order], services.settings.timezone)


def standings(words: str, services: Services) -> Reply:
    """Which targets are met in the period, or the channel, that `words` name. Raises AskError."""
    services = replace(services, asker=services.asker.still())
    directory = services.asker.directory()
    aims = services.asker.all_targets().in_force(services.now())
    goals = [goal(aim, directory) for key in CATALOGUE for aim in aims if aim.metric == key]
    asked = [(each, query) for each in goals if (query := _asked(each, words, directory))]
    if goals and not asked:
        raise AskError("No target is set for these tickets alone.", WHEN)
    return standings_card([(each, _standing(query, services)) for each, query in asked])


def _standing(query: Query, services: Services) -> Result | str:
    """How a target stands; a sentence where its figure cannot be told."""
    try:
        return services.asker.answer(query, services.now())
    except AskError as error:
        return str(error)


def _asked(each: TargetView, words: str, directory: Directory) -> Query | None:
    """The question of a target's figure; None where words are about other tickets than it is.

    Raises AskError where they say more than a period and which tickets.
    """
    plain = parse(each.phrase, directory)
    try:
        query = parse(f"{each.phrase} {words}", directory)
    except AskError as error:
        raise AskError(f"Of all targets I tell a period: {error}", WHEN) from None
    if replace(query, period=plain.period, where=plain.where) != plain:
        raise AskError("Of all targets I tell a period, such as last month.", WHEN)
    return query if query.where == plain.where else None


def target(request: Request, services: Services) -> Reply:
    """Set or take back what the words say. Raises AskError where the person can mend them."""
    words = _UNIT.sub(lambda unit: next(filter(None, unit.groups()), "%"), request.words.strip())
    if not words:
        return targets(request, services)
    may_change(What.TARGET, request, services)
    match = _SAID.search(words)
    if match is None:
        raise _no_value(words, services)
    value_text = match["value"].strip().casefold()
    scope = read_metric_scope(words[: match.start()], services, "target", value_text)
    aim = Aim(
        metric=scope.metric.key,
        where=_where(scope),
        value=None if value_text in _ENDED else _value(value_text, scope),
        since_at=services.now(),
        set_by=request.person,
    )
    return set_target(aim, services)


def _no_value(words: str, services: Services) -> AskError:
    """No value at the end: perhaps one with more words behind it, which no target takes."""
    held = _HELD.match(words)
    if held is None:
        message = (
            "Which value? Write it at the end, such as target frt email 4h, or none to remove it. "
            "What your own weeks suggest:"
        )
        return AskError(message, (f"baseline {words}",))
    try:
        scope = read_metric_scope(held["what"], services, "target", held["value"])
    except AskError as error:
        return error
    message = f"A target holds at all times: I cannot add {echo(held['more'])}. Without it:"
    return AskError(message, (f"target {scope.phrase} {held['value'].strip()}",))


def set_target(aim: Aim, services: Services) -> Reply:
    """Keep a target from now on, and say what changes."""
    directory = services.asker.directory()
    aims = services.asker.all_targets().in_force(aim.since_at)
    before = next((h for h in aims if (h.metric, h.where) == (aim.metric, aim.where)), None)
    if before is None and aim.value is None:
        return no_goal_card(goal(aim, directory))
    services.asker.set_target(aim)
    return set_card(goal(aim, directory), goal(before, directory) if before else None)


def goal(aim: Aim, directory: Directory) -> TargetView:
    """A target in words."""
    metric = CATALOGUE[aim.metric]
    where = tuple(Filter(d, (word,)) for d in PLACES for each, word in aim.where if each is d)
    query = Query(metric=aim.metric, where=where, period=metric.default_period)
    return TargetView(
        metric=metric,
        tickets=scope(query, directory, None),
        phrase=render(query, directory),
        value=aim.value,
        since_at=aim.since_at,
        set_by=aim.set_by,
    )


def _value(text: str, scope: MetricScope) -> float:
    if scope.metric.better is Better.NEITHER:
        raise AskError(
            f"{scope.metric.title} has no better direction, so it takes no target: "
            "a rise can be good or bad."
        )
    try:
        value = amount(text, scope.metric.unit)
        refuse_senseless(value, scope.metric)
    except ValueError as error:
        raise AskError(str(error)) from None
    return value


def _where(scope: MetricScope) -> Where:
    filters = scope.query.where
    if any(f.dimension not in PLACES for f in filters):
        raise PeopleError(f"A target is for a {either(PLACES)}: never for people.")
    if several := next((f for f in filters if len(f.values) > 1), None):
        raise AskError(f"A target is for one {several.dimension} at a time.")
    return frozenset((f.dimension, f.values[0]) for f in filters)
