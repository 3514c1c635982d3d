"""A sync is told beside the least that reading the same pages takes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.web import Door
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import zendesk_app
from sandbox.year import Year
from tests.bench.process import Spent
from tests.bench.syncing import (
    PLAIN_VALUES,
    PLENTY,
    Sync,
    noting_calls,
    plain_values,
    plainly,
    records,
    said,
    sync,
)

NOW = 1_795_500_000
PAGE = {
    "tickets": [{"id": 1, "tags": ["vip"], "via": {"channel": "web"}}, {"id": 2}],
    "events": [{"id": 8, "children": [{"id": 9}]}],
    "count": 2,
}


@pytest.fixture
def address() -> Iterator[str]:
    """A helpdesk of ten tickets or so."""
    year = Year.plan_until(ends_at=NOW, tickets_per_weekday=1)
    door = Door(zendesk_app(year, clock=lambda: float(NOW), exports_per_minute=PLENTY), LOOPBACK, 0)
    door.start()
    yield f"http://{LOOPBACK}:{door.port}"
    door.stop()


def test_every_record_of_a_page_is_one_those_within_others_too() -> None:
    assert [(kind, record["id"]) for kind, record in records(PAGE)] == [
        ("tickets", 1),
        ("tickets", 2),
        ("events", 8),
        ("children", 9),
    ]


def test_a_row_has_the_plain_values_of_a_record_and_no_more() -> None:
    assert plain_values({"id": 1, "tags": [], "via": {}, "open": True}) == (
        1,
        True,
        *[None] * (PLAIN_VALUES - 2),
    )
    assert plain_values({str(n): n for n in range(99)}) == tuple(range(PLAIN_VALUES))


def test_what_goes_out_is_noted_as_it_is() -> None:
    def answer(request: Request) -> JSONResponse:
        return JSONResponse({"seen": request.headers["x-key"]})

    door = Door(Starlette(routes=[Route("/a", answer, methods=["POST"])]), LOOPBACK, 0)
    door.start()
    try:
        with noting_calls() as calls:
            url = f"http://{LOOPBACK}:{door.port}/a?b=1"
            httpx.post(url, headers={"x-key": "k"}, content=b"{}").raise_for_status()
            ((method, called, headers, body),) = calls
            assert (method, called, body) == ("POST", url, b"{}")
            assert dict(headers)["x-key"] == "k"
    finally:
        door.stop()


def test_the_same_pages_are_read_plainly(address: str, tmp_path: Path) -> None:
    measured = sync(f"sqlite:///{tmp_path / 'bench.db'}", address, NOW)
    assert measured.tickets > 100
    assert measured.events > measured.tickets
    plainly(tmp_path / "plain.db", measured.calls)
    with closing(sqlite3.connect(tmp_path / "plain.db")) as database:
        (tickets,) = database.execute("select count(distinct c0) from tickets").fetchone()
    assert tickets >= measured.tickets


def test_ratios_are_those_of_a_core() -> None:
    ours = Sync(1_000, 13_000, Spent(clock=2, cpu=1), ())
    theirs = Sync(1_000, 13_000, Spent(clock=8, cpu=1.5), ())
    lines = said(ours, theirs, Spent(clock=1, cpu=0.1)).splitlines()
    assert lines[2].split()[-5:] == ["1,000!", ">=", "2,000", "1.0", "2.0"]
    assert lines[-3:] == [
        "1,000 tickets with 13.0 events each (the aim is meant for 13)",
        "the least / ours on SQLite: 0.10 of a core",
        "PostgreSQL / SQLite: 1.50 of a core (aim < 1.3, missed), 4.00 on the clock",
    ]
