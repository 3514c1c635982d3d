"""What is measured of a small store: all of it, by everyone who comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.catalogue import CATALOGUE
from tests.bench import speed, versus
from tests.bench.questions import PHRASES
from tests.bench.report import beside_peer, growth
from tests.bench.speed import Speed, answers, ready
from tests.bench.stores import Filled, filled
from tests.bench.versus import Compared, first_answer, first_of_peer, side_by_side

NOW = 1_795_500_000
TICKETS = 1_500
ASKED = ("frt email", "sentiment", "backlog")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Filled:
    monkeypatch.setattr(speed, "PHRASES", ASKED)
    monkeypatch.setattr(versus, "ROUNDS", 2)
    return filled(tmp_path, TICKETS, NOW)


def test_every_measure_is_among_the_phrases() -> None:
    assert set(PHRASES) >= set(CATALOGUE)


def test_all_is_measured_and_told(small: Filled, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    of_answers = answers(small.url, cache, NOW)
    start = ready(small.url, cache, NOW)
    assert of_answers.never == ["sentiment"]
    assert (
        set(of_answers.results)
        == set(of_answers.first)
        == set(of_answers.next)
        == {"frt email", "backlog"}
    )
    assert len(of_answers.renewals) == speed.RENEWALS
    assert of_answers.loaded > 0
    table = growth([Speed(tickets=TICKETS, load=start, start=start, answers=of_answers)])
    assert "2 questions, every measure among them but sentiment" in table
    assert "\nrenewal, 100 changed tickets" in table


def test_both_are_asked_as_often_and_their_times_are_told_as_ratios(
    small: Filled, tmp_path: Path
) -> None:
    windows, mine, theirs = side_by_side(small, tmp_path / "cache", NOW)
    assert mine.keys() == theirs.keys() == windows.keys()
    assert {len(each) for each in (*mine.values(), *theirs.values())} == {2}
    cold = first_answer(small.url, tmp_path / "cache", NOW)
    peer_cold = first_of_peer(small.peer, windows[versus.FIRST.phrase])
    compared = Compared(cold=cold, peer_cold=peer_cold, warm=mine, peer_warm=theirs)
    rows = beside_peer(TICKETS, compared).splitlines()
    assert rows[0].startswith("1,500 tickets beside DuckDB")
    assert rows[3].split()[-4:-2] == [
        f"{cold.clock / peer_cold.clock:.2f}",
        f"{cold.cpu / peer_cold.cpu:.2f}",
    ]
    assert len(rows) == len(windows) + 6
