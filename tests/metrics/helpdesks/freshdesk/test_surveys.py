from __future__ import annotations

import pytest

from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.helpdesks.freshdesk.surveys import rating
from metrics.tickets.records import Rating, RatingScore
from tests.metrics.helpdesks.freshdesk import examples
from tests.metrics.helpdesks.freshdesk.examples import CREATED


def test_an_answer_is_read_and_its_words_stay_behind() -> None:
    assert rating(examples.rating(), Reading()) == Rating(
        id="77",
        ticket="1517",
        at=CREATED + 7200,
        changed_at=CREATED + 7200,
        score=RatingScore.GOOD,
        agent="501",
        team="31",
    )


@pytest.mark.parametrize(
    ("points", "score"),
    [
        *((points, RatingScore.GOOD) for points in (1, 101, 102, 103)),
        *((points, RatingScore.NEUTRAL) for points in (2, 100)),
        *((points, RatingScore.BAD) for points in (3, -101, -102, -103)),
    ],
)
def test_both_scales_are_known(points: int, score: RatingScore) -> None:
    found = rating(examples.rating(ratings={"default_question": points}), Reading())
    assert found
    assert found.score is score


@pytest.mark.parametrize("points", [0, 5, 104, -100, None, True, "103"])
def test_points_that_nobody_knows_are_no_answer_and_counted(points: object) -> None:
    reading = Reading()
    assert rating(examples.rating(ratings={"default_question": points}), reading) is None
    assert dict(reading.unknown) == {f"rating:{points}": 1}
