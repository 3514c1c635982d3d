"""`deskpulse source`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import app
from bot.cli import cli
from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from tests.bot import desk


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    monkeypatch.setattr(app, "system_now", lambda: desk.NOW)
    opened = app.store(desk.settings(tmp_path))
    with opened.write() as connection:
        ledger.register(connection, "zendesk", "acme", desk.NOW - 30 * 86_400, title="Europe")
        ledger.freshen(connection, "zendesk:acme", desk.NOW)
        ledger.register(connection, "zendesk", "us", 0)
        ledger.register(connection, "files", "cost", 0)
    yield opened
    opened.close()


def run(*words: str) -> str:
    result = CliRunner().invoke(cli, ["source", *words])
    if result.exception:
        raise result.exception
    return result.stdout


def test_accounts_are_listed_with_what_is_known_of_them(store: Store) -> None:
    assert run("list").splitlines() == [
        "zendesk:acme (Europe): known from 2026-10-25 to 2026-11-24",
        "zendesk:us: not read yet",
    ]


def test_an_account_is_retired_and_asked_again(store: Store) -> None:
    retired = "zendesk:acme (Europe): known from 2026-10-25 to 2026-11-24, retired on 2026-11-24"
    assert run("retire", "zendesk:acme").startswith(f"{retired}. Take it out of the settings")
    assert run("list").splitlines()[0] == retired
    assert run("reactivate", "zendesk:acme").strip() == retired.partition(", retired")[0]


def test_a_team_that_has_moved_says_where_to_and_since_when(store: Store) -> None:
    moved = run("retire", "zendesk:acme", "--moved-to", "zendesk:us", "--on", "2026-11-20")
    assert "retired on 2026-11-20" in moved
    assert "zendesk:us goes on from there" in moved
    assert run("list").splitlines()[1] == "zendesk:us: not read yet, goes on from zendesk:acme"
    with store.read() as connection:
        follows_at = ledger.source(connection, "zendesk:us").follows_at
    assert follows_at == datetime(2026, 11, 20, tzinfo=UTC).timestamp()


def test_an_account_that_is_none_is_told(store: Store) -> None:
    with pytest.raises(StoreError, match=r"from zendesk:gone\. Run `deskpulse sync`"):
        run("retire", "zendesk:gone")
