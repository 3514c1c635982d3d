"""Issues that are unsolved, and those that are no more."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from metrics.helpdesks.pylon import Pylon
from metrics.helpdesks.pylon.unsolved import EVERY_SECONDS
from metrics.sync.pages import pages
from metrics.tickets.records import Removal, Removed, Status, Ticket
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import CREATED, asked, listed

SINCE = CREATED - 1000
GONE = httpx.Response(404, json={"errors": ["Issue not found!"], "code": "not_found"})
OWN = {"slug": "with_vendor", "label": "With vendor", "category": "on_hold"}
DONE = {"slug": "resolved", "label": "Resolved", "category": "closed"}
UNSOLVED = ["new", "on_hold", "waiting_on_customer", "waiting_on_you", "with_vendor"]
DAYS = ("Mon, 02 Mar 2026 12:00:00 GMT", "Mon, 02 Mar 2026 18:00:00 GMT")
FIRST, SECOND = CREATED + 4 * 3600, CREATED + 10 * 3600


@pytest.fixture
def desk(api: respx.MockRouter) -> respx.MockRouter:
    """A team that has statuses of its own."""
    api.get("/issue-statuses").mock(return_value=listed(OWN, DONE))
    return api


def clock(api: respx.MockRouter, date: str) -> None:
    api.get("/me").respond(json=examples.me(), headers={"Date": date})


def sweep(api: respx.MockRouter, pylon: Pylon, cursor: str | None, *answers: Any) -> Any:
    """The requests and the pages of one run."""
    route = api.post("/issues/search").mock(side_effect=list(answers))
    begun = route.call_count
    found = list(pages(pylon, "unsolved", cursor, SINCE))
    return [asked(call.request) for call in list(route.calls)[begun:]], found


def tickets(found: Any) -> list[str]:
    return [r.id for page in found for r in page.records if isinstance(r, Ticket)]


def removed(found: Any) -> list[Removed]:
    return [r for page in found for r in page.records if isinstance(r, Removed)]


def test_all_that_are_unsolved_are_searched_for_by_every_status_that_is(
    desk: respx.MockRouter, pylon: Pylon
) -> None:
    clock(desk, DAYS[0])
    answers = (listed(examples.issue(number=1), cursor="c1"), listed(examples.issue(number=2)))
    requests, found = sweep(desk, pylon, None, *answers)
    assert requests[0]["filter"] == {"field": "state", "operator": "in", "values": UNSOLVED}
    assert [request.get("cursor") for request in requests] == [None, "c1"]
    assert tickets(found) == ["1", "2"]
    assert [page.caught_up for page in found] == [False, True]
    assert not removed(found)


def test_a_status_of_a_category_that_nobody_knows_is_searched_for_too(
    api: respx.MockRouter, pylon: Pylon
) -> None:
    odd = {"slug": "parked", "label": "Parked", "category": "in_orbit"}
    api.get("/issue-statuses").mock(return_value=listed(OWN, DONE, odd, {"category": "odd"}))
    clock(api, DAYS[0])
    requests, found = sweep(api, pylon, None, listed(examples.issue(number=1, state="parked")))
    assert requests[0]["filter"]["values"] == sorted([*UNSOLVED, "parked"])
    (page,) = found
    (ticket,) = (record for record in page.records if isinstance(record, Ticket))
    assert (ticket.status, ticket.status_name) == (Status.OPEN, "Parked")
    assert page.unknown == {"status:parked": 1}


def test_they_are_not_searched_for_again_until_it_is_time(
    desk: respx.MockRouter, pylon: Pylon
) -> None:
    clock(desk, DAYS[0])
    _, found = sweep(desk, pylon, None, listed(examples.issue(number=1)))
    requests, again = sweep(desk, pylon, found[-1].cursor)
    assert (requests, tickets(again)) == ([], [])
    assert again[-1].cursor == found[-1].cursor
    assert SECOND - FIRST == EVERY_SECONDS


def test_one_that_is_neither_unsolved_nor_solved_was_deleted(
    desk: respx.MockRouter, pylon: Pylon
) -> None:
    clock(desk, DAYS[0])
    rows = [examples.issue(number=n) for n in range(1, 5)]
    _, found = sweep(desk, pylon, None, listed(*rows))
    clock(desk, DAYS[1])
    solved = examples.issue(number=2, state="resolved")
    one = examples.issue(number=3, state="resolved", resolution_time=examples.stamp(60))
    desk.get("/issues/3").respond(json={"data": one, "request_id": "r"})
    desk.get("/issues/4").mock(return_value=GONE)
    requests, again = sweep(desk, pylon, found[-1].cursor, listed(rows[0]), listed(solved))
    assert tickets(again) == ["1", "2", "3"]
    assert removed(again) == [Removed(id="4", removal=Removal.DELETED, at=SECOND)]
    assert requests[1]["filter"] == {
        "operator": "and",
        "subfilters": [
            {"field": "updated_at", "operator": "time_is_after", "value": "2026-03-02T11:50:00Z"},
            {"field": "state", "operator": "not_in", "values": UNSOLVED},
        ],
    }
    clock(desk, "Tue, 03 Mar 2026 12:00:00 GMT")
    _, third = sweep(desk, pylon, again[-1].cursor, listed(rows[0]))
    assert not removed(third)


def test_of_many_that_are_missing_some_are_asked_for_in_the_next_sweep(
    desk: respx.MockRouter, pylon: Pylon
) -> None:
    clock(desk, DAYS[1])
    numbers = ".".join(map(str, range(1, 151)))
    asked_for = desk.get(url__regex=r".*/issues/\d+$").mock(return_value=GONE)
    cursor = f"read={FIRST}&seen={numbers}"
    _, found = sweep(desk, pylon, cursor, listed(), listed())
    assert [record.id for record in removed(found)] == [str(n) for n in range(150, 50, -1)]
    clock(desk, "Tue, 03 Mar 2026 12:00:00 GMT")
    _, again = sweep(desk, pylon, found[-1].cursor, listed(), listed())
    assert len(removed(again)) == 50
    assert asked_for.call_count == 150


def test_where_the_clock_is_not_known_no_issue_is_looked_up_since_1970(
    desk: respx.MockRouter, pylon: Pylon
) -> None:
    desk.get("/me").respond(json=examples.me())
    requests, found = sweep(desk, pylon, None, listed(examples.issue(number=1)))
    assert len(requests) == 1
    desk.get("/issues/1").respond(json={"data": examples.issue(number=1, state="resolved")})
    requests, again = sweep(desk, pylon, found[-1].cursor, listed())
    assert tickets(again) == ["1"]
    assert len(requests) == 1, "what changed since then is not searched for"
    clock(desk, DAYS[0])
    _, later = sweep(desk, pylon, again[-1].cursor, listed(examples.issue(number=2)))
    assert f"read={FIRST}" in later[-1].cursor
