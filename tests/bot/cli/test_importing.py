"""`deskpulse import` in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import app
from bot.cards.importing import fault_lines, summary
from bot.cli import importing
from metrics.errors import AskError
from metrics.imports import KINDS, Fault
from metrics.imports.outcome import ImportCounts, ImportOutcome
from metrics.store.database.engine import Store
from tests.bot import desk

TIERS = KINDS["tiers"]


def test_an_unknown_kind_is_told_the_nearest() -> None:
    assert importing.kind("Tiers") is TIERS
    with pytest.raises(AskError, match="did you mean surveys"):
        importing.kind("survey")
    with pytest.raises(AskError, match="write one of surveys, reviews"):
        importing.kind("weather")


def test_a_file_is_imported_and_then_is_nothing_new(tmp_path: Path) -> None:
    file = tmp_path / "tiers.csv"
    file.write_bytes(b"\xef\xbb\xbfTeam;Tier\r\nBilling;2\r\n")
    store = app.store(desk.settings(tmp_path))
    said = [
        summary(
            importing.run(store, TIERS, file, "UTC", desk.NOW, dry_run=dry), TIERS.name, dry_run=dry
        )
        for dry in (True, False, False)
    ]
    store.close()
    assert said == [
        "tiers: 1 row new, 0 corrected, 0 there already; a dry run, nothing was written.",
        "tiers: 1 row added, 0 corrected, 0 there already.",
        "tiers: nothing new; 1 row there already.",
    ]


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_database_is_closed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, dry_run: bool
) -> None:
    settings = desk.settings(tmp_path)
    app.store(settings).close()
    closed: list[Store] = []

    def close(self: Store) -> None:
        closed.append(self)

    monkeypatch.setattr(Store, "close", close)
    with importing.store(settings, dry_run=dry_run) as opened:
        assert closed == []
    assert closed == [opened]


def test_faults_are_lines_and_not_too_many() -> None:
    wrong = ImportOutcome(
        ImportCounts(0, 0, 0), tuple(Fault(n, "tier", "is wrong") for n in range(2, 52)), 8
    )
    lines = list(fault_lines(wrong, "tiers.csv"))
    assert lines[0] == "tiers.csv line 2, column tier: is wrong."
    assert lines[-2:] == ["... and 8 more.", "Nothing was imported."]
    assert len(lines) == 52
