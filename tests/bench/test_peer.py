"""DuckDB with the same tickets gives the same figures, and one that differs is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from metrics.store.database.engine import Store
from tests.bench.filling import fill
from tests.bench.peer import DifferentError, Figures, Peer, Windows, copy, ours, require_equal
from tests.bench.peer_questions import QUESTIONS, PeerQuestion
from tests.bench.questions import Desk
from tests.bench.supplies import supply

NOW = 1_795_500_000
TICKETS = 1_500
ODD = (
    "update timeline set removal = 'spam' where ticket % 17 = 0",
    "update timeline set child = true where ticket % 19 = 0",
    "update timeline set unread_reopen = true where ticket % 23 = 0",
    "update timeline set known_from_at = created_at where ticket % 29 = 0",
    "update timeline set first_solved_at = created_at, first_reply_at = null where ticket % 31 = 0",
    "update timeline set first_reply_at = created_at - 60 where ticket % 37 = 0",
    "delete from solve where ticket % 41 = 0",
    "update timeline set first_solved_at = null where ticket % 41 = 0",
    "update rating set score = 'good' where at % 2 = 0",
    "insert into rating (source, id, ticket, at, changed_at, score, agent, team, revision)"
    " select source, 'again' || id, ticket, at - 7200, changed_at, 'bad', agent, team, revision"
    " from rating where id like '%6'",
)
"""What is rare, of all that the catalogue leaves out of a figure or takes in another's place."""


@pytest.fixture
def desk(store: Store, store_url: str, tmp_path: Path) -> Iterator[Desk]:
    fill(store, TICKETS, NOW)
    supply(store, TICKETS, NOW)
    with store.write() as connection:
        for statement in ODD:
            connection.execute(text(statement))
    with Desk.open(store_url, tmp_path / "cache", NOW) as desk:
        yield desk


def _both(desk: Desk, peer: Peer, question: PeerQuestion) -> tuple[Figures, Figures]:
    result = desk.result(question.phrase)
    return ours(question, result), peer.ask(question, Windows.of(result))


def test_both_give_the_same_figures(desk: Desk, tmp_path: Path) -> None:
    copy(desk.store, tmp_path / "peer.duckdb")
    with closing(Peer(tmp_path / "peer.duckdb")) as peer:
        for question in QUESTIONS:
            mine, theirs = _both(desk, peer, question)
            assert sum(n for n, _, _ in mine.windows) > 0, question.phrase
            assert len(mine.parts) == (8 if question.parts else 0)
            require_equal(question, mine, theirs)


def test_one_ticket_more_is_a_difference(desk: Desk, tmp_path: Path) -> None:
    copy(desk.store, tmp_path / "peer.duckdb")
    (volume,) = (each for each in QUESTIONS if each.phrase.startswith("volume"))
    end = desk.result(volume.phrase).window.end
    with desk.store.write() as connection:
        moved = text("update timeline set created_at = :at, revision = 2 where ticket = 1")
        connection.execute(moved, {"at": end - 60})
        connection.execute(text("update source set revision = 2"))
    with closing(Peer(tmp_path / "peer.duckdb")) as peer:
        mine, theirs = _both(desk, peer, volume)
    with pytest.raises(DifferentError, match=r"volume last quarter by team, window \d"):
        require_equal(volume, mine, theirs)


QUESTION = QUESTIONS[0]
SAME = Figures([(7, 2.0, 3.0)], {"t1": (4, 0.5, None)})


def test_a_difference_of_the_last_bits_is_none() -> None:
    require_equal(QUESTION, SAME, replace(SAME, windows=[(7, 2.0 + 1e-15, 3.0)]))


@pytest.mark.parametrize(
    ("theirs", "place"),
    [
        (replace(SAME, windows=[(8, 2.0, 3.0)]), "window 0"),
        (replace(SAME, windows=[(7, 2.1, 3.0)]), "window 0"),
        (replace(SAME, windows=[(7, None, 3.0)]), "window 0"),
        (replace(SAME, windows=[(7, 2.0, 3.1)]), "window 0"),
        (replace(SAME, parts={}), "t1"),
        (replace(SAME, parts={**SAME.parts, "t2": (1, 1.0, None)}), "t2"),
    ],
)
def test_any_difference_is_told_with_its_place(theirs: Figures, place: str) -> None:
    with pytest.raises(DifferentError, match=f"frt email last quarter, {place}: we say"):
        require_equal(QUESTION, SAME, theirs)


def test_where_nothing_counts_there_is_no_figure_to_differ() -> None:
    none = replace(SAME, windows=[(0, None, None)])
    require_equal(QUESTION, none, none)
