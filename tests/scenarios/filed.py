"""A helpdesk of a few tickets and files beside it, from their import to the answer's JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot import app
from bot.cli import importing
from bot.cli.asking import OutputForms, ask
from metrics.ask import Asker
from metrics.errors import AskError
from metrics.imports import KINDS
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.store.database.engine import Store
from metrics.store.tables.ledger import SourceRow
from metrics.store.tables.tickets import TicketRow, TimelineRow, table
from tests.bot import desk

NOW = 1_795_500_000  # Tuesday, 24 November 2026, 07:00 in Berlin
ZONE = "Europe/Berlin"


def asking(store: Store) -> Asker:
    return Asker(store, Calendar(ZoneInfo(ZONE), parse_hours("mon-fri 09:00-17:00")))


def imported(asker: Asker, folder: Path, kind: str, heading: str, rows: Iterable[str]) -> None:
    file = folder / f"{kind}.csv"
    file.write_text("\n".join([heading, *rows, ""]))
    brought = importing.run(asker.store, KINDS[kind], file, ZONE, NOW, dry_run=False)
    assert brought.faults == ()


def asked(asker: Asker, phrase: str) -> dict[str, Any]:
    """The figure in its JSON. Raises AskError with the sentence that stands in its place."""
    found: dict[str, Any] = json.loads(answer(asker, phrase, OutputForms(json=True)))
    if found["result"] is None:
        raise AskError(found["sentence"])
    figure: dict[str, Any] = found["result"]
    return figure


def answer(asker: Asker, phrase: str, wanted: OutputForms) -> str:
    """What `deskpulse ask` prints. Raises AskError with the sentence it says instead."""
    services = app.make_services(desk.settings(Path()), asker.store, lambda: NOW)
    ended = ask(lambda: replace(services, asker=asker), phrase, wanted)
    if ended.fault:
        raise AskError(ended.text)
    return ended.text


def synced(store: Store, tickets: int, created_at: int) -> None:
    """A helpdesk with so many tickets of one moment."""
    opened(store, [(f"c{k % 400}", created_at) for k in range(1, tickets + 1)])


def opened(store: Store, asked: Sequence[tuple[str | None, int]]) -> None:
    """A helpdesk with the tickets that each of these opened at an instant."""
    source = {"name": "zendesk:acme", "account": "acme", "since_at": 0, "revision": 1}
    source |= {"fresh_until": NOW, "timeline_version": 1}
    common: dict[str, str | int | None] = {"source": "zendesk:acme", "channel": "email"}
    raw: dict[str, str | int | None] = {"status": "open", "channel_raw": ""}
    built = {"agent_created": False, "replies": 0, "bot_replies": 0, "ai_replies": 0}
    built |= {"revision": 1}
    tickets, lines = [], []
    for key, (who, at) in enumerate(asked, 1):
        own = common | {"created_at": at}
        tickets.append(own | raw | {"key": key, "id": str(key), "changed_at": at})
        lines.append(own | built | {"ticket": key, "requester": who})
    with store.write() as connection:
        connection.execute(insert(table(SourceRow)), [source])
        connection.execute(insert(table(TicketRow)), tickets)
        connection.execute(insert(table(TimelineRow)), lines)
