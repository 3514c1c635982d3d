"""A figure above or below a value: any metric there is, of any period that goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.alerts.kinds.beyond import check
from bot.alerts.kinds.kind import AlertKind, AlertPlan, AlertSummary, AlertWords
from bot.alerts.kinds.shared import fixes, limit, measure_words, parse_question
from bot.cards.facts import DOT
from bot.grammar import parse
from bot.grammar.alert_clauses import BELOW, VALUE, value_of
from bot.grammar.alert_refusals import refuse, refuse_people
from bot.grammar.alerts import EXAMPLE, NOW, question_phrase, usual_clear, value_text
from bot.grammar.reader import read
from bot.grammar.suggestions import MisreadError
from bot.grammar.ticket_filters import where_ids
from bot.grammar.tokens import tokenize
from bot.grammar.vocabulary import vocabulary_of
from bot.services import Services
from metrics.ask import UnknownError
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import AnyMetric, Better, Unit
from metrics.errors import AskError
from metrics.goals.targets import like, refuse_senseless
from metrics.periods.windows import local_date, midnight
from metrics.question.query import Clock, Directory, Query

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


def preview(plan: AlertPlan, services: Services) -> str:
    """On how many of the last days it was beyond when the day ended, and what it would miss."""
    asker, zone = services.asker.still(), ZoneInfo(plan.query.zone or services.settings.timezone)
    today = local_date(services.now(), zone)
    counts, beyond = [], []
    try:
        for back in range(LOOKED_BACK_DAYS):
            end_at = midnight(today - timedelta(days=back), zone) - 1
            try:
                result = asker.answer(plan.query, end_at)
            except UnknownError:
                continue  # a day of which nothing is known says nothing
            if result.coverage.sources and (result.fresh_until or 0) < end_at:
                continue  # nor does one that is known in part
            figure = result.figure
            counts.append(figure.n)
            if figure.value is None or figure.hidden or figure.n < plan.minimum:
                continue
            beyond.append(figure.value > plan.value if plan.above else figure.value < plan.value)
    except AskError:
        return ""
    return history(counts, beyond, plan)


def history(counts: Sequence[int], beyond: Sequence[bool], plan: AlertPlan) -> str:
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
    elif clear_days == 1:
        sentence = (
            f"Only one of {span} had enough to tell: at its end it was "
            f"{'' if sum(beyond) else 'not '}{plan.side}."
        )
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
