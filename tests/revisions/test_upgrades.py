"""Databases of every revision are brought up to date, and answer what they answered then."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from metrics.errors import StoreError
from metrics.store.copying import OF_A_RUN
from metrics.store.engine import Store
from metrics.store.models import TABLES
from metrics.store.schema import FIRST, expected, head
from metrics.store.shape import differences
from tests.revisions.desk import answers, fill
from tests.revisions.text import FOLDER, asked, laid, written

FILES = sorted(FOLDER.glob("*.jsonl"))
EMPTY = OF_A_RUN | {"stale", "unreadable", "unknown_word"}
"""Tables of a run that is under way, of which nothing stays."""
DATED = "a phrase that is kept has the dates of its period, which it did not have then"
RUNNING = "a month that is not over is said up to the day it was asked"
DIFFERS: Mapping[tuple[str, str], str] = {
    (revision, question): why
    for revision in ("0001", "0002")
    for question, why in {
        "receipt": DATED,
        "looks": DATED,
        "csat november 2026": RUNNING,
        "qa november 2026": RUNNING,
    }.items()
}
"""What is answered otherwise since then, by revision and question, and why that is right."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_database_of_an_earlier_revision_answers_the_same_today(store: Store, file: Path) -> None:
    laid(file, store)
    if file.stem != head():
        with pytest.raises(StoreError, match="deskpulse backup"):
            store.check()
    store.migrate()
    store.check()
    with store.read() as connection:
        assert differences(connection, TABLES) == []
    then, now = asked(file), answers(store)
    unlike = {question for question in then if not _is_kept(then[question], now[question])}
    listed = {question for revision, question in DIFFERS if revision == file.stem}
    assert {name: (then[name], now[name]) for name in unlike - listed} == {}
    assert listed - unlike == set(), "listed as another answer, and is none"


def _is_kept(then: Any, now: Any) -> bool:
    """Whether all that was answered then is answered now; more may be told by now."""
    if isinstance(then, dict) and isinstance(now, dict):
        return all(name in now and _is_kept(value, now[name]) for name, value in then.items())
    if isinstance(then, list) and isinstance(now, list):
        return len(then) == len(now) and all(map(_is_kept, then, now))
    return bool(then == now)


def test_every_table_that_people_or_files_fill_has_rows_in_the_databases() -> None:
    """Else a migration that loses them would pass."""
    helpdesk = {"sla_event", "sla_stretch", "desk_schedule", "schedule_choice"}
    text = FILES[0].read_text(encoding="utf-8")
    missing = {name for name in expected(FIRST).tables if f'"table": "{name}"' not in text}
    assert missing <= EMPTY | helpdesk


def test_the_small_desk_can_be_made_today_and_fills_every_new_table(store: Store) -> None:
    """`python -m tests.revisions` writes it: whoever adds a table adds rows for it there."""
    fill(store)
    with store.read() as connection:
        empty = {
            name
            for name in inspect(connection).get_table_names()
            if name in TABLES.tables
            and connection.execute(select(TABLES.tables[name])).first() is None
        }
    assert empty <= EMPTY | {"sla_event", "sla_stretch", "desk_schedule", "schedule_choice"}
    assert written(store, answers(store)).count("\n") > len(TABLES.tables)
