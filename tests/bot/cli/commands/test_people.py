"""`deskpulse export` and `deskpulse forget`, as somebody types them."""

from __future__ import annotations

import json
import resource
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner, Result

from bot.cli import cli, personal
from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.tickets.retention import TICKET
from tests.bot import desk


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with tickets, of which one is Pat's."""
    with desk.services(desk.settings(tmp_path)) as services, services.outbox.store.write() as rows:
        rows.execute(update(TICKET).where(TICKET.c.key == 7).values(requester="pat-99"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, said: str = "") -> Result:
    return CliRunner().invoke(cli, list(words), input=said)


def requester(folder: Path) -> str:
    with closing(Store.open(f"sqlite:///{folder / 'test.db'}")) as store, store.read() as rows:
        query = select(TICKET.c.requester).where(TICKET.c.key == 7)
        return str(rows.execute(query).scalar_one())


def test_an_export_is_a_file_for_our_own_user_and_takes_no_other_ones_place(database: Path) -> None:
    file = database / "pat.json"
    result = run("export", "zendesk:acme/pat-99", str(file))
    assert "1 in ticket" in result.output
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["person"] == {"helpdesks": ["zendesk:acme/pat-99"], "slack": []}
    assert [row["requester"] for row in told["tables"]["ticket"]] == ["pat-99"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert isinstance(run("export", "zendesk:acme/pat-99", str(file)).exception, StoreError)


def test_an_export_for_which_there_is_no_room_leaves_nothing_and_says_so(database: Path) -> None:
    file = database / "pat.json"
    with closing(Store.open(f"sqlite:///{database / 'test.db'}")) as store:
        known = personal.whom(store, "zendesk:acme/pat-99")
        tables = personal.rows(store, known)
    before = sorted(database.iterdir())
    free = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, free[1]))
    try:
        with pytest.raises(StoreError) as caught:
            personal.write(file, known, tables, "now")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, free)
    assert str(caught.value) == f"{file} was not written. File too large."
    assert sorted(database.iterdir()) == before


def test_somebody_is_forgotten_once_it_was_asked(database: Path) -> None:
    assert run("forget", "zendesk:acme/pat-99", said="n\n").exit_code == 1
    assert requester(database) == "pat-99"
    result = run("forget", "zendesk:acme/pat-99", "--yes")
    assert "Forgotten: 1 row (1 in ticket)" in result.output
    assert "Back-ups" in result.output
    assert requester(database).startswith("forgotten-")
    assert "forget, rows: 1" in run("audit").output
    assert "Nothing is stored of them" in run("forget", "zendesk:acme/pat-99", "--yes").output
