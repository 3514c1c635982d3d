"""What a look at a Freshdesk account finds."""

from __future__ import annotations

from typing import Any

import respx

from metrics.helpdesks.contract import Check
from metrics.helpdesks.freshdesk import Freshdesk
from metrics.helpdesks.freshdesk.checks import WITHOUT
from tests.metrics.helpdesks.freshdesk import examples

ME = {"id": 1, "ticket_scope": 1}
LISTS = ("/agents", "/groups", "/surveys/satisfaction_ratings", "/time_entries")
HEADERS = {
    "Date": "Mon, 02 Mar 2026 12:00:00 GMT",
    "X-RateLimit-Total": "400",
    "X-RateLimit-Remaining": "399",
    "X-RateLimit-Used-CurrentRequest": "1",
}


def looked(api: respx.MockRouter, freshdesk: Freshdesk, me: Any) -> tuple[list[str], list[str]]:
    """What is well, and what there is to mend."""
    api.get("/agents/me").respond(json=me, headers=HEADERS)
    api.get("/search/tickets").respond(json={"total": 60_000, "results": []})
    for path in LISTS:
        api.get(path).respond(json=[])
    api.get("/tickets").respond(json=[examples.ticket()])
    api.get("/ticket_fields").respond(json=[])
    api.get("/tickets/1517/conversations").respond(json=[])
    api.get("/business_hours").respond(403, json={"code": "access_denied"})
    found = list(freshdesk.check())
    well = [each.what for each in found if isinstance(each, Check)]
    return well, [each for each in found if isinstance(each, str)]


def test_each_stream_has_its_line_and_a_first_sync_its_length(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    well, mend = looked(api, freshdesk, ME)
    assert not mend
    assert well[0].startswith("a key may do all that its agent may")
    assert "conversations: the key may read them" in well
    assert f"business hours: {WITHOUT}" in well
    lines = [line for line in well if line.endswith(("may read them", WITHOUT))]
    assert len(lines) == len(freshdesk.streams)
    assert well[-1].startswith("300 credits a minute are taken: all of some 60,000 tickets")
    assert "about 3 hours" in well[-1]


def test_a_key_that_sees_a_part_of_the_tickets_is_said(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    _, (sentence,) = looked(api, freshdesk, {**ME, "ticket_scope": 2})
    assert "global access" in sentence


def test_a_stream_that_figures_need_and_nobody_gives_is_to_be_mended(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    route = api.get("/tickets").respond(403, json={"code": "access_denied"})
    api.get("/agents/me").respond(json=ME, headers=HEADERS)
    api.get("/search/tickets").respond(json={"total": 1, "results": []})
    for path in LISTS:
        api.get(path).respond(json=[])
    api.get("/ticket_fields").respond(json=[])
    api.get("/business_hours").respond(json=[examples.business_hours(time_zone="Atlantis")])
    found = [each for each in freshdesk.check() if isinstance(each, str)]
    assert [each.partition(":")[0] for each in found[:3]] == ["tickets", "deleted", "spam"]
    assert "Atlantis" in found[3]
    assert route.call_count == 3


def test_a_check_of_a_wrong_key_says_that_alone(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    for path in ("/agents/me", "/ticket_fields"):
        api.get(path).respond(401, json={"code": "invalid_credentials"})
    (sentence,) = freshdesk.check()
    assert isinstance(sentence, str)
    assert "API key" in sentence
