"""At each stop of a back-fill each measure tells what the whole history tells, or what is unread.

The tickets last for days and weeks, so that many of them lie across what has been read so far.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker, known_period
from metrics.catalogue import CATALOGUE, measure
from metrics.errors import AskError, HelpdeskError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.periods.windows import local_date
from metrics.question.query import Query
from metrics.question.result import Figure
from metrics.sources.needs import Need, Provision
from metrics.store.database.engine import Store
from metrics.sync import run as syncing
from metrics.sync.sync import Sync
from metrics.tickets.records import (
    Instant,
    Rating,
    RatingScore,
    Record,
    SlaEvent,
    SlaMeasure,
    SlaStep,
    Status,
    Ticket,
)
from tests.metrics.desk import DAY, HOUR, MONDAY, NOW, PEOPLE, Told
from tests.metrics.timed import Timed

UTC = ZoneInfo("UTC")
WAYS = frozenset({"mean", "max", "min"})
"""Other statistics of the same rows."""
SINCE = NOW - 100 * DAY
TICKETS = 60
STREAMS = ("people", "tickets", "unsolved", "events", "ratings", "sla_events")
SUPPLIES = {
    Need.TICKETS: Provision(streams=("tickets",)),
    Need.HISTORY: Provision(streams=("tickets", "unsolved", "events")),
    Need.REPLIES: Provision(streams=("tickets", "events", "people")),
    Need.AI: Provision(streams=("events", "people")),
    Need.SURVEYS: Provision(streams=("ratings",)),
    Need.PROMISES: Provision(streams=("sla_events",)),
}
TARGETS = {SlaMeasure.FRT: 8 * HOUR, SlaMeasure.RESOLUTION: 6 * DAY}


def failing(desk: Timed, pages: int) -> Timed:
    """The same, which gives so many pages of what it tells by time, and then fails."""
    left = [pages]

    def count(stream: str, _: int) -> None:
        cursor = int(desk.asked[-1][1] or 0)
        if stream in desk.by_time and cursor < len(desk.told[stream]):
            if not left[0]:
                raise HelpdeskError("too many requests")
            left[0] -= 1

    desk.before = count
    return desk


def story(number: int, chance: random.Random) -> Told:
    """A ticket that is answered, solved, and perhaps comes back, days apart."""
    begun = chance.uniform(-84, 14) * 24
    now = (NOW - MONDAY) / HOUR
    told = Told(f"t{number:02}", begun, requester=f"c{number % 7}", submitter=f"c{number % 7}")
    told.said(begun, f"c{number % 7}")
    at = begun
    for step in _steps(chance):
        at += chance.expovariate(1 / 60) + 0.2
        if at >= now:
            break
        match step:
            case "robot" | "ann" | "bob":
                told.said(at, step)
            case "customer":
                told.said(at, f"c{number % 7}")
            case "given":
                told.agent(at, chance.choice(("ann", "bob")))
            case _:
                told.became(at, step)
    return told


def _steps(chance: random.Random) -> Iterator[str]:
    yield from chance.choices(((), ("robot",), ("given",)), (4, 2, 3))[0]
    yield from chance.choices((("ann",), ("ann", "customer", "bob"), ("given", "bob")))[0]
    yield "solved"
    yield from chance.choices(((), ("open", "ann", "solved"), ("open", "given")), (5, 3, 1))[0]


def records(told: Told) -> Iterator[tuple[str, Instant, Record]]:
    """All that is told of a ticket: its stream, when, and what."""
    events = told.events
    last = events[-1].at
    states = [each.new for each in events if each.field == "status"]
    ticket = told.ticket
    owner = next((each.new for each in reversed(events) if each.field == "agent"), None)
    status = Status(states[-1]) if states and states[-1] else Status.NEW
    yield "tickets", last, replace(ticket, changed_at=last, status=status, agent=owner)
    for event in events:
        yield "events", event.at, event
    done = {
        SlaMeasure.FRT: [e.at for e in events if e.actor in {"ann", "bob"} and e.public],
        SlaMeasure.RESOLUTION: [e.at for e in events if e.new == "solved"],
    }
    for what, target in TARGETS.items():
        for step in _promise(ticket.id, what, ticket.created_at, target, done[what]):
            yield "sla_events", step.at, step
    if done[SlaMeasure.RESOLUTION] and int(ticket.id[1:]) % 2:
        at = done[SlaMeasure.RESOLUTION][-1] + 60
        score = RatingScore.BAD if int(ticket.id[1:]) % 5 == 0 else RatingScore.GOOD
        yield (
            "ratings",
            0,
            Rating(id=ticket.id, ticket=ticket.id, at=at, changed_at=at, score=score),
        )


def _promise(
    ticket: str, what: SlaMeasure, begun: Instant, target: int, done: list[Instant]
) -> Iterator[SlaEvent]:
    end = done[0] if done else NOW + 1
    steps = [(SlaStep.APPLY, begun), (SlaStep.ACTIVATE, begun)]
    steps += [(SlaStep.BREACH, begun + target)] if begun + target < min(end, NOW) else []
    steps += [(SlaStep.FULFILL, end)] if done else []
    for number, (step, at) in enumerate(steps):
        yield SlaEvent(
            id=f"{ticket}{what}{number}",
            ticket=ticket,
            at=at,
            clock=f"{ticket}{what}",
            cycle=1,
            measure=what,
            step=step,
            target_seconds=target,
            business=False,
        )


def desk() -> Timed:
    """A helpdesk with all that, few records a page."""
    told: dict[str, list[tuple[Instant, Record]]] = {stream: [] for stream in STREAMS}
    chance = random.Random(11)
    for number in range(TICKETS):
        for stream, at, record in records(story(number, chance)):
            if at < NOW:
                told[stream].append((at, record))
    told["unsolved"] = [
        (at, each)
        for at, each in told["tickets"]
        if isinstance(each, Ticket) and each.status.unsolved
    ]
    told["people"] = [(0, person) for person in PEOPLE]
    for stream in STREAMS:
        told[stream].sort(key=lambda each: (each[0], each[1].id))
    return Timed(told=told, now=NOW, size=50, streams=STREAMS, supplies=SUPPLIES)


def sync(store: Store, pages: int) -> bool:
    """Read so many pages on, and say whether that was all."""
    found = failing(desk(), pages)
    return Sync(store=store, helpdesk=found, since_at=SINCE, clock=lambda: NOW).run().finished


class Said(NamedTuple):
    """A figure, without its interval, and what is said of older tickets."""

    numbers: tuple[object, ...]
    beside: tuple[str, ...]


def numbers(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.n, figure.hits, figure.mean, figure.longest


def ask(asker: Asker, query: Query) -> Said | str:
    """What is said, without all that stands around the number."""
    try:
        question = asker.question(query, NOW)
        known_period.require_known(question)
    except AskError as error:
        return str(error)
    beside = tuple(each for each in known_period.notes(question) if "began before" in each)
    return Said(numbers(question.figure(question.window)), beside)


def questions(since_at: Instant) -> Iterator[Query]:
    """Each measure of some windows soon after what has been read, and of its usual period."""
    first = local_date(since_at, UTC) + timedelta(days=1)
    spans = [(first, first + timedelta(days=length)) for length in (3, 9)]
    last = local_date(NOW, UTC) - timedelta(days=1)
    for key, metric in CATALOGUE.items():
        variants = {each.key for each in metric.variants} - WAYS
        for variant in ("", *sorted(variants), *limits(key)):
            yield Query(metric=key, variant=variant, period=measure(key, variant).default_period)
            for begin, end in spans:
                yield Query(metric=key, variant=variant, period=_days(begin, min(end, last)))


def limits(key: str) -> tuple[str, ...]:
    return {"frt": ("within 2d",), "resolution": ("within 12d",)}.get(key, ())


def _days(first: date, last: date) -> Period:
    return Period.of(f"{first}..{last}")


def asker_of(store: Store) -> Asker:
    return Asker(store, Calendar(UTC, parse_hours("mon-fri 09:00-17:00"))).still()


@pytest.mark.parametrize("pages", [4, pytest.param(2, marks=pytest.mark.thorough)])
def test_each_figure_is_that_of_the_whole_or_it_says_what_may_be_missing(
    store: Store, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    monkeypatch.setattr(syncing, "PAGES_A_TURN", 1)
    stops: list[dict[Query, Said]] = []
    finished = False
    while not finished:
        finished = sync(store, pages)
        asker = asker_of(store)
        if asker.early():
            continue
        (standing,) = asker.overview().standings
        found = ((query, ask(asker, query)) for query in questions(standing.since_at))
        stops.append({query: said for query, said in found if isinstance(said, Said)})
    end = asker_of(store)
    whole = {query: ask(end, query) for query in {query for said in stops for query in said}}
    unlike = [
        (query, one)
        for said in stops
        for query, one in said.items()
        if one.numbers != getattr(whole[query], "numbers", None)
    ]
    assert sorted({(q.metric, q.variant) for q, one in unlike if not one.beside}) == []
    differ = {query.metric for query, _ in unlike}
    assert {"frt", "art", "fcr", "one_touch", "reopen", "handoff", "sla", "sla_ticket"} <= differ
    assert {"volume", "repeat", "solved", "csat", "backlog"}.isdisjoint(differ)
    assert not any(one.beside for one in stops[-1].values() if not _level(one))


def _level(one: Said) -> bool:
    return any("my history" in each for each in one.beside)
