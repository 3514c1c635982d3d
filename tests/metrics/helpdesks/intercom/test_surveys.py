from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.intercom.normalise import Reading
from metrics.helpdesks.intercom.surveys import rating
from metrics.tickets.records import RatingScore
from tests.metrics.helpdesks.intercom import examples
from tests.metrics.helpdesks.intercom.examples import CREATED


def rated(points: Any, **more: Any) -> dict[str, Any]:
    own = {
        "rating": points,
        "remark": "words",
        "created_at": CREATED + 100,
        "updated_at": CREATED + 900,
        "contact": {"type": "contact", "id": examples.CONTACT},
        "teammate": {"type": "admin", "id": "274"},
        **more,
    }
    return examples.conversation(conversation_rating=own)


@pytest.mark.parametrize(
    ("points", "score"),
    [
        (1, RatingScore.BAD),
        (2, RatingScore.BAD),
        (3, RatingScore.NEUTRAL),
        (4, RatingScore.GOOD),
        (5, RatingScore.GOOD),
    ],
)
def test_faces_from_four_on_are_good_and_three_is_neither(points: int, score: RatingScore) -> None:
    told = rating(rated(points), Reading())
    assert told
    assert (told.score, told.at, told.offered_at) == (score, CREATED + 900, CREATED + 100)
    assert (told.id, told.ticket, told.agent, told.team) == ("1295", "1295", "274", None)


def test_one_that_nobody_answered_was_offered() -> None:
    told = rating(rated(None, updated_at=None), Reading())
    assert told
    assert (told.score, told.at) == (RatingScore.OFFERED, CREATED + 100)
    assert told.changed_at == CREATED + 100


@pytest.mark.parametrize("points", [0, 6, "5", True, 4.5])
def test_points_that_nobody_knows_are_counted(points: Any) -> None:
    reading = Reading()
    assert rating(rated(points), reading) is None
    assert dict(reading.unknown) == {f"rating:{points}": 1}


def test_where_none_was_asked_for_there_is_none() -> None:
    reading = Reading()
    assert rating(examples.conversation(), reading) is None
    row = examples.conversation()
    del row["conversation_rating"]
    assert rating(row, reading) is None
    assert not reading.unknown


@pytest.mark.parametrize("teammate", [None, {"type": "workflow", "id": "9"}, {"type": "bot"}])
def test_what_a_workflow_did_was_given_for_nobody(teammate: Any) -> None:
    told = rating(rated(5, teammate=teammate), Reading())
    assert told
    assert told.agent is None
