"""Mails that Zendesk holds back are counted by cause, and nothing of them is kept."""

from __future__ import annotations

from typing import Any

import httpx
import respx

from metrics.helpdesks.contract import Helpdesk
from metrics.tickets.records import Suspended
from metrics.tickets.suspended import NOBODY

SERVED = {"Date": "Mon, 02 Mar 2026 12:00:00 GMT"}
NOW = 1_772_452_800
PATH = "/suspended_tickets"


def mail(number: int, cause: object = "Detected as spam", **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "author": {"id": 1, "name": "Mr. Roboto", "email": "roboto@example.org"},
        "cause": cause,
        "cause_id": 0,
        "content": "Out Of Office Reply",
        "created_at": f"2026-03-0{number}T08:00:00Z",
        "subject": "Not now",
        "ticket_id": None,
        **more,
    }


def answer(*mails: object, after: str | None = None) -> httpx.Response:
    meta = {"has_more": bool(after), "after_cursor": after}
    return httpx.Response(200, json={"suspended_tickets": mails, "meta": meta}, headers=SERVED)


def test_mails_that_wait_are_counted_by_cause_over_all_pages(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    pages = [answer(mail(2), mail(1, "Blank"), after="B"), answer(mail(1), "odd", mail(2, None))]
    route = api.get(PATH)
    route.side_effect = pages
    page = zendesk.page("suspended", None, 1_700_000_000)
    assert page.records == (
        Suspended(id="Detected as spam", seen_at=NOW, n=2, oldest_at=1_772_352_000),
        Suspended(id="Blank", seen_at=NOW, n=1, oldest_at=1_772_352_000),
        Suspended(id="for no cause that is told", seen_at=NOW, n=1, oldest_at=1_772_438_400),
    )
    assert (page.caught_up, page.through_at, page.cursor) == (True, NOW, "")
    assert dict(route.calls.last.request.url.params)["page[after]"] == "B"
    assert "roboto" not in str(page)


def test_that_none_waits_is_told_too(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    api.get(PATH).mock(return_value=answer())
    page = zendesk.page("suspended", "", 1_700_000_000)
    assert page.records == (Suspended(id=NOBODY, seen_at=NOW, n=0),)


def test_pages_that_never_end_are_read_no_further_than_to_the_most(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    cursors = (answer("odd", after=str(number)) for number in range(10_000))
    route = api.get(PATH).mock(side_effect=cursors)
    (found,) = zendesk.page("suspended", None, 1_700_000_000).records
    assert found == Suspended(id=NOBODY, seen_at=NOW, n=0)
    assert route.call_count == 100


def test_pages_that_go_round_in_circles_end(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    api.get(PATH).mock(return_value=answer(mail(1, created_at=None), after="A"))
    (found,) = zendesk.page("suspended", None, 1_700_000_000).records
    assert found == Suspended(id="Detected as spam", seen_at=NOW, n=2, oldest_at=None)


def test_where_the_clock_is_not_known_nothing_is_told(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    undated = answer(mail(1))
    del undated.headers["date"]
    api.get(PATH).mock(return_value=undated)
    page = zendesk.page("suspended", None, 1_700_000_000)
    assert (page.records, page.through_at) == ((), None)
