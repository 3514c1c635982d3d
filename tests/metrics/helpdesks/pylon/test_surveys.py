"""Answers to surveys, each put to an issue."""

from __future__ import annotations

from typing import Any

import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.pylon import Pylon, Reading
from metrics.helpdesks.pylon.surveys import FOR, best, rating
from metrics.sync.pages import pages
from metrics.tickets.records import Rating, RatingScore
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import CREATED, SERVED, answered, asked, listed, stamp

SINCE = CREATED - 1000
SEARCH = "/issues/search"


def solved(number: int, at: int, score: int = 4, **changes: Any) -> dict[str, Any]:
    """An issue with a score."""
    given = [{"score": score, "comment": "Words"}]
    row = examples.issue(number=number, resolution_time=stamp(at), csat_responses=given)
    return {**row, **changes}


def test_an_answer_counts_for_the_issue_of_its_score_that_was_solved_last_before() -> None:
    issues = [
        solved(1, 3000),
        solved(2, 6000),
        solved(3, 6500, score=1),
        solved(4, 8000),
        solved(5, 8000, created_at=stamp(7500)),
    ]
    found = best(answered(), issues)
    assert found
    assert found["number"] == 2
    assert best(answered(), [issues[2], issues[4]]) is None
    assert best(answered(submitted_at=None), issues) is None
    reopened = solved(6, 8000, resolution_time=None, first_resolution_time=stamp(7000))
    again = best(answered(), [*issues, reopened])
    assert again
    assert again["number"] == 6


def test_answers_are_read_survey_by_survey_and_their_issues_looked_up(
    api: respx.MockRouter, pylon: Pylon
) -> None:
    surveys = [{"id": f"s{n}", "type": kind} for n, kind in enumerate(("csat", "nps", "csat"))]
    api.get("/surveys").mock(return_value=listed(*surveys))
    first = api.get("/surveys/s0/responses").mock(
        side_effect=[listed(answered(), cursor="c1"), listed(answered(id="res-2"))]
    )
    second = api.get("/surveys/s2/responses").mock(return_value=listed())
    looked = api.post(SEARCH).mock(return_value=listed(solved(7, 3600)))
    found = list(pages(pylon, "ratings", None, SINCE))
    ratings = [record for page in found for record in page.records]
    assert [each.id for each in ratings] == ["res-1", "res-2"]
    one = ratings[0]
    assert isinstance(one, Rating)
    assert (one.ticket, one.at, one.score) == ("7", CREATED + 7200, RatingScore.GOOD)
    assert (one.agent, one.team) == ("usr-5", "team-3")
    assert "Words" not in repr(one)
    params = [dict(call.request.url.params) for call in first.calls]
    assert params[0] == {"submitted_after": "2026-03-02T07:43:19Z", "limit": "100"}
    assert params[1]["cursor"] == "c1"
    assert second.call_count == 1
    filter_ = {"field": "requester_id", "operator": "in", "values": ["con-9"]}
    assert asked(looked.calls.last.request)["filter"] == filter_
    assert [page.through_at for page in found] == [None, None, SERVED - 60]
    first.mock(return_value=listed())
    pylon.page("ratings", found[-1].cursor, SINCE)
    assert first.calls.last.request.url.params["submitted_after"] == "2026-03-02T07:43:19Z"


def test_the_id_of_a_survey_is_one_part_of_a_path(api: respx.MockRouter, pylon: Pylon) -> None:
    api.get("/surveys").mock(return_value=listed({"id": "s/1?", "type": "csat"}))
    route = api.get(url__regex=".*/responses").mock(return_value=listed())
    pylon.page("ratings", None, SINCE)
    assert route.calls.last.request.url.raw_path.startswith(b"/surveys/s%2F1%3F/responses?")


def test_where_nobody_is_asked_nothing_lacks(api: respx.MockRouter, pylon: Pylon) -> None:
    api.get("/surveys").mock(return_value=listed({"id": "s1", "type": "nps"}))
    page = pylon.page("ratings", None, SINCE)
    assert (page.records, page.caught_up, page.through_at) == ((), True, SERVED - 60)


def test_surveys_that_the_plan_has_not_are_refused(api: respx.MockRouter, pylon: Pylon) -> None:
    api.get("/surveys").respond(403, json={"errors": ["no"], "request_id": "r"})
    with pytest.raises(HelpdeskError) as raised:
        pylon.page("ratings", None, SINCE)
    assert raised.value.refused


@pytest.mark.parametrize(
    ("value", "best_score", "score"),
    [
        ("5", 5, RatingScore.GOOD),
        ("4", 5, RatingScore.GOOD),
        ("3", 5, RatingScore.NEUTRAL),
        ("2", 5, RatingScore.BAD),
        ("6", 10, RatingScore.GOOD),
        ("5", 10, RatingScore.BAD),
        ("1", 2, RatingScore.BAD),
        ("2", 2, RatingScore.GOOD),
    ],
)
def test_scores_above_the_middle_are_good(value: str, best_score: int, score: RatingScore) -> None:
    answers = [{"question_type": "score", "value": value}]
    row = {**answered(answers=answers), FOR: solved(7, 3600)}
    found = rating(row, Reading(best_score=best_score))
    assert found
    assert found.score is score


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({FOR: None}, "rating:of no issue"),
        ({"answers": []}, "rating:None"),
        ({"answers": [{"question_type": "score", "value": "lots"}]}, "rating:None"),
        ({"answers": [{"question_type": "score", "value": "9"}]}, "rating:9"),
    ],
)
def test_an_answer_that_says_nothing_to_us_is_counted(changes: dict[str, Any], word: str) -> None:
    reading = Reading()
    assert rating({**answered(), FOR: solved(7, 3600), **changes}, reading) is None
    assert dict(reading.unknown) == {word: 1}


def test_a_walk_that_began_by_no_clock_tells_of_no_time_and_is_repeated(
    api: respx.MockRouter, pylon: Pylon
) -> None:
    api.get("/surveys").mock(return_value=listed({"id": "s0", "type": "csat"}))
    both = [listed(answered(), cursor="c1", date=False), listed()]
    api.get("/surveys/s0/responses").mock(side_effect=both)
    api.post(SEARCH).mock(return_value=listed())
    last = list(pages(pylon, "ratings", None, SINCE))[-1]
    assert (last.through_at, last.cursor) == (None, f"since={SINCE}")
