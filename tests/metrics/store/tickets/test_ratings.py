"""Surveys of two kinds side by side, and surveys that do not say whom they were for."""

from __future__ import annotations

import numpy as np

from metrics.store.database.engine import Store
from metrics.store.tickets.ratings import distinct
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.sync.sync import Sync
from metrics.tickets.records import NEVER, Dimension, Field, Rating, RatingScore, Record, Status
from tests.metrics.scripted import NOW, Script, a_status, a_ticket, story


def kept(*surveys: tuple[int, int, int, bool]) -> list[bool]:
    """By ticket, sent, answered and whether it is good."""
    ticket, sent, at, good = (np.array(column) for column in zip(*surveys, strict=True))
    return [bool(one) for one in distinct(ticket, sent, at, good)]


def test_one_answer_that_is_told_in_two_kinds_of_survey_counts_once() -> None:
    assert kept((1, 10, 500, True), (1, NEVER, 530, True)) == [True, False]
    assert kept((1, 10, 500, True), (1, NEVER, 530, False)) == [True, True]
    assert kept((1, 10, 500, True), (1, 400, 900, True)) == [True, True]
    assert kept((1, 10, 500, True), (2, 10, 500, True)) == [True, True]


def test_one_survey_that_is_told_as_sent_in_two_kinds_was_sent_once() -> None:
    assert kept((1, 10, 500, True), (1, 20, NEVER, False)) == [True, False]
    assert kept((1, 10, NEVER, False), (1, 20, 500, True)) == [False, True]
    assert kept((1, 10, NEVER, False), (1, 20, NEVER, False)) == [True, False]
    assert kept((1, 10, NEVER, False), (1, 900, NEVER, False)) == [True, True]
    assert kept((1, NEVER, NEVER, False), (1, NEVER, NEVER, False)) == [True, True]


def test_a_rating_for_nobody_is_one_for_those_who_had_the_ticket_then(store: Store) -> None:
    ben_has_it = a_status("e8", "t3", 800, "ben")._replace(field=Field.AGENT, old="ann")
    told: dict[str, list[Record]] = {
        **story(),
        "tickets": [a_ticket("t3", 900, status=Status.OPEN, agent="ben", team="sales")],
        "events": [ben_has_it],
        "ratings": [
            Rating(
                id="r1", ticket="t3", at=500, changed_at=500, score=RatingScore.GOOD, offered_at=400
            ),
            Rating(
                id="r2", ticket="t3", at=850, changed_at=850, score=RatingScore.BAD, offered_at=820
            ),
            Rating(
                id="r3",
                ticket="t3",
                at=990,
                changed_at=990,
                score=RatingScore.BAD,
                team="7",
                agent="eve",
            ),
        ],
    }
    Sync(store=store, helpdesk=Script(told), since_at=0, clock=lambda: NOW).run()
    snapshot = SnapshotReader(store).snapshot()
    words = snapshot.words[Dimension.AGENT]
    assert [words[code] for code in snapshot.ratings.cut[Dimension.AGENT]] == ["ann", "ben", "eve"]
    words = snapshot.words[Dimension.TEAM]
    assert [words[code] for code in snapshot.ratings.cut[Dimension.TEAM]] == ["sales", "sales", "7"]
