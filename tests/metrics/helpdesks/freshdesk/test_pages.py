"""How Freshdesk's lists are walked, and how its client keeps to what the plan allows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Page
from metrics.helpdesks.freshdesk import Freshdesk
from metrics.helpdesks.freshdesk.pages import LAST_PAGE, OVERLAP_SECONDS, PAGE_SIZE
from metrics.tickets.records import Ticket
from tests.metrics.helpdesks.freshdesk import examples
from tests.metrics.helpdesks.freshdesk.examples import CREATED, stamp

DATE = {"Date": "Mon, 02 Mar 2026 12:00:00 GMT"}
SERVED = CREATED + 4 * 3600
SINCE = CREATED - 1000
NEXT = {**DATE, "Link": '<https://acme.freshdesk.com/api/v2/tickets?page=2>; rel="next"'}


def asked(route: respx.Route, call: int = -1) -> dict[str, str]:
    return dict(route.calls[call].request.url.params)


def answer(*rows: Any, more: bool = False) -> httpx.Response:
    return httpx.Response(200, json=list(rows), headers=NEXT if more else DATE)


def test_the_first_page_asks_for_updates_with_their_stamps(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    route = lists.get("/tickets").mock(return_value=answer(examples.ticket()))
    page = freshdesk.page("tickets", None, SINCE)
    assert asked(route) == {
        "updated_since": "2026-03-02T07:43:20Z",
        "order_by": "updated_at",
        "order_type": "asc",
        "include": "stats",
        "per_page": "100",
        "page": "1",
    }
    assert isinstance(page.records[0], Ticket)
    assert (page.caught_up, page.through_at) == (True, SERVED - 60)


@pytest.mark.parametrize("stream", ["deleted", "spam"])
def test_what_was_thrown_away_has_lists_of_its_own(
    lists: respx.MockRouter, freshdesk: Freshdesk, stream: str
) -> None:
    route = lists.get("/tickets").mock(return_value=answer(examples.ticket()))
    page = freshdesk.page(stream, None, SINCE)
    assert asked(route)["filter"] == stream
    (ticket,) = (record for record in page.records if isinstance(record, Ticket))
    assert ticket.removal == stream


def test_after_a_page_the_window_begins_where_it_ended(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    rows = [examples.ticket(id=n, updated_at=stamp(60 * n)) for n in range(1, 4)]
    route = lists.get("/tickets").mock(side_effect=[answer(*rows, more=True), answer()])
    first = freshdesk.page("tickets", None, SINCE)
    assert (first.caught_up, first.through_at) == (False, CREATED + 179)
    second = freshdesk.page("tickets", first.cursor, SINCE)
    assert asked(route)["updated_since"] == stamp(179)
    assert asked(route)["page"] == "1"
    assert second.caught_up


def test_a_second_that_fills_a_page_is_read_on_by_its_number(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    rows = [examples.ticket(id=n, updated_at=stamp(0)) for n in range(3)]
    pages = [answer(*rows, more=True)] * 2 + [answer(*rows)]
    route = lists.get("/tickets").mock(side_effect=pages)
    cursor = freshdesk.page("tickets", None, SINCE).cursor
    cursor = freshdesk.page("tickets", cursor, SINCE).cursor
    last = freshdesk.page("tickets", cursor, SINCE)
    windows = [(asked(route, n)["updated_since"], asked(route, n)["page"]) for n in range(3)]
    edge = "2026-03-02T07:59:59Z"
    assert windows == [("2026-03-02T07:43:20Z", "1"), (edge, "1"), (edge, "2")]
    assert last.caught_up


def test_more_tickets_of_one_second_than_freshdesk_gives_are_an_error(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    lists.get("/tickets").mock(return_value=answer(examples.ticket(updated_at=stamp(0)), more=True))
    cursor = f"since={CREATED - 1}&page={LAST_PAGE}"
    with pytest.raises(HelpdeskError, match="in one second"):
        freshdesk.page("tickets", cursor, SINCE)


def test_a_full_page_without_a_link_is_not_taken_for_the_last(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    rows = [examples.ticket(id=n, updated_at=stamp(n)) for n in range(PAGE_SIZE)]
    lists.get("/tickets").mock(return_value=answer(*rows))
    assert not freshdesk.page("tickets", None, SINCE).caught_up


def test_the_next_run_goes_back_a_little_and_never_before_where_it_began(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    route = lists.get("/tickets").mock(return_value=answer())
    cursor = freshdesk.page("tickets", None, SINCE).cursor
    freshdesk.page("tickets", cursor, SINCE)
    since = datetime.fromisoformat(asked(route)["updated_since"]).timestamp()
    assert since == SERVED - OVERLAP_SECONDS
    assert freshdesk.page("tickets", f"since={SERVED}", SINCE).cursor == f"since={SERVED}"


def test_lists_are_read_page_by_page_and_whole_on_every_run(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    route = api.get("/agents").mock(
        side_effect=[answer(examples.agent(), more=True), answer(examples.agent(id=502))]
    )
    first = freshdesk.page("agents", None, SINCE)
    second = freshdesk.page("agents", first.cursor, SINCE)
    assert [asked(route, n)["page"] for n in range(2)] == ["1", "2"]
    assert (first.caught_up, first.through_at) == (False, None)
    assert (second.caught_up, second.cursor, second.through_at) == (True, "", SERVED)


def test_answers_to_surveys_are_read_again_for_days_and_now_and_then_for_weeks(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    route = api.get("/surveys/satisfaction_ratings").mock(return_value=answer(examples.rating()))

    def window(cursor: str | None) -> float:
        freshdesk.page("ratings", cursor, SINCE - 100 * 86_400)
        text = parse_qs(urlsplit(str(route.calls.last.request.url)).query)["created_since"][0]
        return (SERVED - datetime.fromisoformat(text).timestamp()) / 86_400

    first = freshdesk.page("ratings", None, SINCE - 100 * 86_400)
    assert window(None) > 100
    assert window(first.cursor) == 2
    assert window(f"read={SERVED}&wide={SERVED - 30_000}") == 14
    long = api.get("/surveys/satisfaction_ratings").mock(
        side_effect=[answer(examples.rating(), more=True), answer(examples.rating())]
    )
    begun = freshdesk.page("ratings", first.cursor, SINCE)
    ended = freshdesk.page("ratings", begun.cursor, SINCE)
    assert asked(long, -1)["page"] == "2"
    assert asked(long, -1)["created_since"] == asked(long, -2)["created_since"]
    assert (begun.caught_up, ended.caught_up) == (False, True)


@pytest.mark.parametrize(
    ("own", "words"), [(False, "the same page again and again"), (True, "does not end")]
)
def test_a_list_that_does_not_end_is_given_up(
    lists: respx.MockRouter, freshdesk: Freshdesk, own: bool, words: str
) -> None:
    numbers = itertools.count()

    def given(_: httpx.Request) -> httpx.Response:
        first = next(numbers) * PAGE_SIZE + 1 if own else 1
        return answer(*({"id": first + n, "name": "Front"} for n in range(PAGE_SIZE)))

    lists.get("/groups").mock(side_effect=given)
    lists.get("/surveys/satisfaction_ratings").mock(side_effect=given)
    for stream in ("groups", "ratings"):
        with pytest.raises(HelpdeskError, match=words):
            for _ in itertools.islice(walked(freshdesk, stream), 400):
                pass
    with pytest.raises(HelpdeskError, match=words):
        freshdesk.page("tickets", None, SINCE)


def walked(freshdesk: Freshdesk, stream: str) -> Iterator[Page]:
    """The pages of a stream, whatever stands on them."""
    cursor: str | None = None
    while True:
        page = freshdesk.page(stream, cursor, SINCE)
        yield page
        cursor = page.cursor
