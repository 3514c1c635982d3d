from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.intercom import Intercom
from metrics.helpdesks.intercom.searches import OVERLAP_SECONDS, SETTLED_SECONDS
from metrics.tickets.records import Removed, Ticket
from tests.metrics.helpdesks.intercom import examples
from tests.metrics.helpdesks.intercom.examples import CREATED, DATE, NOW, found

DAY = 86_400
Row = dict[str, Any]


def bounds(request: httpx.Request) -> tuple[int, int]:
    """From when to when a search asked, as it would be understood strictly."""
    older, newer = json.loads(request.content)["query"]["value"]
    assert (older["field"], older["operator"]) == ("updated_at", ">")
    assert (newer["field"], newer["operator"]) == ("updated_at", "<")
    return older["value"], newer["value"]


class Workspace:
    """A search over rows that a test may change between two pages. `late` are not found yet."""

    def __init__(self, rows: dict[str, int], size: int = 2) -> None:
        self.rows, self.size, self.late = rows, size, set[str]()
        self.between: Callable[[], None] = lambda: None
        self.requests: list[httpx.Request] = []
        self.date = DATE

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        low, high = bounds(request)
        after = json.loads(request.content)["pagination"].get("starting_after", "")
        seen = {ident: at for ident, at in self.rows.items() if ident not in self.late}
        ids = sorted(ident for ident, at in seen.items() if low < at < high and ident > after)
        page = [
            examples.conversation(id=ident, updated_at=seen[ident]) for ident in ids[: self.size]
        ]
        following = ids[self.size - 1] if len(ids) > self.size else None
        self.between()
        return httpx.Response(200, json=found(page, following), headers=self.date)


def walk(desk: Intercom, cursor: str | None, since: int) -> Iterator[Any]:
    while True:
        page = desk.page("conversations", cursor, since)
        yield page
        if page.caught_up:
            return
        cursor = page.cursor


def told(pages: list[Any]) -> dict[str, int]:
    rows = [record for page in pages for record in page.records if isinstance(record, Ticket)]
    return {row.id: row.changed_at for row in sorted(rows, key=lambda row: row.changed_at)}


def test_time_is_walked_in_stretches_each_to_its_end(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    """Five of them changed in one second, and two fit on a page."""
    since = NOW - 3 * DAY
    rows = {f"a{n}": since + 5 for n in range(5)} | {"b": since, "c": NOW - DAY, "d": NOW - 400}
    space = Workspace(rows)
    api.post("/conversations/search").mock(side_effect=space)
    pages = list(walk(intercom, None, since))
    assert told(pages) == rows
    throughs = [page.through_at for page in pages]
    assert throughs == sorted(throughs)
    assert throughs[-1] == NOW - SETTLED_SECONDS
    assert all(at < NOW for at in throughs[:-1])
    assert len({page.cursor for page in pages}) == len(pages)


def test_what_changes_while_it_is_paged_is_met_later_and_moves_nothing_out_of_sight(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    since = NOW - 2 * DAY
    space = Workspace(dict.fromkeys("abcdef", since + 10))

    def change() -> None:
        if len(space.requests) == 1:
            space.rows |= {"a": NOW - 30, "e": NOW - 20}

    space.between = change
    api.post("/conversations/search").mock(side_effect=space)
    assert told(list(walk(intercom, None, since))) == space.rows


def test_what_is_found_late_is_found_by_the_next_run(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    space = Workspace({"a": NOW - 2000, "b": NOW - 100})
    space.late = {"a", "b"}
    api.post("/conversations/search").mock(side_effect=space)
    (*_, last) = walk(intercom, None, NOW - 5000)
    space.late = set()
    assert told(list(walk(intercom, last.cursor, NOW - 5000))) == space.rows
    low, _ = bounds(space.requests[-1])
    assert low == NOW - OVERLAP_SECONDS - 1


def test_a_stretch_that_ends_just_now_is_read_again_too(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    space = Workspace({"a": NOW - 60})
    space.late = {"a"}
    api.post("/conversations/search").mock(side_effect=space)
    pages = list(walk(intercom, None, NOW - DAY - 5))
    assert [page.through_at for page in pages] == [NOW - SETTLED_SECONDS] * 2
    space.late = set()
    assert told(list(walk(intercom, pages[-1].cursor, NOW - DAY - 5))) == space.rows


def test_quiet_years_take_few_calls(api: respx.MockRouter, intercom: Intercom) -> None:
    space = Workspace({})
    api.post("/conversations/search").mock(side_effect=space)
    list(walk(intercom, None, NOW - 400 * DAY))
    assert 50 <= len(space.requests) <= 60
    starts = [low + 1 for low, _ in map(bounds, space.requests)]
    ends = [high for _, high in map(bounds, space.requests)]
    assert starts == [NOW - 400 * DAY, *ends[:-1]]


def test_without_a_clock_of_theirs_the_newest_row_is_the_time(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    space = Workspace({"a": NOW - 30})
    space.date = {}
    api.post("/conversations/search").mock(side_effect=space)
    (page,) = walk(intercom, None, NOW - 500)
    assert page.through_at == NOW - 30 - SETTLED_SECONDS


def test_a_page_that_is_too_much_is_asked_for_smaller(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    sizes: list[int] = []

    def slow(request: httpx.Request) -> httpx.Response:
        sizes.append(json.loads(request.content)["pagination"]["per_page"])
        if sizes[-1] > 30:
            return httpx.Response(504)
        return httpx.Response(200, json=found([]), headers=DATE)

    api.post("/conversations/search").mock(side_effect=slow)
    assert intercom.page("conversations", None, NOW - 100).caught_up
    assert sizes == [150, 150, 30]


def test_all_that_is_open_or_snoozed_is_read_once_however_old(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    queries: list[Row] = []

    def search(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        queries.append(body["query"])
        after = body["pagination"].get("starting_after")
        row = examples.conversation(id="2" if after else "1", updated_at=CREATED)
        return httpx.Response(200, json=found([row], None if after else "next"), headers=DATE)

    api.post("/conversations/search").mock(side_effect=search)
    first = intercom.page("unsolved", None, NOW)
    second = intercom.page("unsolved", first.cursor, NOW)
    third = intercom.page("unsolved", second.cursor, NOW)
    assert [page.caught_up for page in (first, second, third)] == [False, True, True]
    assert (list(told([first, second])), third.records) == (["1", "2"], ())
    states = [{"field": "state", "operator": "=", "value": each} for each in ("open", "snoozed")]
    assert queries == [{"operator": "OR", "value": states}] * 2


def test_open_tickets_are_asked_for_as_open(api: respx.MockRouter, intercom: Intercom) -> None:
    route = api.post("/tickets/search").respond(json=found([], key="tickets"), headers=DATE)
    assert intercom.page("unsolved_tickets", None, NOW).caught_up
    query = json.loads(route.calls.last.request.content)["query"]
    assert query == {"field": "open", "operator": "=", "value": True}


def test_deletions_are_walked_from_the_newest_to_where_the_last_walk_began(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    asked: list[dict[str, str]] = []
    pages = {"1": [("9", NOW - 10), ("8", NOW - 7200)], "2": [("7", NOW - 9000)], "3": []}

    def listed(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.url.params))
        rows = pages[request.url.params["page"]]
        return httpx.Response(200, json=examples.deletions(rows, more=True), headers=DATE)

    api.get("/conversations/deleted").mock(side_effect=listed)
    first = intercom.page("deleted", None, NOW - 8000)
    second = intercom.page("deleted", first.cursor, NOW - 8000)
    assert (first.caught_up, second.caught_up) == (False, True)
    gone = [r for page in (first, second) for r in page.records if isinstance(r, Removed)]
    assert [(each.id, each.at) for each in gone] == [
        ("9", NOW - 10),
        ("8", NOW - 7200),
        ("7", NOW - 9000),
    ]
    assert second.through_at == NOW
    assert asked[0] == {"per_page": "60", "order": "desc", "page": "1"}
    asked.clear()
    again = intercom.page("deleted", second.cursor, NOW - 8000)
    assert again.caught_up
    assert [each["page"] for each in asked] == ["1"]


@pytest.mark.parametrize(
    ("stream", "method", "path", "key"),
    [
        ("admins", "GET", "/admins", "admins"),
        ("conversations", "POST", "/conversations/search", "conversations"),
        ("deleted", "GET", "/conversations/deleted", "conversations"),
    ],
)
def test_an_answer_without_its_list_is_no_empty_list(
    api: respx.MockRouter, intercom: Intercom, stream: str, method: str, path: str, key: str
) -> None:
    api.request(method, path).respond(json={"type": "list"}, headers=DATE)
    with pytest.raises(HelpdeskError, match=f"holds no {key}"):
        intercom.page(stream, None, NOW - 100)
