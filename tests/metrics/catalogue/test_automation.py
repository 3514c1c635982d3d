"""Bots and AI agents: each rule by a conversation that keeps it and one that breaks it."""

from __future__ import annotations

import pytest

from metrics.errors import UnavailableError
from metrics.store.database.engine import Store
from metrics.tickets.records import Rating, RatingScore
from tests.metrics.desk import Told, ask, at, hits, told


def ai(id: str) -> Told:
    """A conversation an AI agent answers first."""
    return Told(id).said(0, "cleo").said(0.1, "robot")


def resolved(id: str) -> Told:
    return ai(id).became(1, "solved", by="robot")


def test_thirty_percent_of_all_is_half_of_all_times_sixty_percent(store: Store) -> None:
    stories = [resolved(f"r{n}") for n in range(30)]
    stories += [ai(f"t{n}").solved(2, 3) for n in range(20)]
    stories += [Told(f"h{n}").said(0, "cleo").solved(2, 3) for n in range(50)]
    asker = told(store, stories)
    assert hits(ask(asker, "ai_automation")) == (30, 100)
    assert hits(ask(asker, "ai_resolution")) == (30, 50)
    assert hits(ask(asker, "takeover")) == (20, 50)
    assert hits(ask(asker, "containment")) == (30, 50)


@pytest.mark.parametrize(
    ("story", "hit"),
    [
        (resolved("1"), True),
        (resolved("1").became(5, "open", by="cleo"), False),
        (resolved("1").said(5, "ann"), False),
        (ai("1").said(0.5, "ann", public=False).became(1, "solved", by="robot"), False),
        (resolved("1").said(80, "ann"), True),
        (ai("1").became(80, "solved", by="robot"), False),
        (ai("1"), False),
    ],
    ids=["alone", "reopened", "reply", "note", "reply after 3 days", "solved late", "open"],
)
def test_ai_has_resolved_what_it_solved_alone_and_for_three_days(
    store: Store, story: Told, hit: bool
) -> None:
    assert hits(ask(told(store, [story]), "ai_resolution")) == (int(hit), 1)


def test_an_acknowledgement_by_a_trigger_is_no_ai(store: Store) -> None:
    trigger = Told("1").said(0, "cleo").said(0.1, "ann", automated=True).became(1, "solved", by="x")
    asker = told(store, [trigger, resolved("2")])
    assert hits(ask(asker, "ai_automation")) == (1, 2)
    assert hits(ask(asker, "ai_resolution")) == (1, 1)


def test_a_human_who_was_first_is_not_taken_over_from(store: Store) -> None:
    story = Told("1").said(0, "cleo").said(1, "ann").said(2, "robot").became(3, "solved")
    assert ask(told(store, [story, resolved("2")]), "takeover").figure.n == 1


def test_without_any_ai_agent_its_measures_are_not_available(store: Store) -> None:
    asker = told(store, [Told("1").solved(1, 2)])
    for key in ("containment", "ai_automation", "ai_resolution", "takeover", "ai_quality"):
        with pytest.raises(UnavailableError, match="no answer by an AI agent is known"):
            ask(asker, key)


def test_quality_after_ai_stands_beside_that_after_humans(store: Store) -> None:
    stories = [resolved("1"), resolved("2").became(9, "open", by="cleo"), ai("3").solved(1, 2)]
    scores = {"1": RatingScore.GOOD, "2": RatingScore.BAD, "3": RatingScore.GOOD}
    ratings = [
        Rating(id=f"r{id}", ticket=id, at=at(5), changed_at=at(5), score=score)
        for id, score in scores.items()
    ]
    asker = told(store, stories, *ratings)
    assert hits(ask(asker, "ai_quality")) == (1, 2)
    assert hits(ask(asker, "ai_quality", "human")) == (1, 1)
    assert hits(ask(asker, "ai_quality", "reopen-share")) == (1, 2)
