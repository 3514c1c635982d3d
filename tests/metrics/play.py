"""Plays the lines of a worked example to a store: events of tickets, rows of files, promises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from metrics.ask import Asker
from metrics.catalogue.examples.example import Example
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.tickets.records import (
    Instant,
    Person,
    Rating,
    RatingScore,
    Record,
    Removal,
    Role,
    Team,
)
from tests.metrics.desk import HOUR, MONDAY, NOW, Told, told

WEEK = datetime(2026, 10, 5, tzinfo=UTC)
"""The Monday of the examples."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
AGENTS, CUSTOMERS = ("ben",), ("dora", "emil")
PEOPLE: tuple[Record, ...] = (
    *(Person(id=name, role=Role.AGENT, changed_at=0, name=name.title()) for name in AGENTS),
    *(Person(id=name, role=Role.CUSTOMER, changed_at=0) for name in CUSTOMERS),
    *(Team(id=name, name=name) for name in ("Billing", "Login", "Experts")),
)
EVENT = re.compile(
    r"(?P<day>(?:last |next )?[A-Z][a-z]{2}|\d+ Oct) (?P<time>\d+:\d\d) "
    r"#(?P<first>\d+)(?:-(?P<last>\d+))? (?P<act>.+)"
)
OPENS = re.compile(
    r"(?P<who>\w+) (?:writes|opens it for (?P<requester>\w+))(?P<child> in a side conversation)?"
    r"(?: about (?P<category>\w+))?(?: by (?P<channel>\w+))?"
)
ACT = re.compile(r"(\w+) (.+)")
STATUS = {
    "solves it": "solved",
    "closes it": "closed",
    "reopens it": "open",
    "sets it open": "open",
    "sets it pending": "pending",
    "sets it hold": "hold",
}


def asker(store: Store, example: Example) -> Asker:
    """One who knows all that an example tells."""
    tickets, ratings = dict[str, Told](), dict[str, Rating]()
    files, promises = list[str](), ""
    for line in example.lines:
        if line.startswith("promised: "):
            promises = line.removeprefix("promised: ")
        elif line.partition(": ")[0] in KINDS:
            files.append(line)
        else:
            _event(line, tickets, ratings)
    teller = told(store, tickets.values(), *PEOPLE, *ratings.values())
    for kind, rows in _rows(files).items():
        _import(store, kind, rows)
    policies = Policies.parse(promises, ZoneInfo("UTC"))
    return Asker(store, teller.calendar, policies=policies)


def _event(line: str, tickets: dict[str, Told], ratings: dict[str, Rating]) -> None:
    match = EVENT.fullmatch(line)
    assert match, f"I cannot play {line!r}"
    hour = (_instant(match["day"], match["time"]) - MONDAY) / HOUR
    first = int(match["first"])
    for number in range(first, int(match["last"] or first) + 1):
        id = str(number)
        if id not in tickets:
            tickets[id] = _ticket(id, hour, match["act"])
        _act(tickets[id], id, hour, match["act"], ratings)


def _instant(day: str, time: str) -> Instant:
    hours, minutes = map(int, time.split(":"))
    week, _, name = day.rpartition(" ")
    if name in DAYS:
        days = DAYS.index(name) + {"": 0, "last": -7, "next": 7}[week]
    else:
        days = int(week) - WEEK.day
    return int((WEEK + timedelta(days, hours=hours, minutes=minutes)).timestamp())


def _ticket(id: str, hour: float, act: str) -> Told:
    match = OPENS.fullmatch(act)
    assert match, f"ticket {id} does not begin with somebody who writes"
    who = match["who"].lower()
    given = {"requester": (match["requester"] or who).lower(), "submitter": who}
    given |= {"category": match["category"], "channel": match["channel"] or "email"}
    given |= {"child": match["child"] is not None}
    return Told(id, hour, **given)


def _act(ticket: Told, id: str, hour: float, act: str, ratings: dict[str, Rating]) -> None:
    who, what = _words(act)
    at = MONDAY + round(hour * HOUR)
    if what.startswith(("writes", "answers", "opens it")):
        ticket.said(hour, who)
    elif what in STATUS:
        ticket.became(hour, STATUS[what], by=who)
    elif what.startswith("gives it to team "):
        ticket.team(hour, what.removeprefix("gives it to team "), by=who)
    elif what in {"takes it", "gives it back"}:
        ticket.agent(hour, who if what == "takes it" else None, by=who)
    elif what == "marks it as spam":
        ticket.ticket = replace(ticket.ticket, removal=Removal.SPAM, removed_at=at)
    else:
        score = {"survey goes out": RatingScore.OFFERED, "rates it good": RatingScore.GOOD}
        score["rates it bad"] = RatingScore.BAD
        sent = ratings[id].at if id in ratings else at
        ratings[id] = Rating(
            id=id, ticket=id, at=at, changed_at=at, offered_at=sent, score=score[what]
        )


def _words(act: str) -> tuple[str, str]:
    match = ACT.fullmatch(act)
    assert match, f"nobody does anything in {act!r}"
    return match[1].lower(), match[2]


def _rows(lines: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    files: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        kind, _, cells = line.partition(": ")
        files.setdefault(kind, []).append(dict(cell.split("=") for cell in cells.split()))
    return files


def _import(store: Store, kind: str, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))

    def lines() -> Iterator[str]:
        yield ",".join(columns)
        for row in rows:
            yield ",".join(row.get(name, "") for name in columns)

    around = CellContext(ZoneInfo("UTC"), NOW)
    result = bring(store, KINDS[kind], BytesIO("\n".join(lines()).encode()), around, dry_run=False)
    assert result.faults == (), result.faults
