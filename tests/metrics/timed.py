"""A helpdesk that tells what happened in the order of time, from any instant on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from metrics.helpdesks.contract import Childless, Page
from metrics.sources.needs import Need, Provision
from metrics.tickets.records import Instant, Record

STREAMS = ("people", "tickets", "events")
BY_TIME = frozenset({"tickets", "events", "sla_events"})


@dataclass
class Timed(Childless):
    """It tells each stream up to `now`, so many records a page; `before` each page it may raise."""

    told: Mapping[str, list[tuple[Instant, Record]]]
    now: Instant
    size: int = 3
    before: Callable[[str, int], None] = lambda stream, number: None
    asked: list[tuple[str, str | None, Instant]] = field(default_factory=list)
    vendor: str = "zendesk"
    account: str = "acme"
    streams: tuple[str, ...] = STREAMS
    optional: frozenset[str] = frozenset()
    by_time: frozenset[str] = BY_TIME
    supplies: Mapping[Need, Provision] = field(
        default_factory=lambda: {
            Need.TICKETS: Provision(streams=("tickets",)),
            Need.HISTORY: Provision(streams=("tickets", "events")),
        }
    )

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        self.asked.append((stream, cursor, since))
        self.before(stream, len(self.asked))
        told = self.told[stream]
        begin = bisect_left(told, since, key=lambda each: each[0]) if stream in BY_TIME else 0
        start = begin if cursor is None else int(cursor)
        found = told[start : start + self.size]
        caught_up = start + self.size >= len(told)
        return Page(
            records=tuple(record for _, record in found),
            cursor=str(start + len(found)),
            caught_up=caught_up,
            through_at=self.now if caught_up else found[-1][0],
            unknown={},
        )

    def ticket_url(self, ticket: str) -> str:
        return ""

    def check(self) -> Iterable[str]:
        return ()
