"""A store that was told a few tickets, event by event, and one who answers from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from metrics.ask import Asker
from metrics.helpdesks.contract import Page
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Query
from metrics.question.result import Result
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tickets import timelines
from metrics.store.tickets.pages import save_page
from metrics.tickets.records import (
    Channel,
    Event,
    EventKind,
    Field,
    Instant,
    Person,
    Record,
    Role,
    Status,
    Ticket,
)

MONDAY = int(datetime(2026, 11, 9, tzinfo=UTC).timestamp())
"""The first instant of week 46, which most stories lie in."""
DAY, HOUR = 86_400, 3600
NOW = MONDAY + 15 * DAY
PEOPLE = (
    *(Person(id=name, role=Role.AGENT, changed_at=0, name=name) for name in ("ann", "bob")),
    Person(id="robot", role=Role.BOT, changed_at=0),
    Person(id="cleo", role=Role.CUSTOMER, changed_at=0),
)


class Told:
    """The story of one ticket, in hours after the beginning of the week."""

    def __init__(self, id: str, hour: float = 0, **more: Any) -> None:
        given: dict[str, Any] = {"channel": Channel.EMAIL, "requester": "cleo", "submitter": "cleo"}
        given |= {"category": "refund", "status": Status.NEW, "changed_at": NOW}
        self.ticket = Ticket(id=id, created_at=at(hour), **(given | more))
        self.events: list[Event] = []

    def said(self, hour: float, by: str, **more: Any) -> Told:
        return self._add(hour, kind=EventKind.MESSAGE, actor=by, **({"public": True} | more))

    def became(self, hour: float, status: str, by: str = "ann") -> Told:
        return self._changed(hour, Field.STATUS, status, by)

    def team(self, hour: float, team: str | None, by: str = "ann") -> Told:
        return self._changed(hour, Field.TEAM, team, by)

    def agent(self, hour: float, agent: str | None, by: str = "ann") -> Told:
        return self._changed(hour, Field.AGENT, agent, by)

    def solved(self, reply: float, solve: float) -> Told:
        """Answered once by ann, and solved."""
        return self.said(reply, "ann").became(solve, "solved")

    def _changed(self, hour: float, field: Field, new: str | None, by: str) -> Told:
        told = [e.new for e in self.events if e.field is field]
        first = Status.NEW.value if field is Field.STATUS else None
        old = told[-1] if told else first
        change: dict[str, Any] = {"kind": EventKind.CHANGE, "actor": by, "field": field}
        return self._add(hour, **change, old=old, new=new)

    def _add(self, hour: float, **more: Any) -> Told:
        number = len(self.events)
        own: dict[str, Any] = {
            "id": f"{self.ticket.id}/{number}",
            "ticket": self.ticket.id,
            "order": number,
        }
        self.events.append(Event(at=at(hour), **own, **more))
        return self

    def records(self) -> Iterator[Record]:
        yield self.ticket
        yield from self.events


def at(hour: float) -> Instant:
    return MONDAY + round(hour * HOUR)


def told(
    store: Store,
    stories: Iterable[Told],
    *more: Record,
    days: int = 60,
    account: str = "acme",
    title: str = "",
) -> Asker:
    """The one who answers from a store that knows these stories, and all of so many days before."""
    records = (*PEOPLE, *(record for story in stories for record in story.records()), *more)
    page = Page(records=records, cursor="", caught_up=True, unknown={})
    source = ledger.key("zendesk", account)
    with store.write() as connection:
        ledger.register(connection, "zendesk", account, MONDAY - days * DAY, title=title)
        save_page(connection, source, "tickets", page)
    with store.read() as connection:
        built = timelines.build(connection, source, 10_000)
    with store.write() as connection:
        timelines.save(connection, source, built)
        ledger.freshen(connection, source, NOW)
    return Asker(store, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00")))


def ask(asker: Asker, metric: str, variant: str = "", period: str = "2026-W46") -> Result:
    query = Query(metric=metric, variant=variant, period=Period.of(period))
    return asker.answer(query, NOW)


def hits(result: Result) -> tuple[int | None, int]:
    return result.figure.hits, result.figure.n
