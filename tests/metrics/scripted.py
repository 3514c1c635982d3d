"""A helpdesk that tells a written story, and a look at all that is stored of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from metrics.helpdesks.contract import Childless, Page
from metrics.sources.needs import Need, Provision
from metrics.store.database.engine import Store
from metrics.store.tables.tickets import TicketRow, table
from metrics.tickets.records import (
    Channel,
    Event,
    EventKind,
    Field,
    Instant,
    Person,
    Rating,
    RatingScore,
    Record,
    Role,
    Status,
    Team,
    Ticket,
)

NOW = 10_000
Fault = Callable[[str, int], None]
STREAMS = ("tickets", "events", "people", "ratings", "teams")


SUPPLIES = {
    Need.TICKETS: Provision(streams=("tickets",)),
    Need.HISTORY: Provision(streams=("tickets", "events")),
    Need.REPLIES: Provision(streams=("tickets", "events", "people")),
    Need.PEOPLE: Provision(streams=("people", "teams")),
    Need.SURVEYS: Provision(streams=("ratings",)),
}
"""What the streams of a story bring."""


class Killed(BaseException):
    """What the process dies of; nothing catches it."""


@dataclass
class Script(Childless):
    """A helpdesk that hands out what it is given, in pages cut as it is told.

    `before` is called before each page and may raise; `rewrite` may change a page.
    """

    records: dict[str, list[Record]]
    cuts: dict[str, list[int]] = field(default_factory=dict)
    account: str = "acme"
    before: Fault = lambda stream, number: None
    rewrite: Callable[[str, Page], Page] = lambda stream, page: page
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    since: list[Instant] = field(default_factory=list)
    vendor: str = "zendesk"
    optional: frozenset[str] = frozenset()
    supplies: Mapping[Need, Provision] = field(default_factory=lambda: SUPPLIES)
    by_time: frozenset[str] = frozenset()

    @property
    def streams(self) -> tuple[str, ...]:
        return tuple(self.records)

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        self.asked.append((stream, cursor))
        self.since.append(since)
        self.before(stream, len(self.asked))
        everything = self.records[stream]
        start = int(cursor or 0)
        cuts = [cut for cut in self.cuts.get(stream, [2, 4, 6]) if start < cut < len(everything)]
        end = min(cuts, default=len(everything))
        through = NOW if end == len(everything) else end
        page = Page(
            records=tuple(everything[start:end]),
            cursor=str(end),
            caught_up=end == len(everything),
            through_at=None if stream == "teams" else through,
            unknown={},
        )
        return self.rewrite(stream, page)

    def ticket_url(self, ticket: str) -> str:
        return f"https://acme.example/{ticket}"

    def check(self) -> Iterable[str]:
        return ()


def a_ticket(id: str, changed_at: Instant = 900, **more: Any) -> Ticket:
    given = {"created_at": 100, "status": Status.OPEN, "channel": Channel.EMAIL, "submitter": "cus"}
    return Ticket(**given | more, id=id, changed_at=changed_at)  # type: ignore[arg-type]


def a_message(id: str, ticket: str, at: Instant, actor: str) -> Event:
    return Event(
        id=id, ticket=ticket, at=at, order=0, kind=EventKind.MESSAGE, actor=actor, public=True
    )


def a_status(id: str, ticket: str, at: Instant, new: str) -> Event:
    return Event(
        id=id, ticket=ticket, at=at, order=1, kind=EventKind.CHANGE, field=Field.STATUS, new=new
    )


def a_person(id: str, role: Role, changed_at: Instant = 50) -> Person:
    return Person(id=id, role=role, changed_at=changed_at, name=id.title())


def story() -> dict[str, list[Record]]:
    """Three tickets in several versions, with duplicates, versions out of order and a promotion."""
    return {
        "tickets": [
            a_ticket("t1", 200),
            a_ticket("t2", 500, team="billing"),
            a_ticket("t1", 800, status=Status.SOLVED),
            a_ticket("t2", 300, team="sales"),
            a_ticket("t3", 400),
            a_ticket("t1", 800, status=Status.SOLVED),
            a_ticket("t4", 400, submitter="ann"),
        ],
        "events": [
            a_message("e1", "t1", 150, "ann"),
            a_status("e2", "t1", 160, "solved"),
            a_message("e1", "t1", 150, "ann"),
            a_message("e3", "t2", 700, "bo"),
            a_message("e4", "t3", 450, "cus"),
            a_message("e5", "t2", 120, "bo"),
            a_message("e6", "nowhere", 120, "bo"),
        ],
        "people": [
            a_person("ann", Role.AGENT),
            a_person("bo", Role.CUSTOMER, 60),
            a_person("bo", Role.AGENT, 600),
            a_person("cus", Role.CUSTOMER),
            a_person("ann", Role.AGENT, 40),
            a_person("rob", Role.BOT),
        ],
        "ratings": [
            Rating(id="r1", ticket="t1", at=900, changed_at=900, score=RatingScore.OFFERED),
            Rating(id="r1", ticket="t1", at=900, changed_at=950, score=RatingScore.GOOD),
        ],
        "teams": [Team(id="billing", name="Billing")],
    }


def rows(store: Store, kept: Table) -> list[Mapping[str, Any]]:
    with store.read() as connection:
        found = [dict(row) for row in connection.execute(select(kept)).mappings()]
    return sorted(found, key=str)


def state(store: Store, *, revisions: bool = False) -> dict[str, list[Mapping[str, Any]]]:
    """All that is stored, without surrogate keys and how runs went; revisions only if asked for."""
    ids = {row["key"]: row["id"] for row in rows(store, table(TicketRow))}
    left_out = {"key", "lease_holder", "lease_until", "connected_at"} | (
        set() if revisions else {"revision"}
    )
    found: dict[str, list[Mapping[str, Any]]] = {}
    for name, kept in SQLModel.metadata.tables.items():
        if name == "sync_state":
            continue
        of_key = "ticket" in kept.c and kept.c["ticket"].foreign_keys
        found[name] = sorted(
            (
                {
                    column: ids[value] if of_key and column == "ticket" else value
                    for column, value in row.items()
                    if column not in left_out
                }
                for row in rows(store, kept)
            ),
            key=str,
        )
    return found
