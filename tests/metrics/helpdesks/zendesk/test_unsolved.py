"""Tickets that are unsolved today, whenever they were last touched."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk
from metrics.tickets.records import Status, Ticket
from tests.metrics.helpdesks.zendesk import examples

SEARCH, LIST = "/search/export", "/tickets/show_many"
SINCE = 1_785_542_400  # 2026-08-01 00:00 UTC


def searched(number: int) -> dict[str, Any]:
    """As a search gives it: without the export's stamp and without figures."""
    row = examples.ticket(id=number, status="open", result_type="ticket")
    del row["metric_set"], row["generated_timestamp"]
    return row


def page(*numbers: int, after: str | None = None) -> httpx.Response:
    meta = {"has_more": bool(after), "after_cursor": after}
    return httpx.Response(200, json={"results": [searched(n) for n in numbers], "meta": meta})


def asked(route: respx.Route) -> dict[str, str]:
    return dict(route.calls.last.request.url.params)


def figures(number: int, replies: int) -> dict[str, Any]:
    return {"ticket_id": number, "replies": replies, "reply_time_in_minutes": {"calendar": 16}}


def test_tickets_unsolved_for_long_come_by_status_with_zendesks_figures(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    search = api.get(SEARCH).mock(return_value=page(7, 8, 9, after="B"))
    listed = [{**searched(7), "metric_set": figures(7, 2)}, searched(8)]
    many = api.get(LIST).respond(json={"tickets": listed, "metric_sets": [figures(8, 1)]})
    first = zendesk.page("unsolved", None, SINCE)
    assert asked(search) == {
        "query": "status<solved",
        "filter[type]": "ticket",
        "page[size]": "100",
    }
    assert asked(many) == {"ids": "7,8,9", "include": "metric_sets"}
    told = [t for t in first.records if isinstance(t, Ticket)]
    assert [(t.id, t.vendor.replies) for t in told] == [("7", 2), ("8", 1), ("9", None)]
    assert {t.status for t in told} == {Status.OPEN}
    assert {t.changed_at for t in told} == {1_772_442_000}  # its last update: the export is newer
    assert not first.caught_up
    api.get(SEARCH).mock(return_value=page())
    last = zendesk.page("unsolved", first.cursor, SINCE)
    assert asked(search)["page[after]"] == "B"
    assert (last.records, last.caught_up) == ((), True)


def test_they_are_read_once_however_far_back_the_history_reaches(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    search = api.get(SEARCH).mock(return_value=page())
    done = zendesk.page("unsolved", None, SINCE)
    for since in (SINCE, SINCE - 86_400):
        again = zendesk.page("unsolved", done.cursor, since)
        assert (again.caught_up, again.cursor, search.call_count) == (True, done.cursor, 1)


def test_without_the_list_the_search_stands_for_itself_and_a_dead_token_is_said(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get(SEARCH).mock(return_value=page(7))
    api.get(LIST).respond(403)
    (found,) = zendesk.page("unsolved", None, SINCE).records
    assert found.id == "7"
    api.get(LIST).respond(401)
    with pytest.raises(HelpdeskError):
        zendesk.page("unsolved", None, SINCE)


def test_a_place_in_the_search_that_has_expired_is_looked_for_from_the_start(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get(LIST).respond(403)
    api.get(SEARCH).mock(return_value=page(7, after="B"))
    first = zendesk.page("unsolved", None, SINCE)
    expired = httpx.Response(422, json={"error": "InvalidCursor"})
    api.get(SEARCH).mock(side_effect=[expired, page(7, 8)])
    again = zendesk.page("unsolved", first.cursor, SINCE)
    assert ([one.id for one in again.records], again.caught_up) == (["7", "8"], True)
    api.get(SEARCH).mock(return_value=httpx.Response(401))
    with pytest.raises(HelpdeskError):
        zendesk.page("unsolved", first.cursor, SINCE)
