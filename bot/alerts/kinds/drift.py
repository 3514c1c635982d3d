"""A figure that has slowly got worse than its own weeks before, without a value to pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from statistics import median

from bot import words
from bot.alerts.kinds.kind import AlertKind, AlertPlan, AlertSummary, AlertWords, Sight, Story
from bot.alerts.kinds.shared import (
    PEOPLE,
    blindness,
    lasting_weeks,
    measure_words,
    parse_question,
    phrase,
    scope,
)
from bot.cards import facts
from bot.cards.facts import DOT
from bot.grammar import parse
from bot.grammar.alert_refusals import refuse, refuse_people
from bot.grammar.alerts import question_phrase, usual_clear
from bot.grammar.reader import read
from bot.grammar.suggestions import MisreadError
from bot.grammar.ticket_filters import where_ids, where_words
from bot.grammar.tokens import tokenize
from bot.grammar.vocabulary import vocabulary_of
from bot.outward import impersonal
from bot.services import Services
from metrics.ask.lasting import Lasting
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.figure_kinds import POINTS
from metrics.catalogue.metric import AnyMetric, Better, Unit
from metrics.errors import AskError
from metrics.periods import Period
from metrics.posting.alerts import Alert, Observation
from metrics.question.explanation import adds_up
from metrics.question.query import Clock, Directory, Query
from metrics.question.result import Point
from metrics.statistics.ranks import higher
from metrics.tickets.records import Dimension, Instant

NEW_WEEKS, OLD_WEEKS = 8, 26
"""The newest weeks beside those before them, which are its own baseline."""
FEWEST_NEW, FEWEST_OLD = 6, 13
LOOK_BACK = 26
"""So many weeks further back it is looked for since when it is worse."""
IN_A_ROW = 3
"""So many of the newest weeks must each be worse than the baseline: it still lasts."""
CHANCE = 0.001
"""Where weeks only vary, that comes about once in thirty years of weekly looks."""
MOST_RARE = 6
"""Nothing is called rarer than once in a million times."""
VISIBLE_SPREADS = 2.0
"""A lasting change of so many spreads of the weeks is found in nine cases of ten."""
_SPREAD = 1.4826
"""Makes the median distance from the median a standard deviation."""


class Drift(AlertKind):
    """The kind whose words are a question without a period."""

    __slots__ = ()

    def read(self, clauses: AlertWords, directory: Directory) -> AlertPlan:
        """An alert about a figure's own weeks. Raises MisreadError or AskError."""

        def text(question: str) -> str:
            return f"{self.key} {question} {clauses.option_words}"

        query = parse_question(clauses.rest, clauses, directory, text)
        metric = measure(query.metric, query.variant)
        plain = replace(query, period=metric.default_period)
        if read(tokenize(clauses.rest), vocabulary_of(CATALOGUE, directory)).periods:
            message = f"{self.key} compares whole weeks with those before, so it takes no period."
            raise MisreadError(message, [text(_words(plain, directory))])
        refuse_people(query, directory, text)
        refuse(query, directory, text)
        if metric.better is Better.NEITHER:
            raise MisreadError(f"{metric.title} knows no better or worse. Give it a value instead.")
        if clauses.amount or "clear" in clauses.options:
            raise MisreadError(f"{self.key} has no value: it compares with its own weeks before.")
        return AlertPlan(
            kind=self,
            query=plain,
            above=metric.better is Better.LOWER,
            value=0.0,
            clear=0.0,
            minimum=int(clauses.options.get("min", metric.minimum)),
        )

    def query(self, watch: str, directory: Directory) -> Query:
        return parse(watch, directory)

    def watch(self, query: Query) -> str:
        return question_phrase(query, where_ids(query.where), timeless=True)

    def phrase(self, plan: AlertPlan, where: str) -> str:
        return f"{self.key} {question_phrase(plan.query, where, timeless=True)}"

    def bounds(self, plan: AlertPlan) -> str:
        return "" if plan.minimum == plan.metric.minimum else f"min {plan.minimum}"

    def summary(self, plan: AlertPlan, tickets: str) -> AlertSummary:
        metric, least = plan.metric, plan.minimum
        few = f"Weeks with fewer than {least} {metric.counts} say nothing."
        return AlertSummary(
            title=DOT.join((measure_words(plan.query), tickets)),
            when=f"worse for weeks than in the {OLD_WEEKS} weeks before, by more than chance",
            fewest=few if least else "",
        )

    def choices(self, plan: AlertPlan) -> Mapping[str, str]:
        return {"metric": plan.query.metric, "side": self.key, "value": "", "period": ""}


def _words(query: Query, directory: Directory) -> str:
    return question_phrase(query, where_words(query.where, directory), timeless=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """The values of the newest weeks and of those before, the oldest first."""

    new: tuple[float, ...]
    old: tuple[float, ...]
    metric: AnyMetric

    @property
    def enough(self) -> bool:
        """Whether there are enough of both to say anything."""
        return len(self.new) >= FEWEST_NEW and len(self.old) >= FEWEST_OLD

    @property
    def sign(self) -> int:
        """What makes worse values the higher ones."""
        return 1 if self.metric.better is Better.LOWER else -1

    @property
    def usual(self) -> float:
        """The median of the weeks before."""
        return median(self.old)

    @property
    def mark(self) -> float:
        """The value from which on a week is clearly worse than usual."""
        return usual_clear(self.usual, self.metric.unit, above=self.sign < 0)

    def past(self, value: float, mark: float) -> bool:
        """Whether a value is worse than another."""
        return self.sign * value > self.sign * mark

    @property
    def chance(self) -> float:
        """How likely chance alone makes the newest weeks so much worse."""
        new, old = ([self.sign * each for each in values] for values in (self.new, self.old))
        return higher(new, old)

    @property
    def beyond(self) -> bool:
        """Clearly worse, by more than chance, and still so."""
        lasts = all(self.past(each, self.usual) for each in self.new[-IN_A_ROW:])
        return lasts and self.past(median(self.new), self.mark) and self.chance < CHANCE

    @property
    def over(self) -> bool:
        """The newest weeks are no longer clearly worse."""
        return not self.beyond and not self.past(median(self.new[-IN_A_ROW:]), self.mark)


def _weeks(query: Query, minimum: int, services: Services, now: Instant) -> Weeks:
    points = services.asker.weeks(query, now, NEW_WEEKS + OLD_WEEKS)
    return _cut(points, query, minimum)


def _cut(points: Sequence[Point], query: Query, minimum: int) -> Weeks:
    """The newest weeks and those before them, of points whose last is the newest."""
    weeks = points[-NEW_WEEKS - OLD_WEEKS :]
    new, old = weeks[-NEW_WEEKS:], weeks[:-NEW_WEEKS]
    metric = measure(query.metric, query.variant)
    return Weeks(new=_values(new, minimum), old=_values(old, minimum), metric=metric)


def _values(weeks: Sequence[Point], minimum: int) -> tuple[float, ...]:
    figures = (week.figure for week in weeks)
    return tuple(
        figure.value
        for figure in figures
        if figure.value is not None and facts.has_value(figure) and figure.n >= minimum
    )


def _since(query: Query, minimum: int, services: Services, now: Instant) -> Lasting | None:
    """Since which week it is worse, by what each check since would have seen."""

    def worse(points: Sequence[Point]) -> bool | None:
        weeks = _cut(points, query, minimum)
        return weeks.beyond if weeks.enough else None

    points = services.asker.weeks(query, now, NEW_WEEKS + OLD_WEEKS + LOOK_BACK)
    return lasting_weeks(points, worse)


def check(alert: Alert, services: Services, now: Instant) -> Sight:
    """The newest weeks beside those before; weeks of too few tickets say nothing."""
    directory = services.asker.directory()
    query = parse(alert.watch, directory)
    if Dimension.AGENT in query.split or query.values(Dimension.AGENT):
        raise AskError(PEOPLE)
    weeks = _weeks(query, alert.minimum, services, now)
    of_files = CATALOGUE[query.metric].of_files
    reason = "" if of_files else blindness(services.asker.fresh_until(), services, now)
    few = "" if weeks.enough else _few(weeks)
    is_clear = not (reason or few)
    beyond = weeks.beyond if is_clear else None
    long = replace(query, period=Period.of(f"last {NEW_WEEKS + OLD_WEEKS} weeks"))
    unit, days = weeks.metric.unit, query.clock is Clock.CALENDAR

    def say(value: float) -> str:
        return words.amount(value, unit, 0, days=days)

    return Sight(
        observation=Observation(at=now, beyond=beyond, over=weeks.over if is_clear else None),
        fires=f"{weeks.metric.title} has been getting worse",
        calms=f"{weeks.metric.title} is not worse than its own weeks before any more",
        now=facts.capital(few) or _now(weeks, say(median(weeks.new)), say(weeks.usual)),
        scope=scope(query, services),
        zone=str(services.asker.calendar.zone),
        value=median(weeks.new) if is_clear else None,
        say=say,
        phrase=phrase(long, services, now),
        blind=reason,
        few=few,
        result=services.asker.answer(long, now) if beyond else None,
        figures=impersonal(query),
        why=f"{phrase(query, services, now)} why" if adds_up(weeks.metric) else "",
        story=lambda: Story(lasting=_since(query, alert.minimum, services, now)),
    )


def _now(weeks: Weeks, new: str, usual: str) -> str:
    """Both medians, and how sure it is that they differ."""
    sentence = f"{new} in the middle of the last {len(weeks.new)} weeks"
    sentence = f"{sentence}{DOT}{usual} in the {len(weeks.old)} before"
    if weeks.chance >= CHANCE:
        return f"{sentence}{DOT}which may be chance"
    rare = min(floor(log10(1 / weeks.chance)), MOST_RARE)
    return f"{sentence}{DOT}by chance at most once in {10**rare:,} times"


def _few(weeks: Weeks) -> str:
    counts = f"{len(weeks.new)} of the last {NEW_WEEKS} weeks and {len(weeks.old)} before tell"
    return f"only {counts}, {FEWEST_NEW} and {FEWEST_OLD} are needed"


def preview(plan: AlertPlan, services: Services) -> str:
    """How large a lasting change must be to be seen: the more weeks vary, the larger."""
    weeks = _weeks(plan.query, plan.minimum, services, services.now())
    if not weeks.enough:
        return ""
    every = (*weeks.old, *weeks.new)
    spread = _SPREAD * median([abs(each - weeks.usual) for each in every])
    least = max(VISIBLE_SPREADS * spread, abs(weeks.mark - weeks.usual))
    return f"As its weeks vary, it sees a lasting change of about {_step(least, weeks)} or more."


def _step(least: float, weeks: Weeks) -> str:
    """A change in points of a score, and else as a part of what is usual."""
    if weeks.metric.unit is Unit.SHARE:
        return f"{words.percent(least)} points"
    if weeks.metric.unit in POINTS or not weeks.usual:
        return f"{words.count(round(least, 1))}"
    return f"{words.percent(least / abs(weeks.usual))}%"


DRIFT = Drift(
    key="drift",
    example="drift frt email",
    side="Worse than its own weeks before",
    names=r"drift(?:s|ing)?|(?:gets?|getting)\s+worse",
    check=check,
    preview=preview,
)
