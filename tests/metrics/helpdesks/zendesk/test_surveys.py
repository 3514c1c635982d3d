"""Zendesk's present satisfaction surveys, in the shape of a recorded answer."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import httpx
import pytest
import respx

from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.zendesk import Reading
from metrics.helpdesks.zendesk.surveys import response
from metrics.tickets.records import Rating, RatingScore
from tests.metrics.helpdesks.oddities import failures

RESPONSES = "/guide/survey_responses"
SINCE = 1_791_000_000
DAY = 86_400
SENT = 1_791_526_918
"""What the id says: 2026-10-09 06:21:58.266, 28 days before the survey expired."""
SLOW, OPEN = "01M4FMXA2ZAEY15QFCNHV717EC", "01M4FMXA30Z079V8E8P0BM67D9"


def answer(kind: str, at: str = "2026-10-09T06:22:28.650Z", **more: Any) -> dict[str, Any]:
    return {"type": kind, "created_at": at, "updated_at": at, **more}


def rated(points: int, category: str | None, **more: Any) -> dict[str, Any]:
    question = {"id": "01M4", "sub_type": "customer_satisfaction", "type": "rating_scale_numeric"}
    return answer(
        "rating_scale", rating=points, rating_category=category, question=question, **more
    )


def why(option: str) -> dict[str, Any]:
    selections = [{"option_id": option, "type": "predefined"}]
    return answer("closed_ended", selections=selections, question={"type": "closed_ended"})


def survey(*answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": "01M4FN6P3TCFJAF93WYDFZ4KKX",
        "responder_id": "39771850790941",
        "subjects": [{"id": "3", "type": "ticket", "zrn": "zen:ticket:3"}],
        "subject_zrns": ["zen:ticket:3"],
        "survey": {"id": "01M4FMXHBW5WHJ6D7BEMA0RZC5", "state": "enabled", "version": 1},
        "expires_at": "2026-11-06T06:21:58.266Z",
        "answers": list(answers),
        **changes,
    }


COMMENT = answer("open_ended", value="Took too long, Priya!", question={"type": "open_ended"})


def test_an_answer_is_dated_when_it_was_given_and_the_survey_when_its_id_was_made() -> None:
    row = survey(rated(1, "bad"), why(OPEN), COMMENT, reasons={OPEN: "The issue was not resolved"})
    assert response(row, Reading()) == Rating(
        id="01M4FN6P3TCFJAF93WYDFZ4KKX",
        ticket="3",
        at=SENT + 30,
        changed_at=SENT + 30,
        score=RatingScore.BAD,
        offered_at=SENT,
        reason="The issue was not resolved",
    )


def test_a_survey_that_was_sent_and_not_answered_is_an_offer() -> None:
    for row in (survey(), survey(answer("skipped", question={"type": "open_ended"}))):
        found = response(row, Reading())
        assert found is not None
        assert (found.score, found.at, found.offered_at) == (RatingScore.OFFERED, SENT, SENT)


@pytest.mark.parametrize(
    ("points", "category", "score"),
    [
        (5, "good", RatingScore.GOOD),
        (4, "good", RatingScore.GOOD),
        (3, "neutral", RatingScore.NEUTRAL),
        (2, "good", RatingScore.GOOD),
        (5, None, RatingScore.GOOD),
        (4, None, RatingScore.GOOD),
        (3, None, RatingScore.BAD),
        (1, "galactic", RatingScore.BAD),
    ],
)
def test_zendesks_category_decides_and_without_one_four_of_five_points_are_good(
    points: int, category: str | None, score: RatingScore
) -> None:
    found = response(survey(rated(points, category)), Reading())
    assert found is not None
    assert found.score is score


def test_a_changed_rating_counts_from_its_change_and_other_questions_are_no_rating() -> None:
    later = "2026-10-10T06:22:28.650Z"
    changed = {**rated(5, "good"), "updated_at": later}
    effort = {**rated(1, "bad"), "question": {"sub_type": "other"}}
    found = response(survey(effort, changed), Reading())
    assert found is not None
    assert (found.score, found.at) == (RatingScore.GOOD, SENT + 30 + DAY)


def test_what_a_customer_wrote_is_nowhere_and_a_reason_without_words_is_its_option() -> None:
    found = response(survey(rated(1, "bad"), COMMENT, why(SLOW)), Reading())
    assert found is not None
    assert found.reason == SLOW
    assert "Priya" not in repr(found)


def test_a_survey_of_a_conversation_alone_is_left_out_and_counted() -> None:
    reading = Reading()
    talk = {"id": "4295a81b", "type": "conversation", "zrn": "zen:conversation:4295a81b"}
    row = survey(rated(5, "good"), subjects=[talk], subject_zrns=[talk["zrn"]])
    assert response(row, reading) is None
    assert reading.unknown == {"survey of no ticket": 1}


def test_a_survey_of_which_nothing_can_be_told_is_set_aside() -> None:
    with pytest.raises(MalformedError):
        response(survey(id="62"), Reading())
    with pytest.raises(MalformedError):
        response(survey({**rated(1, None), "rating": "x"}), Reading())


def page(*rows: Any, after: str | None = None, served: str = "10:00") -> httpx.Response:
    body = {
        "survey_responses": list(rows),
        "meta": {"has_more": bool(after), "after_cursor": after},
    }
    return httpx.Response(200, json=body, headers={"Date": f"Mon, 02 Nov 2026 {served}:00 GMT"})


def asked(route: respx.Route) -> dict[str, str]:
    return dict(route.calls.last.request.url.params)


SERVED = 1_793_613_600


def test_a_first_walk_begins_where_an_answer_could_still_come_and_later_ones_go_back_some_days(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get(RESPONSES)
    route.mock(
        side_effect=[page(survey(), after="A"), page(survey(id="01M4FN6P3TCFJAF93WYDFZ4KKY"))]
    )
    first = zendesk.page("surveys", None, SINCE)
    assert asked(route) == {
        "page[size]": "50",
        "sort": "id",
        "filter[created_at_start]": str(1000 * (SINCE - 29 * DAY)),
    }
    assert not first.caught_up
    last = zendesk.page("surveys", first.cursor, SINCE)
    assert asked(route)["page[after]"] == "A"
    assert (last.caught_up, last.through_at) == (True, SERVED - 60)
    route.mock(return_value=page(served="11:00"))
    again = zendesk.page("surveys", last.cursor, SINCE)
    assert asked(route)["filter[created_at_start]"] == str(1000 * (SERVED - 3 * DAY))
    route.mock(return_value=page(served="16:00"))
    again = zendesk.page("surveys", again.cursor, SINCE)
    again = zendesk.page("surveys", again.cursor, SINCE)
    assert asked(route)["filter[created_at_start]"] == str(1000 * (SERVED + 6 * 3600 - 29 * DAY))
    zendesk.page("surveys", again.cursor, SINCE)
    assert asked(route)["filter[created_at_start]"] == str(1000 * (SERVED + 6 * 3600 - 3 * DAY))


def test_the_words_of_reasons_come_from_the_surveys_and_only_where_one_was_chosen(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    words = api.get("/guide/en-us/surveys")
    label = {"type": "static", "value": "The issue was not resolved"}
    question = {"type": "closed_ended", "options": [{"id": OPEN, "label": label}]}
    words.respond(json={"surveys": [{"questions": [question, {"type": "open_ended"}]}]})
    api.get(RESPONSES).mock(return_value=page(survey(rated(5, "good"))))
    zendesk.page("surveys", None, SINCE)
    assert not words.called
    api.get(RESPONSES).mock(return_value=page(survey(rated(1, "bad"), why(OPEN))))
    (found,) = zendesk.page("surveys", None, SINCE).records
    assert isinstance(found, Rating)
    assert found.reason == "The issue was not resolved"
    words.respond(403)
    (found,) = zendesk.page("surveys", None, SINCE).records
    assert isinstance(found, Rating)
    assert found.reason == OPEN


def test_no_odd_value_stops_the_reading_of_surveys() -> None:
    def read(raw: dict[str, Any]) -> None:
        with suppress(MalformedError):
            response(raw, Reading())

    assert failures(read, survey(rated(1, "bad"), why(OPEN))) == []
