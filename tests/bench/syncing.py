"""How fast a year is read through Zendesk's API into a store, beside the least that it could take.

The least is what httpx, json and bare `executemany` take to put every record of the same pages into
a SQLite file as it comes.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from typing import Any, TypeAlias

import httpx
from sqlalchemy import func, select

from bot.config import Settings
from bot.syncs.accounts import make_syncs
from bot.web import Door
from metrics.store.database.engine import Store
from metrics.store.tables.tickets import EventRow, TicketRow, table
from metrics.tickets.records import Instant
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import EMAIL, TOKEN, zendesk_app
from sandbox.year import Year
from tests.bench.databases import postgres
from tests.bench.process import Spent, alone, machine
from tests.bench.tables import UNKNOWN, Aim, aligned, number

PLENTY = 10_000
"""Calls a minute, so that nobody has to wait for them."""
AIM, EVENTS_A_TICKET = Aim(least=2_000), 13
"""Tickets that a second of a core should do, with so many events each."""
POSTGRES_AIM = Aim(most=1.3)
PLAIN_VALUES = 12
"""So many values of a record are kept in the file of the floor."""

Call: TypeAlias = tuple[str, str, Sequence[tuple[str, str]], bytes]
"""A request as it went out: method, address, headers and body."""


@dataclass(frozen=True, slots=True)
class Sync:
    """One reading of everything, from nothing."""

    tickets: int
    events: int
    spent: Spent
    calls: Sequence[Call]


def synced(now: Instant) -> str:
    """Read the synthetic year into SQLite and into PostgreSQL, and its pages plainly; in words."""
    with tempfile.TemporaryDirectory() as folder, standing_in(now) as address:
        file = Path(folder) / "bench.db"
        on_sqlite = alone(sync, f"sqlite:///{file}", address, now)
        with postgres() as url:
            on_postgres = alone(sync, url, address, now)
        least = alone(plainly, Path(folder) / "plain.db", on_sqlite.calls)
    return said(on_sqlite, on_postgres, least)


def said(on_sqlite: Sync, on_postgres: Sync, least: Spent) -> str:
    """All three as a table, then their ratios."""

    def row(name: str, spent: Spent, aim: Aim | None = None) -> list[str]:
        rate = on_sqlite.tickets / spent.cpu
        mark = "" if aim is None or aim.met(rate) else "!"
        told = str(aim or UNKNOWN)
        return [name, number(rate) + mark, told, number(spent.cpu), number(spent.clock)]

    heads = [
        f"Sync of a year from nothing ({machine()})",
        "tickets a s of a core",
        "aim",
        "s of a core",
        "s",
    ]
    ratio = on_postgres.spent.cpu / on_sqlite.spent.cpu
    return "\n".join(
        (
            aligned(
                [
                    heads,
                    row("into SQLite", on_sqlite.spent, AIM),
                    row("into PostgreSQL, without its server", on_postgres.spent),
                    row("its pages by httpx, json and executemany", least),
                ]
            ),
            f"{on_sqlite.tickets:,} tickets with {on_sqlite.events / on_sqlite.tickets:.1f} events "
            f"each (the aim is meant for {EVENTS_A_TICKET})",
            f"the least / ours on SQLite: {least.cpu / on_sqlite.spent.cpu:.2f} of a core",
            f"PostgreSQL / SQLite: {ratio:.2f} of a core ({POSTGRES_AIM.told(ratio)}), "
            f"{on_postgres.spent.clock / on_sqlite.spent.clock:.2f} on the clock",
        )
    )


@contextmanager
def standing_in(now: Instant) -> Iterator[str]:
    """The address of a Zendesk in a process of its own."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, now), daemon=True)
    process.start()
    try:
        yield f"http://{LOOPBACK}:{here.recv()}"
    finally:
        here.send(None)
        process.join()


def _serve(pipe: Connection, now: Instant) -> None:
    os.nice(19)  # it stands for a machine elsewhere
    year = Year.plan_until(ends_at=now)
    app = zendesk_app(year, clock=lambda: float(now), exports_per_minute=PLENTY)
    door = Door(app, LOOPBACK, 0)
    door.start()
    pipe.send(door.port)
    pipe.recv()
    door.stop()


def sync(url: str, address: str, now: Instant) -> Sync:
    """Read the account at `address` into the empty database at `url`."""
    settings = Settings.model_validate(
        {
            "ZENDESK_URL": address,
            "ZENDESK_EMAIL": EMAIL,
            "ZENDESK_API_TOKEN": TOKEN,
            "DESKPULSE_ZENDESK_EXPORTS_PER_MINUTE": str(PLENTY),
        }
    )
    with closing(Store.open(url)) as store, noting_calls() as calls:
        store.migrate()
        (one,) = make_syncs(settings, store, lambda: now, Event())
        spent = Spent.on(one.run)
        with store.read() as connection:
            counts = (select(func.count()).select_from(table(row)) for row in (TicketRow, EventRow))
            tickets, events = (int(connection.execute(each).scalar_one()) for each in counts)
    return Sync(tickets, events, spent, calls)


@contextmanager
def noting_calls() -> Iterator[list[Call]]:
    """Yields what goes out of this process through httpx, as it does."""
    calls: list[Call] = []
    original = httpx.HTTPTransport.handle_request

    def handle(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        headers = [(name, value) for name, value in request.headers.items() if name != "host"]
        calls.append((request.method, str(request.url), headers, request.read()))
        return original(self, request)

    httpx.HTTPTransport.handle_request = handle  # type: ignore[method-assign]
    try:
        yield calls
    finally:
        httpx.HTTPTransport.handle_request = original  # type: ignore[method-assign]


def plainly(path: Path, calls: Sequence[Call]) -> Spent:
    """What it takes to have the same pages, and to keep every record in them as it comes."""
    with httpx.Client(timeout=60) as client, closing(sqlite3.connect(path)) as database:
        database.execute("pragma journal_mode = wal")
        known: set[str] = set()
        return Spent.on(partial(_read, client, database, known, calls))


def _read(
    client: httpx.Client, database: sqlite3.Connection, known: set[str], calls: Sequence[Call]
) -> None:
    for method, address, headers, body in calls:
        page = json.loads(client.request(method, address, headers=dict(headers), content=body).text)
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for kind, record in records(page):
            rows[kind].append(plain_values(record))
        with database:
            for kind, of_kind in rows.items():
                if kind not in known:
                    columns = ", ".join(f"c{number}" for number in range(PLAIN_VALUES))
                    database.execute(f'create table "{kind}" ({columns})')
                    known.add(kind)
                places = ", ".join("?" * PLAIN_VALUES)
                database.executemany(f'insert into "{kind}" values ({places})', of_kind)


def records(page: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of every list in a page, by the name of its list, those within it too."""
    if not isinstance(page, dict):
        return
    for kind, value in page.items():
        each: Iterable[Any] = value if isinstance(value, list) else ()
        for record in each:
            if isinstance(record, dict):
                yield kind, record
                yield from records(record)


def plain_values(record: dict[str, Any]) -> tuple[Any, ...]:
    """The first words and numbers of an object, as many as a row has columns."""
    plain = [value for value in record.values() if not isinstance(value, dict | list)]
    return (*plain, *[None] * PLAIN_VALUES)[:PLAIN_VALUES]
