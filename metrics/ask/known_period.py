"""Where knowledge ends: no figure of what is not known, and what is known instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from metrics.ask.breaks import day
from metrics.ask.question import Question
from metrics.catalogue.metric import Age, Level
from metrics.errors import Missing, UnavailableError
from metrics.periods.period import of_days
from metrics.periods.windows import DAY, PeriodKind, local_date, midnight
from metrics.question.query import Query
from metrics.sources.knowledge import Coverage, Knowledge
from metrics.sources.needs import Need
from metrics.tickets.records import Instant

LAG_SECONDS: Final = 3600
"""So much later than what it tells a sync may be and still say how things stand now."""


class UnknownError(UnavailableError):
    """A question about what is not known, or not yet. `known` asks for the part that is known.

    `later`: it will be known by itself.
    """

    def __init__(
        self,
        message: str,
        known: Query | None = None,
        *,
        later: bool = False,
        missing: tuple[Missing, ...] = (),
    ) -> None:
        super().__init__(message, missing=missing)
        self.known = known
        self.later = later


def require_known(question: Question, progress: Callable[[], str] = str) -> None:
    """Raises UnknownError where the period of a question is not known as a whole.

    Of a period that has not ended, or that ended after the data do, the part up to then is; it is
    told as such. How things stand now is known as far as the last sync, though it was before
    midnight. `progress` says how far back it has been read, where it has not been to its end.
    """
    window = question.window
    if window.start >= question.edge:
        if window.start >= question.now:
            return  # nobody can know yet, and it is said as that
        now = isinstance(question.metric, Level | Age) and question.now < window.end
        if now and question.now - question.edge <= LAG_SECONDS:
            return
        gone = _gone(question)
        words = gone or _not_yet(question)
        raise UnknownError(words, later=not gone, missing=_after(question))
    begins = question.coverage.since_at
    if question.counted_from(window) < begins or window.end <= question.coverage.first_at:
        words, known = _before(question)
        raise UnknownError(" ".join(filter(None, (words, progress()))), known)


def _gone(question: Question) -> str:
    """That nothing more is awaited of the helpdesks that are asked for; "" where it is."""
    mine = [k for k in question.snapshot.knowledge if k.source in question.coverage.sources]
    if not mine or not all(each.retired for each in mine):
        return ""
    names, reach = sorted({each.name for each in mine}), day(question.edge, question.zone)
    was = "was retired and is" if len(names) == 1 else "were retired and are"
    return f"{' and '.join(names)} {was} known up to {reach}: {question.window.label} was later."


def _not_yet(question: Question) -> str:
    reach = moment(question.edge, question.now, question.zone)
    words = f"{question.window.label} is not known yet: my data reach only to {reach}."
    whys = dict.fromkeys(gap.why for gap in question.coverage.gaps if gap.why)
    return " ".join((words, *whys))


def _after(question: Question) -> tuple[Missing, ...]:
    """That all after the edge is missing, and of which sources."""
    what = f"What happened after {datetime.fromtimestamp(question.edge, UTC):%Y-%m-%dT%H:%M:%SZ}"
    gaps = tuple(Missing(what, gap.source, gap.why) for gap in question.coverage.gaps)
    return gaps or (Missing(what, "", ""),)


def _before(question: Question) -> tuple[str, Query | None]:
    """Where the data begin, and the part of the period that is known."""
    window, zone = question.window, question.zone
    begins = max(question.coverage.since_at, question.coverage.first_at)
    late = _only_nearly_since(question, begins)
    what = f"I know {late.need.words} since" if late else _beginning(question, begins)
    words, how = f"{what} {day(begins, zone)}", f" {late.how_sentence}" if late else ""
    first, last = _first_day(begins, zone), local_date(min(window.end - 1, question.as_of), zone)
    if window.end <= begins or first > last:
        return f"{words}: {window.label} was before, so I do not know it.{how}", None
    period = of_days(PeriodKind.SPAN, first, last)
    query = replace(question.query, period=period)
    known = period.window(question.now, zone).label
    return f"{words}, so I know only a part of {window.label}: {known}.{how}", query


def _beginning(question: Question, begins: Instant) -> str:
    """How to say that nothing is known of the time before."""
    deleted = any(each.kept_from_at == begins for each in question.snapshot.knowledge)
    before = "Older tickets are deleted, as the settings say, so my" if deleted else "My"
    return f"{before} data begin on"


def _only_nearly_since(question: Question, begins: Instant) -> Knowledge | None:
    """What is known since later than the tickets themselves, since it is told only nearly."""
    tickets = {k.source: k.since_at for k in question.snapshot.knowledge if k.need is Need.TICKETS}
    late = (each for each in question.coverage.nearly if each.since_at == begins)
    return next((each for each in late if tickets.get(each.source, begins) < begins), None)


def _first_day(at: Instant, zone: ZoneInfo) -> date:
    """The first local day of which nothing is missing."""
    first = local_date(at, zone)
    return first if midnight(first, zone) >= at else first + DAY


def notes(question: Question) -> tuple[str, ...]:
    """What is not in a figure though it was asked for, and why: said beside it."""
    return (*_notes(question.coverage), *_unseen(question), *_unread(question))


def _unseen(question: Question) -> Iterator[str]:
    """How many unsolved tickets began before the history and are not in a level for that."""
    began = question.snapshot.tickets.began_before | question.began
    if n := question.unseen(question.window, began):
        subject = _count(n, "unsolved ticket")
        yield f"{subject} began before my history: {question.metric.unseen}."


def _unread(question: Question) -> Iterator[str]:
    """How many tickets may be missing while what was before is still being read."""
    edges = question.coverage.edges
    if not edges:
        return
    since = day(max(edge.since_at for edge in edges), question.zone)
    n, before = question.unread(question.window), question.unread(question.before)
    if n and not question.metric.unseen:
        yield (
            f"{_count(n, 'ticket')} that began before {since} may be missing: I have read back "
            "only to then so far, and judge nothing yet."
        )
    elif before and not n:
        yield (
            f"{_count(before, 'ticket')} that began before {since} may be missing in "
            f"{question.before.label}: I have read back only to then so far, and compare nothing "
            "yet."
        )
    if question.open_spans is not None and question.waiting():
        waiting = question.open_spans.at(question.as_of)
        if n := question.older(question.began).waiting(waiting, question.as_of):
            which = _count(n, "open ticket")
            yield f"{which} that began before {since} may wait too: that is still to be read."


def _count(n: int, what: str) -> str:
    return f"1 {what}" if n == 1 else f"{n:,} {what}s"


def _notes(coverage: Coverage) -> Iterator[str]:
    for gap in coverage.gaps:
        if gap.until_at is None:
            yield f"{gap.name} is left out. {gap.why or 'It has not been read to its end yet.'}"
        elif gap.why:
            yield gap.why
    for stream, n in coverage.unread:
        what = stream.replace("_", " ")
        count = f"1 of the {what}" if n == 1 else f"{n:,} {what}"
        yield f"{count} could not be read: /kpi sources says why."


def moment(at: Instant, now: Instant, zone: ZoneInfo) -> str:
    """An instant within a sentence: "Mon 16:31", with its date where that is a week ago or more."""
    local = datetime.fromtimestamp(at, zone)
    if now - at < 6 * 86_400:
        return f"{local:%a %H:%M}"
    return f"{local:%a} {day(at, zone)}, {local:%H:%M}"
