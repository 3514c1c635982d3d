"""What several kinds of alert need: the question that is said, the tickets that are meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot import words
from bot.alerts.kinds.kind import AlertWords
from bot.cards import facts
from bot.grammar import parse, render
from bot.grammar.alert_clauses import SYNTAX
from bot.grammar.suggestions import MisreadError
from bot.services import Services
from metrics.ask import wording
from metrics.ask.lasting import Lasting
from metrics.catalogue import measure
from metrics.catalogue.metric import Unit
from metrics.errors import AskError
from metrics.near import near
from metrics.posting.alerts import Alert
from metrics.question.query import Clock, Directory, Filter, Query
from metrics.question.result import Point
from metrics.tickets.records import Dimension, Instant

PEOPLE = "Alerts are about teams and channels, never about single people."


def parse_question(
    words: str, clauses: AlertWords, directory: Directory, text: Callable[[str], str]
) -> Query:
    """The question of an alert; `text` says all of it with another question.

    Raises MisreadError, also for an option that is misspelt.
    """
    try:
        return parse(words, directory)
    except AskError as error:
        loose = [word for word in clauses.rest.split() if '"' not in word]
        if syntax := next((SYNTAX[w] for w in map(str.casefold, loose) if w in SYNTAX), ""):
            message = f"I cannot read that here. Write it like {syntax}."
            raise MisreadError(message) from None
        mended = list(fixes(loose, clauses))
        alternatives = [*mended, *map(text, error.suggestions)]
        raise MisreadError(str(error), alternatives) from None


def fixes(loose: Sequence[str], clauses: AlertWords) -> Iterator[str]:
    """The text with the word of an option or a kind in the place of one that is nearly that."""
    for word in loose:
        for replacement in near(word.casefold(), (*SYNTAX, *clauses.keys, "for"), 1, 0.75):
            yield f"{clauses.rest} {clauses.option_words}".replace(word, replacement, 1)


def filters_of(alert: Alert, services: Services) -> tuple[Filter, ...]:
    """The tickets that are meant, as they stand behind the name of a measure or alone."""
    directory = services.asker.directory()
    try:
        where = parse(f"backlog {alert.watch}".strip(), directory).where
    except AskError:
        where = parse(alert.watch, directory).where
    if any(part.dimension is Dimension.AGENT for part in where):
        raise AskError(PEOPLE)
    return where


def phrase(query: Query, services: Services, now: Instant) -> str:
    """What asks for it later, of the days that it is about now."""
    return render(services.asker.with_dates(query, now), services.asker.directory())


def scope(query: Query, services: Services) -> str:
    """Which tickets, as cards say it."""
    return wording.scope(query, services.asker.directory(), None)


def blindness(until: Instant | None, services: Services, now: Instant) -> str:
    """Why data that reach up to `until` say nothing, nor that something is over; "" if they do."""
    if not services.stale(until, now):
        return ""
    return facts.reach(until, now, str(services.asker.calendar.zone))


def lasting_weeks(
    weeks: Sequence[Point], is_so: Callable[[Sequence[Point]], bool | None]
) -> Lasting | None:
    """Since the end of which week it is so without a break, by what the weeks up to each tell.

    `is_so` gives None of weeks that are too few to tell. None where it is not so now.
    """
    since_at: Instant | None = None
    for count in range(len(weeks), 0, -1):
        so = is_so(weeks[:count])
        if so is None:
            return None if since_at is None else Lasting(since_at=since_at, whole=True)
        if not so:
            break
        since_at = weeks[count - 1].window.end
    return None if since_at is None else Lasting(since_at=since_at)


def measure_words(query: Query) -> str:
    """The measure in the way it is taken: "Resolution time, 90th percentile, business hours"."""
    metric = measure(query.metric, query.variant)
    part = f"{query.percentile}th percentile" if query.percentile else ""
    clock = "business hours" if query.clock is Clock.BUSINESS else ""
    return ", ".join(filter(None, (metric.title, part, clock)))


def limit(value: float, unit: Unit, *, days: bool) -> str:
    """A value that people set, which has no more digits than they gave it."""
    if unit is Unit.SECONDS:
        return words.brief(value, days=days)
    return words.amount(value, unit, 0, days=days)


def tickets(n: int) -> str:
    """So many tickets."""
    return "1 ticket" if n == 1 else f"{words.count(n)} tickets"
