"""Databases of every revision are brought up to date, and answer what they answered then."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, inspect, select

from bot.grammar import parse
from bot.grammar.ticket_filters import where_of
from metrics.ask import Asker
from metrics.errors import StoreError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.store.database.backup import back_up_before_upgrade
from metrics.store.database.copying import OF_A_RUN
from metrics.store.database.differences import differences
from metrics.store.database.engine import Store
from metrics.store.database.schema import FIRST, head, revision, tables_of
from metrics.store.tables.metadata import METADATA
from metrics.tickets.records import Dimension, Team
from tests.metrics.desk import NOW, Told, at, told
from tests.revisions.desk import answers, fill
from tests.revisions.text import FOLDER, asked, laid, written

FILES = sorted(FOLDER.glob("*.jsonl"))
ON_POSTGRES = [
    pytest.param(file, id=file.stem, marks=() if number % 4 == 0 else pytest.mark.thorough)
    for number, file in enumerate(FILES)
]
"""From the first of them every migration is run: the others differ by what was stored before."""
EMPTY = OF_A_RUN | {"stale", "wanted", "unreadable", "unknown_word", "suspended", "column_file"}
"""Tables of a run that is under way, of which nothing stays."""
CALENDAR = Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00"))
DATED = "a phrase that is kept has the dates of its period, which it did not have then"
WEEK = "a button without a period was about the last week, and says so now"
RUNNING = "a month that is not over is said up to the day it was asked"
SPEND = "what is missing of a cost can be said in Slack too, and the sentence says how"
DIFFERS: dict[tuple[str, str], str] = {
    (revision, question): why
    for revision in ("0001", "0002")
    for question, why in {
        "receipt": DATED,
        "looks": DATED,
        "csat november 2026": RUNNING,
        "qa november 2026": RUNNING,
    }.items()
}
DIFFERS |= {(f"{revision:04}", "outbox"): WEEK for revision in range(1, 18)}
DIFFERS |= {(f"{revision:04}", "cost per ticket november 2026"): SPEND for revision in range(1, 31)}
"""What is answered otherwise since then, by revision and question, and why that is right."""


def rows(store: Store, of: str) -> Mapping[str, Sequence[Any]]:
    with store.read() as connection:
        tables = tables_of(of).sorted_tables
        return {each.name: connection.execute(select(each)).all() for each in tables}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_database_of_an_earlier_revision_answers_the_same_today_and_can_go_back(
    sqlite_store_url: str, file: Path
) -> None:
    with closing(Store.open(sqlite_store_url)) as store:
        _answers_the_same(store, file)


@pytest.mark.parametrize("file", ON_POSTGRES)
def test_on_postgres_it_answers_the_same_too(postgres_store_url: str, file: Path) -> None:
    with closing(Store.open(postgres_store_url)) as store:
        _answers_the_same(store, file)


def _answers_the_same(store: Store, file: Path) -> None:
    laid(file, store)
    before = rows(store, file.stem)
    if file.stem != head():
        with pytest.raises(StoreError, match="deskpulse backup"):
            store.check()
    back_up_before_upgrade(store)
    store.migrate()
    store.check()
    then, now = asked(file), answers(store)
    unlike = {question for question in then if not _is_kept(then[question], now[question])}
    listed = {question for revision, question in DIFFERS if revision == file.stem}
    assert {name: (then[name], now[name]) for name in unlike - listed} == {}
    assert listed - unlike == set(), "listed as another answer, and is none"
    if store.path is not None and file.stem != head():
        _leads_back(store, store.path, file.stem, before)


def _leads_back(
    store: Store, path: Path, earlier: str, before: Mapping[str, Sequence[Any]]
) -> None:
    """The back-up that an upgrade makes takes the place of the file, as docs/operations.md says."""
    store.close()
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    shutil.copyfile(f"{path}.{earlier}.backup", path)
    with store.read() as connection:
        assert revision(connection) == earlier
        assert differences(connection, tables_of(earlier)) == []
    runs = {"question", "replica"}
    after = rows(store, earlier)
    assert {n: r for n, r in after.items() if n not in runs} == {
        n: r for n, r in before.items() if n not in runs
    }


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
    missing = {name for name in tables_of(FIRST).tables if f'"table": "{name}"' not in text}
    assert missing <= EMPTY | helpdesk


def test_the_small_desk_can_be_made_today_and_fills_every_new_table(store: Store) -> None:
    """`python -m tests.revisions` writes it: whoever adds a table adds rows for it there."""
    fill(store)
    with store.read() as connection:
        empty = {
            name
            for name in inspect(connection).get_table_names()
            if name in METADATA.tables
            and connection.execute(select(METADATA.tables[name])).first() is None
        }
    assert empty <= EMPTY | {"sla_event", "sla_stretch", "desk_schedule", "schedule_choice"}
    assert written(store, answers(store)).count("\n") > len(METADATA.tables)


def test_what_was_kept_by_bare_ids_still_means_that_where_a_second_helpdesk_has_the_same_ids(
    store: Store,
) -> None:
    """A target, a note, a schedule, an alert and a receipt of before there could be two."""
    laid(FOLDER / "0005.jsonl", store)
    kept = {
        "target": {"metric": "frt", "team": "7", "value": 60.0, "since_at": at(0), "set_by": "U1"},
        "note": {
            "text": "Move",
            "start_at": at(0),
            "end_at": at(24),
            "noted_at": at(1),
            "team": "7",
            "apart": False,
            "noted_by": "U1",
        },
    }
    with store.rebuild() as connection:
        for name, row in kept.items():
            connection.execute(insert(tables_of("0005").tables[name]), row)
    store.migrate()
    asker = Asker(store, CALENDAR)
    phrases = [f"volume 9..15 nov 2026 {of}" for of in ('team "7"', "team billing", "agent ann")]

    def figures() -> list[float | None]:
        queries = [parse(phrase, asker.directory()) for phrase in phrases]
        return [asker.answer(query, NOW).figure.value for query in queries]

    before = figures()
    assert all(before)
    stranger = Told("1", 8, team="7", agent="ann").team(8, "7").agent(8, "ann").solved(9, 10)
    told(store, [stranger], Team(id="7", name="Returns"), account="stranger")
    assert figures() == before
    (where,) = where_of('team "7"', asker.directory())  # of a schedule
    watched = parse('frt today team "7"', asker.directory())  # of an alert
    assert where.values == watched.values(Dimension.TEAM) == ("7",)
    result = asker.answer(parse("frt 2026-w46 team billing", asker.directory()), NOW)
    assert result.target is not None
    assert result.target.value == 60.0
    assert "Move" in {note.text for note in result.notes}
    strangers = asker.answer(parse("frt 2026-w46 team returns", asker.directory()), NOW)
    assert (strangers.figure.n, strangers.target) == (1, None)
    assert "Move" not in {note.text for note in strangers.notes}
