"""What is read: of a file, of what changed, or all; the columns are the same, however it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from metrics.sources.codebooks import Codebooks
from metrics.store.database.engine import Store
from metrics.store.tickets import state
from metrics.store.tickets.parts import KINDS
from metrics.store.tickets.snapshot import Snapshot
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.store.tickets.state import Reading, State
from metrics.tickets.narrow import Table
from metrics.tickets.records import Dimension
from tests.filled import supplied

NOW = 1_795_500_000
SIZE = 400
SECOND = "zendesk:second"


@pytest.fixture
def store(sqlite_store_url: str) -> Iterator[Store]:
    with supplied(sqlite_store_url, SIZE, NOW) as made:
        yield made


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and new bases are worth their while of few tickets already."""
    monkeypatch.setattr(state, "FILED_FROM", 1)
    monkeypatch.setattr(state, "FEWEST_CHANGED", 60)


@pytest.fixture
def wholes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each reading of all tables."""
    read: list[int] = []
    original = Reading._whole

    def noting(self: Reading) -> State:
        read.append(1)
        return original(self)

    monkeypatch.setattr(Reading, "_whole", noting)
    return read


def lines(snapshot: Snapshot) -> dict[str, list[Any]]:
    """All columns in words instead of codes, the rows in an order of their own."""
    result: dict[str, list[Any]] = {}
    for name in KINDS:
        table = getattr(snapshot, name)
        columns: list[list[Any]] = []
        for field in sorted(KINDS[name].__dataclass_fields__):
            value = getattr(table, field)
            if isinstance(value, np.ndarray):
                columns.append(value.tolist() if field != "requester" else (value > 0).tolist())
            else:
                for dimension in sorted(value):
                    words = snapshot.words[dimension]
                    columns.append([words[code] for code in value[dimension]])
        result[name] = sorted(zip(*columns, strict=True))
    for kind, rows in snapshot.imported.items():
        cut = [[snapshot.words[d][c] for c in rows.cut[d]] for d in sorted(rows.cut)]
        numbers = [np.nan_to_num(rows.numbers[n], nan=-1).tolist() for n in sorted(rows.numbers)]
        told = [rows.words[n].tolist() for n in sorted(rows.words)]
        plain = [rows.ticket.tolist(), rows.at.tolist(), (rows.requester > 0).tolist()]
        result[kind] = sorted(zip(*plain, *cut, *numbers, *told, strict=True))
    assert snapshot.tiers is not None
    tiers = [snapshot.words[Dimension.TIER][code] for code in snapshot.tiers]
    result["tier"] = [*zip(snapshot.tickets.key.tolist(), tiers, strict=True)]
    result["lifetimes"] = [*zip(snapshot.lifetimes.keys.tolist(), strict=True)]
    return result


def change(store: Store, chance: np.random.Generator, number: int) -> None:
    """What syncs and imports write: some tickets changed, came, moved or went."""
    keys = chance.integers(1, SIZE, 12).tolist()
    with store.write() as connection:

        def do(statement: str, **values: Any) -> None:
            connection.execute(text(statement), values)

        do("update source set revision = revision + 1 where name = 'zendesk:acme'")
        for key in keys:
            where = f"where ticket = {key}"
            newest = "(select revision from source where name = 'zendesk:acme')"
            do(f"update timeline set revision = {newest}, team = :team {where}", team=f"n{number}")
            do(f"update timeline set created_at = created_at + :more {where}", more=number)
            do(f"update timeline set requester = :who {where}", who=f"new{key}")
            do(f"update span set ended_at = coalesce(ended_at, :now) - 5 {where}", now=NOW)
            do(f"delete from wait {where} and number = 1")
            do(f"update wait set agent = :agent {where}", agent=f"a{number}")
        rated = chance.integers(1, SIZE // 5) * 5 - 4
        newest = "(select revision from source where name = 'zendesk:acme')"
        do(f"update rating set score = 'bad', revision = {newest} where ticket = '{rated}'")
        if number in ONCE:
            ONCE[number](do)


def _fewer_surveys(do: Any) -> None:
    do("update source set revision = revision + 1 where name = 'files:surveys'")
    do("delete from survey where id like '%7'")


def _retired(do: Any) -> None:
    do(f"update source set retired_at = {NOW - 900_000}, revision = 2 where name = '{SECOND}'")
    do(f"update timeline set revision = 2 where source = '{SECOND}'")


def _one_person_of_both(do: Any) -> None:
    for source in ("zendesk:acme", SECOND):
        do(
            "insert into person (source, id, role, name, active, address, changed_at) "
            "values (:source, 'a7', 'agent', 'Ann', true, 'print', 1)",
            source=source,
        )


def _one_is_gone(do: Any) -> None:
    for table in ("wait", "span", "solve", "sla_stretch", "timeline"):
        do(f"delete from {table} where ticket = 9")


def _second_helpdesk(do: Any) -> None:
    do(
        "insert into source (name, vendor, account, title, connected_at, wanted_at, since_at, "
        f"revision, fresh_until, timeline_version) values ('{SECOND}', 'zendesk', 'second', "
        f"'Second', 5, 5, 5, 1, {NOW}, 1)"
    )
    for key in range(SIZE + 1, SIZE + 40):
        number, at = key - SIZE, NOW - key * 50_000
        do(
            "insert into ticket (key, source, id, created_at, changed_at, status, channel, "
            f"channel_raw, child) values ({key}, '{SECOND}', '{number}', {at}, {at}, 'open', "
            "'email', '', false)"
        )
        do(
            "insert into timeline (ticket, source, created_at, channel, team, agent, requester, "
            "child, ai_only, unread_reopen, agent_created, replies, bot_replies, ai_replies, "
            f"revision) values ({key}, '{SECOND}', {at}, 'email', 't1', 'a7', 'r{number}', false, "
            "false, false, false, 0, 0, 0, 1)"
        )
        do(
            "insert into span (ticket, number, team, agent, status, started_at) "
            f"values ({key}, 0, 't1', 'a7', 'open', {at})"
        )


ONCE = {
    1: _fewer_surveys,
    2: _second_helpdesk,
    3: _retired,
    4: _one_person_of_both,
    5: _one_is_gone,
}


@pytest.mark.parametrize("rounds", [6, pytest.param(9, marks=pytest.mark.thorough)])
@pytest.mark.parametrize(("filed", "seed"), [(True, 1), (False, 2)])
def test_whatever_changes_columns_are_those_that_are_read_whole(
    store: Store, tmp_path: Path, filed: bool, seed: int, rounds: int
) -> None:
    folder, chance = (tmp_path / "cache" if filed else None), np.random.default_rng(seed)
    running = SnapshotReader(store, folder=folder)
    running.snapshot()
    for number in range(rounds):
        change(store, chance, number)
        whole = lines(SnapshotReader(store).snapshot())
        assert lines(running.snapshot()) == whole, number
        assert lines(SnapshotReader(store, folder=folder).snapshot()) == whole, number
        if number % 3 == 2:
            running.write_files()
            assert lines(running.snapshot()) == whole, number


def test_another_process_reads_the_file_and_what_changed_since(
    store: Store, tmp_path: Path, wholes: list[int]
) -> None:
    SnapshotReader(store, folder=tmp_path / "cache").snapshot()
    change(store, np.random.default_rng(7), 0)
    another = SnapshotReader(store, folder=tmp_path / "cache").snapshot()
    assert len(wholes) == 1
    assert lines(another) == lines(SnapshotReader(store).snapshot())


def test_a_database_put_back_to_before_its_file_does_not_take_it(
    store: Store, tmp_path: Path, wholes: list[int]
) -> None:
    with store.write() as connection:
        connection.execute(text("update timeline set replies = 3 where ticket = 5"))
    SnapshotReader(store, folder=tmp_path / "cache").snapshot()
    with store.write() as connection:
        connection.execute(text("delete from column_file"))
        connection.execute(text("update timeline set replies = 4 where ticket = 5"))
    again = SnapshotReader(store, folder=tmp_path / "cache").snapshot()
    assert len(wholes) == 2
    assert again.tickets.replies[4] == 4


def test_a_damaged_file_is_made_anew(store: Store, tmp_path: Path, wholes: list[int]) -> None:
    folder = tmp_path / "cache"
    first = lines(SnapshotReader(store, folder=folder).snapshot())
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    assert lines(SnapshotReader(store, folder=folder).snapshot()) == first
    assert lines(SnapshotReader(store, folder=folder).snapshot()) == first
    assert len(wholes) == 2
    (anew,) = folder.iterdir()
    assert anew != file


def test_without_a_place_for_files_columns_stay_in_memory_and_that_is_said(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("no folder")
    snapshot = SnapshotReader(store, folder=tmp_path / "taken" / "cache").snapshot()
    assert len(snapshot.tickets.key) == SIZE
    assert "DESKPULSE_CACHE" in caplog.text


def test_nothing_but_what_changed_is_read_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wholes: list[int]
) -> None:
    reader = SnapshotReader(store)
    reader.snapshot()
    read: list[str] = []
    original = Reading._file

    def noting(self: Reading, kind: str, codebooks: Codebooks) -> Table:
        read.append(kind)
        return original(self, kind, codebooks)

    monkeypatch.setattr(Reading, "_file", noting)
    change(store, np.random.default_rng(1), 0)
    reader.snapshot()
    assert (read, len(wholes)) == ([], 1)
    with store.write() as connection:
        connection.execute(text("update source set revision = 9 where name = 'files:calls'"))
    reader.snapshot()
    assert (read, len(wholes)) == (["calls"], 1)


def test_without_a_folder_the_base_stays_as_it_is_while_little_changes(store: Store) -> None:
    reader = SnapshotReader(store)
    reader.snapshot()
    assert reader._state is not None
    base = reader._state.stored.part
    change(store, np.random.default_rng(1), 0)
    reader.snapshot()
    reader.write_files()
    assert reader._state.stored.part is base
