"""How Pylon's lists are walked."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.pylon import Pylon, Reading, web
from metrics.helpdesks.pylon.pages import OVERLAP_SECONDS, SETTLED_SECONDS, STRETCH_SECONDS, iso
from metrics.helpdesks.web import Surroundings
from metrics.sync.pages import pages
from metrics.tickets.records import Team, Ticket
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import BASE, CREATED, SERVED, asked, listed

SEARCH = "/issues/search"
SINCE = CREATED - 1000
AROUND = Surroundings(clock=itertools.count().__next__, wait=lambda _: None)


def span(start: int, end: int) -> dict[str, Any]:
    return {
        "field": "updated_at",
        "operator": "time_range",
        "values": [iso(start - 1), iso(end + 1)],
    }


def test_issues_are_searched_for_by_their_last_change(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    route = lists.post(SEARCH).mock(return_value=listed(examples.issue()))
    page = pylon.page("issues", None, SINCE)
    filter_ = span(SINCE, SINCE + STRETCH_SECONDS)
    assert asked(route.calls.last.request) == {"filter": filter_, "limit": 999}
    assert isinstance(page.records[0], Ticket)
    assert (page.caught_up, page.through_at) == (True, SERVED - SETTLED_SECONDS)
    pylon.page("issues", page.cursor, SINCE)
    start = SERVED - OVERLAP_SECONDS
    assert asked(route.calls.last.request)["filter"] == span(start, start + STRETCH_SECONDS)


def test_pages_go_on_by_the_cursor_in_the_body_as_long_as_there_is_a_next_one(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    later = listed(examples.issue(number=3), date=False)
    later.headers["Date"] = "Mon, 02 Mar 2026 13:00:00 GMT"
    answers = [listed(examples.issue(number=n), cursor=f"c{n}") for n in (1, 2)]
    route = lists.post(SEARCH).mock(side_effect=[*answers, later])
    found = list(pages(pylon, "issues", None, SINCE))
    assert [asked(call.request).get("cursor") for call in route.calls] == [None, "c1", "c2"]
    assert not any("cursor" in str(call.request.url) for call in route.calls)
    assert [page.caught_up for page in found] == [False, False, True]
    assert [page.through_at for page in found] == [None, None, SERVED - SETTLED_SECONDS]
    names = [record.id for page in found for record in page.records if isinstance(record, Ticket)]
    assert names == ["1", "2", "3"]


def test_an_issue_that_leaves_its_stretch_while_it_is_paged_is_in_the_next_one(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    """Whatever changes after the first page was read lies after where the next walk begins."""
    answers = [listed(examples.issue(number=1), cursor="c1"), listed()]
    lists.post(SEARCH).mock(side_effect=answers)
    *_, last = pages(pylon, "issues", None, SINCE)
    route = lists.post(SEARCH).mock(return_value=listed(examples.issue(number=2)))
    page = pylon.page("issues", last.cursor, SINCE)
    first = asked(route.calls.last.request)["filter"]["values"][0]
    assert first < iso(SERVED)
    assert [record.id for record in page.records if isinstance(record, Ticket)] == ["2"]


def test_a_long_time_is_read_stretch_by_stretch(lists: respx.MockRouter, pylon: Pylon) -> None:
    since = SERVED - 2 * STRETCH_SECONDS - 3600
    route = lists.post(SEARCH).mock(return_value=listed(examples.issue()))
    found = list(pages(pylon, "issues", None, since))
    starts = [asked(call.request)["filter"] for call in route.calls]
    edges = [since + n * STRETCH_SECONDS for n in range(4)]
    assert starts == [span(*edges[n : n + 2]) for n in range(3)]
    assert [page.through_at for page in found] == [*edges[1:3], SERVED - SETTLED_SECONDS]


def test_a_cursor_that_is_too_old_begins_its_stretch_anew(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    cursor = f"since={SINCE}&place=old&read={CREATED}"
    refused = httpx.Response(400, json={"errors": ["invalid cursor"], "request_id": "req-1"})
    route = lists.post(SEARCH).mock(side_effect=[refused, listed(examples.issue())])
    page = pylon.page("issues", cursor, SINCE)
    assert "cursor" not in asked(route.calls.last.request)
    assert page.through_at == SERVED - SETTLED_SECONDS
    lists.post(SEARCH).mock(return_value=refused)
    with pytest.raises(HelpdeskError):
        pylon.page("issues", None, SINCE)


def test_a_page_that_comes_again_and_again_is_given_up(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    lists.post(SEARCH).mock(return_value=listed(examples.issue(), cursor="same"))
    with pytest.raises(HelpdeskError, match="again and again"):
        list(pages(pylon, "issues", None, SINCE))


@pytest.mark.parametrize(
    ("own", "words"), [(False, "the same page again and again"), (True, "does not end")]
)
def test_a_list_that_does_not_end_is_given_up_though_its_cursor_is_always_new(
    lists: respx.MockRouter, pylon: Pylon, own: bool, words: str
) -> None:
    numbers = itertools.count()

    def given(_: httpx.Request) -> httpx.Response:
        number = next(numbers)
        row = examples.issue(id=f"i{number}", number=number + 1) if own else examples.issue()
        return listed({**row, "name": "Front"}, cursor=f"c{number}")

    lists.post(SEARCH).mock(side_effect=given)
    lists.get("/teams").mock(side_effect=given)
    lists.get("/users").mock(side_effect=given)
    for stream in ("teams", "issues"):
        with pytest.raises(HelpdeskError, match=words):
            list(itertools.islice(pages(pylon, stream, None, SINCE), 1100))
    desk = Pylon("acme", web(BASE, "token", AROUND), Reading(bot_users=frozenset({"Ann"})))
    with pytest.raises(HelpdeskError, match=words):
        desk.page("issues", None, SINCE)


def test_a_page_that_pylon_cannot_give_is_asked_for_smaller(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    def given(request: httpx.Request) -> httpx.Response:
        return httpx.Response(504) if asked(request)["limit"] > 200 else listed(examples.issue())

    route = lists.post(SEARCH).mock(side_effect=given)
    assert pylon.page("issues", None, SINCE).caught_up
    assert [asked(call.request)["limit"] for call in route.calls] == [999, 999, 200]
    lists.post(SEARCH).mock(return_value=httpx.Response(504))
    with pytest.raises(HelpdeskError, match="did not answer"):
        pylon.page("issues", None, SINCE)


def test_without_a_clock_the_newest_stamp_says_how_far_it_is_known(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    lists.post(SEARCH).mock(return_value=listed(examples.issue(), date=False))
    page = pylon.page("issues", None, SINCE)
    assert page.through_at == CREATED + 3600 - SETTLED_SECONDS


def test_a_list_is_read_whole_on_every_run(api: respx.MockRouter, pylon: Pylon) -> None:
    answers = [
        listed({"id": "t1", "name": "One"}, cursor="c1"),
        listed({"id": "t2", "name": "Two"}),
    ]
    route = api.get("/teams").mock(side_effect=answers)
    found = list(pages(pylon, "teams", "", SINCE))
    assert [dict(call.request.url.params) for call in route.calls] == [{}, {"cursor": "c1"}]
    assert [record for page in found for record in page.records] == [
        Team(id="t1", name="One"),
        Team(id="t2", name="Two"),
    ]
    assert (found[-1].cursor, found[-1].through_at) == ("", SERVED)


@pytest.mark.parametrize(
    "body",
    [
        {"issues": []},
        {"data": {"id": 1}, "request_id": "req-1"},
        {"data": [], "pagination": {"has_next_page": True}, "request_id": "req-1"},
    ],
)
def test_what_is_no_list_is_no_empty_one(
    api: respx.MockRouter, pylon: Pylon, body: dict[str, Any]
) -> None:
    api.get("/teams").respond(json=body)
    with pytest.raises(HelpdeskError, match="Pylon's answer at /teams"):
        pylon.page("teams", None, SINCE)
