"""Memory is told of both: where nothing changes, and where a ticket does before each question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import memory
from tests.bench.memory import Taken, ask_all, said
from tests.bench.stores import filled

NOW = 1_795_500_000


def test_what_changes_is_told_beside_what_does_not() -> None:
    still, moving = Taken(100, 200, 250, 1, 0.010), Taken(100, 300, 500, 1, 0.020)
    assert said(60_000, still, moving).splitlines()[-1] == (
        "  ratio of the second to the first: 1.50 after all, 2.00 at most; warm answers 2.00"
    )


def test_at_most_two_snapshots_are_alive_though_each_question_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "CATALOGUE", ("frt", "sentiment", "backlog", "csat"))
    url = filled(tmp_path, 300, NOW, with_peer=False).url
    taken = ask_all(url, tmp_path / "cache", NOW, changing=True)
    assert 1 <= taken.alive <= 2
    assert taken.loaded > 0
