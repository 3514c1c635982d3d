"""A figure above or below a value: any metric there is, of any period that goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import words
from bot.alerts.kinds.kind import AlertKind, AlertPlan, AlertSummary, AlertWords, Sight
from bot.alerts.kinds.shared import PEOPLE, blindness, fixes, limit, measure_words, parse_question
from bot.cards import facts
from bot.cards.facts import DOT
from bot.grammar import parse, render
from bot.grammar.alert_clauses import BELOW, VALUE, value_of
from bot.grammar.alert_refusals import refuse, refuse_people
from bot.grammar.alerts import EXAMPLE, NOW, question_phrase, usual_clear, value_text
from bot.grammar.reader import read
from bot.grammar.suggestions import MisreadError
from bot.grammar.ticket_filters import where_ids
from bot.grammar.tokens import tokenize
from bot.grammar.vocabulary import vocabulary_of
from bot.outward import impersonal
from bot.services import Services
from metrics.ask import UnknownError
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import AnyMetric, Better, Flow, Growth, Rate, Unit
from metrics.errors import AskError
from metrics.goals.targets import like, refuse_senseless
from metrics.guards.levers import LEVERS
from metrics.periods.period import Relative
from metrics.periods.windows import local_date, midnight
from metrics.posting.alerts import Alert, Observation
from metrics.question.query import Clock, Directory, Query
from metrics.question.result import Result
from metrics.tickets.records import Dimension, Instant

LOOKED_BACK_DAYS = 28
LOWER = (20, 10, 5)
"""Smaller samples that somebody may be content with."""
_BARE = re.compile(rf"(?<!\S)(?:at\s+)?(?P<value>{VALUE})$", re.IGNORECASE)


class Threshold(AlertKind):
    """The kind whose words are a question, a side and a value."""

    __slots__ = ()

    def read(self, clauses: AlertWords, directory: Directory) -> AlertPlan:
        """An alert about a figure. Raises MisreadError or AskError."""

        def text(question: str) -> str:
            return f"{question} {clauses.option_words}"

        if "side" not in clauses.options:
            raise _missing_side(clauses, directory)
        query = parse_question(clauses.rest, clauses, directory, text)
        terms = vocabulary_of(CATALOGUE, directory)
        if not read(tokenize(clauses.rest), terms).periods:
            query = replace(query, period=NOW)
        refuse_people(query, directory, text)
        refuse(query, directory, text)
        metric = measure(query.metric, query.variant)
        above = clauses.options["side"].casefold() not in BELOW
        value = value_of(clauses.options["value"], metric.unit)
        _refuse_senseless(value, metric, above=above)
        return AlertPlan(
            kind=self,
            query=query,
            above=above,
            value=value,
            clear=_clear(clauses, value, metric.unit, above=above),
            minimum=int(clauses.options.get("min", metric.minimum)),
        )

    def query(self, watch: str, directory: Directory) -> Query:
        return parse(watch, directory)

    def watch(self, query: Query) -> str:
        return question_phrase(query, where_ids(query.where))

    def phrase(self, plan: AlertPlan, where: str) -> str:
        value = value_text(plan.value, plan.metric.unit)
        return f"{question_phrase(plan.query, where)} {plan.side} {value}"

    def bounds(self, plan: AlertPlan) -> str:
        unit = plan.metric.unit
        usual = plan.clear == usual_clear(plan.value, unit, above=plan.above)
        clear = "" if usual else f"clear {value_text(plan.clear, unit)}"
        least = "" if plan.minimum == plan.metric.minimum else f"min {plan.minimum}"
        return " ".join(filter(None, (clear, least)))

    def summary(self, plan: AlertPlan, tickets: str) -> AlertSummary:
        metric, least = plan.metric, plan.minimum
        parts = (measure_words(plan.query), tickets, str(plan.query.period))
        other_side = "below" if plan.above else "above"
        return AlertSummary(
            title=DOT.join(filter(None, parts)),
            when=f"{plan.side} {_value_words(plan.value, plan)}",
            over=f"It is over at {_value_words(plan.clear, plan)} or {other_side}.",
            fewest=f"With fewer than {least} {metric.counts} it says nothing." if least else "",
        )

    def choices(self, plan: AlertPlan) -> Mapping[str, str]:
        query, value = plan.query, value_text(plan.value, plan.metric.unit)
        period = str(query.period)
        return {"metric": query.metric, "side": plan.side, "value": value, "period": period}


def _refuse_senseless(value: float, metric: AnyMetric, *, above: bool) -> None:
    try:
        refuse_senseless(value, metric, "above" if above else "below")
    except ValueError as error:
        raise AskError(str(error)) from None


def _missing_side(clauses: AlertWords, directory: Directory) -> MisreadError:
    """No value is said, or not whether above or below it."""
    value_match = _BARE.search(clauses.rest)
    rest = clauses.rest[: value_match.start()].strip() if value_match else clauses.rest
    loose = [word for word in rest.split() if '"' not in word]
    if near := list(fixes(loose, clauses)):
        return MisreadError(f"From which value on? Say for example {EXAMPLE}.", near)
    query = parse_question(
        rest, clauses, directory, lambda question: f"{question} {clauses.option_words}"
    )
    metric = measure(query.metric, query.variant)
    side = "below" if metric.better is Better.HIGHER else "above"
    value = value_match["value"] if value_match else like(metric.unit).split(" or ")[0]
    message = f"From which value on? Say it with above or below: {side} {value}."
    return MisreadError(message, [f"{rest} {side} {value} {clauses.option_words}"])


def _clear(clauses: AlertWords, value: float, unit: Unit, *, above: bool) -> float:
    if "clear" not in clauses.options:
        return usual_clear(value, unit, above=above)
    clear = value_of(clauses.options["clear"], unit)
    if clear > value if above else clear < value:
        inside = "at or below" if above else "at or above"
        raise AskError(f"It is over again {inside} its value: clear {inside} that.")
    return clear


def _value_words(value: float, plan: AlertPlan) -> str:
    return limit(value, plan.metric.unit, days=plan.query.clock is Clock.CALENDAR)


def check(alert: Alert, services: Services, now: Instant) -> Sight:
    """The figure beside its value, and beside the mark at which it is clearly over."""
    query = parse(alert.watch, services.asker.directory())
    if Dimension.AGENT in query.split or query.values(Dimension.AGENT):
        raise AskError(PEOPLE)
    result = result_to_judge(alert, replace(query, split=()), services, now)
    figure, days = result.figure, facts.days(result)
    of_files = CATALOGUE[query.metric].of_files
    reason = "" if of_files else blindness(result.fresh_until, services, now)
    few = _few(alert, result)
    is_clear = not (reason or few)
    side = "above" if alert.above else "below"
    mark = f"{side} {limit(alert.value, result.unit, days=days)}"
    return Sight(
        observation=_observation(alert, now, figure.value if is_clear else None),
        fires=f"{result.title} is {mark}",
        calms=f"{result.title} is not {mark} any more",
        now=_now(result),
        scope=DOT.join((result.scope, facts.period(result))),
        zone=result.zone,
        value=figure.value if is_clear else None,
        say=lambda value: words.amount(value, result.unit, figure.n, days=days),
        phrase=render(result.query, services.asker.directory()),
        look=LEVERS.get(query.metric, ""),
        blind=reason,
        few=few,
        result=result,
        figures=impersonal(query),
    )


def result_to_judge(alert: Alert, query: Query, services: Services, now: Instant) -> Result:
    """The answer to hold against the value; until a running period decides, the one before it."""
    period = query.period
    running = isinstance(period, Relative) and not period.ago
    try:
        result = services.asker.answer(query, now)
    except UnknownError:
        if not running:
            raise
    else:
        if not running or is_decided(alert, result):
            return result
    assert isinstance(period, Relative)
    return services.asker.answer(replace(query, period=Relative(period.kind, 1)), now)


def is_decided(alert: Alert, result: Result) -> bool:
    """Whether a figure tells already on which side of the value its whole period will be.

    What adds up may pass a value early, and is below one only when its day, week or month is over;
    a cost of the whole month beside the tickets so far tells nothing before.
    """
    value = result.figure.value
    if result.complete:
        return True
    match result.metric:
        case Rate():
            return False
        case Growth():
            return alert.above
        case Flow():
            return alert.above or (value is not None and value >= alert.clear)
        case _:
            return True


def _few(alert: Alert, result: Result) -> str:
    """Why there is too little to tell by; "" where there is enough."""
    figure = result.figure
    if not facts.has_value(figure):
        return facts.value(result, figure)
    if figure.n < alert.minimum:
        return f"only {facts.count_words(result, figure.n)}, {alert.minimum} are needed"
    return "" if is_decided(alert, result) else f"{result.window.label} is not over yet"


def _now(result: Result) -> str:
    """The figure, and how many stand behind it where it does not say that itself."""
    headline, figure = facts.headline(result), result.figure
    if figure.hits is not None or result.unit is Unit.COUNT or not facts.has_value(figure):
        return headline
    number = headline.partition(f"{DOT}few ")[0]
    return f"{number}{DOT}{facts.count_words(result, figure.n)}"


def _observation(alert: Alert, now: Instant, value: float | None) -> Observation:
    if value is None:
        return Observation(at=now, beyond=None, over=None)
    sign = 1 if alert.above else -1
    beyond = sign * value > sign * alert.value
    return Observation(
        at=now, beyond=beyond, over=not beyond and sign * value <= sign * alert.clear
    )


def preview(plan: AlertPlan, services: Services) -> str:
    """On how many of the last days it was beyond when the day ended, and what it would miss."""
    asker, zone = services.asker.still(), ZoneInfo(plan.query.zone or services.settings.timezone)
    today = local_date(services.now(), zone)
    of_files = CATALOGUE[plan.query.metric].of_files
    counts, beyond = [], []
    try:
        for back in range(LOOKED_BACK_DAYS):
            end_at = midnight(today - timedelta(days=back), zone) - 1
            try:
                result = asker.answer(plan.query, end_at)
            except UnknownError:
                continue  # a day of which nothing is known says nothing
            if not of_files and (result.fresh_until or 0) < end_at:
                continue  # nor does one that is known in part
            figure = result.figure
            counts.append(figure.n)
            if figure.value is None or figure.hidden or figure.n < plan.minimum:
                continue
            beyond.append(figure.value > plan.value if plan.above else figure.value < plan.value)
    except AskError:
        return ""
    return _history(counts, beyond, plan)


def _history(counts: Sequence[int], beyond: Sequence[bool], plan: AlertPlan) -> str:
    """`counts` of all the days looked at, `beyond` of those that had enough to tell."""
    days, clear_days = len(counts), len(beyond)
    if not days:
        return ""
    part = f"the {days} days, of the last {LOOKED_BACK_DAYS}, that I know"
    span = f"the last {days} days" if days == LOOKED_BACK_DAYS else part
    if not clear_days:
        sentence = f"In {span} there was never enough by the end of a day to tell."
    elif clear_days == days:
        return f"At the end of the day it was {plan.side} on {sum(beyond)} of {span}."
    else:
        sentence = (
            f"At the end of the day it was {plan.side} on {sum(beyond)} of the {clear_days} days, "
            f"of {span}, that had enough to tell."
        )
    if 2 * clear_days >= days:
        return sentence
    minimum = next((n for n in LOWER if 4 * sum(c >= n for c in counts) >= 3 * days), None)
    hint = f"min {minimum}" if minimum and minimum < plan.minimum else "a longer period"
    return f"{sentence} With {hint} it would speak up more often."


THRESHOLD = Threshold(
    key="threshold",
    example="frt email today above 4h",
    hint="4h, 85% or 200",
    check=check,
    preview=preview,
)
