"""What an alert about a figure sees: on which side of its value it is, how far, and since when."""

from __future__ import annotations

from dataclasses import replace

from bot import words
from bot.alerts.kinds.carriers import carriers
from bot.alerts.kinds.kind import Sight, Story
from bot.alerts.kinds.shared import PEOPLE, blindness, limit
from bot.cards import beside, differences, facts, sentences
from bot.cards.facts import DOT
from bot.charts.shapes import Threshold
from bot.grammar import parse, render
from bot.outward import impersonal
from bot.services import Services
from metrics.ask import UnknownError
from metrics.ask.asker import Asker
from metrics.ask.lasting import Lasting, lasting
from metrics.ask.question import Question
from metrics.catalogue.metric import Age, Flow, Growth, Level, Rate
from metrics.errors import AskError
from metrics.periods import Period, Window
from metrics.periods.period import Relative
from metrics.posting.alerts import Alert, Observation
from metrics.question.explanation import adds_up
from metrics.question.query import Query
from metrics.question.result import Figure, Result
from metrics.tickets.records import Dimension, Instant


def check(alert: Alert, services: Services, now: Instant) -> Sight:
    """The figure beside its value, and beside the mark at which it is clearly over."""
    query = parse(alert.watch, services.asker.directory())
    if Dimension.AGENT in query.split or query.values(Dimension.AGENT):
        raise AskError(PEOPLE)
    query = replace(query, split=())
    result = result_to_judge(alert, query, services, now)
    figure, days = result.figure, facts.days(result)
    of_desks = result.coverage.sources
    reason = blindness(result.fresh_until, services, now) if of_desks else ""
    few = _few(alert, result)
    value = None if reason or few else figure.value
    observation = _observation(alert, now, value)
    side = "above" if alert.above else "below"
    mark = f"{side} {limit(alert.value, result.unit, days=days)}"
    return Sight(
        observation=observation,
        fires=f"{result.title} {mark}",
        calms=f"{result.title} no longer {mark}",
        now=_now(alert, result, beyond=bool(observation.beyond)),
        scope=DOT.join((result.scope, facts.period(result))),
        zone=result.zone,
        value=value,
        say=lambda value: words.amount(value, result.unit, figure.n, days=days),
        phrase=render(result.query, services.asker.directory()),
        why=_why(result, services),
        blind=reason,
        few=few,
        result=result,
        threshold=Threshold(value=alert.value, above=alert.above),
        figures=impersonal(query),
        story=lambda: _story(alert, query, result, services, now),
    )


def _why(result: Result, services: Services) -> str:
    """What asks why it moved; "" where it did not, or has no parts that say so."""
    moved = result.change is not None and bool(result.change.difference)
    is_told = moved and adds_up(result.metric)
    return f"{render(result.query, services.asker.directory())} why" if is_told else ""


def result_to_judge(alert: Alert, query: Query, services: Services, now: Instant) -> Result:
    """The answer to hold against the value; until a running period decides, the one before it."""
    try:
        result = services.asker.answer(query, now)
    except UnknownError:
        if not _runs(query.period):
            raise
    else:
        if not _runs(query.period) or is_decided(alert, result):
            return result
    return services.asker.answer(replace(query, period=_before(query.period)), now)


def _runs(period: Period) -> bool:
    """Whether it is a period that goes on, such as today."""
    return isinstance(period, Relative) and not period.ago


def _before(period: Period) -> Period:
    """The day, week or month before the one that goes on."""
    assert isinstance(period, Relative)
    return Relative(period.kind, 1)


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
    if result.unread:
        return f"older tickets are still to be read, {words.count(result.unread)} of this period"
    if figure.n < alert.minimum:
        return f"only {facts.count_words(result, figure.n)}, {alert.minimum} are needed"
    return "" if is_decided(alert, result) else f"{result.window.label} is not over yet"


def _now(alert: Alert, result: Result, *, beyond: bool) -> str:
    """The figure, how far past its value it is, and what stands behind it where it says not."""
    past = f", {differences.past(result, alert.value)}" if beyond else ""
    return DOT.join(filter(None, (f"{sentences.number(result)}{past}", beside.basis_words(result))))


def _observation(alert: Alert, now: Instant, value: float | None) -> Observation:
    if value is None:
        return Observation(at=now, beyond=None, over=None)
    sign = 1 if alert.above else -1
    beyond = sign * value > sign * alert.value
    return Observation(
        at=now, beyond=beyond, over=not beyond and sign * value <= sign * alert.clear
    )


def _story(alert: Alert, query: Query, result: Result, services: Services, now: Instant) -> Story:
    asker = services.asker.still()
    story = carriers(query, result, replace(services, asker=asker), now, above=alert.above)
    return replace(story, lasting=_lasting(alert, query, asker, now))


def _lasting(alert: Alert, query: Query, asker: Asker, now: Instant) -> Lasting:
    """Since when the figure, as it was asked for at each instant, has been beyond the value."""
    question = asker.question(query, now)
    adds_up = isinstance(question.metric, Flow | Growth | Rate)
    running = _runs(query.period)
    undecided = isinstance(question.metric, Rate) or (adds_up and not alert.above)

    def is_beyond(at: Instant) -> bool | None:
        window = _window(question, query.period, at, before=running and undecided)
        if not question.whole(window):
            return None
        figure = question.figure(window)
        return _is_beyond(alert, figure)

    first = max(question.coverage.since_at, question.coverage.first_at)
    if running and adds_up and not undecided:  # each day begins at nothing
        start = query.period.window(now, question.zone).start
        return replace(lasting(is_beyond, now, question.zone, max(first, start)), whole=False)
    moves = running and not undecided
    span = lasting(is_beyond, now, question.zone, first)
    return span if moves else replace(span, exact=False)


def _window(question: Question, period: Period, at: Instant, *, before: bool) -> Window:
    """The window that a check at an instant judges, as far as it had gone by."""
    window = (_before(period) if before else period).window(at, question.zone)
    standing = isinstance(question.metric, Level | Age)
    end = at if standing else min(window.end, at + 1)
    return replace(window, end=max(end, window.start + 1))


def _is_beyond(alert: Alert, figure: Figure) -> bool | None:
    if figure.value is None or figure.hidden or figure.n < alert.minimum:
        return None
    return figure.value > alert.value if alert.above else figure.value < alert.value
