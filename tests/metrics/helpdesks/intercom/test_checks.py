"""What a look at an Intercom workspace finds."""

from __future__ import annotations

from typing import Any

import httpx
import respx

from metrics.helpdesks.contract import Check
from metrics.helpdesks.intercom import Intercom
from metrics.helpdesks.intercom.checks import WITHOUT
from tests.metrics.helpdesks.intercom import examples
from tests.metrics.helpdesks.intercom.examples import DATE, NOW, found

HEADERS = {
    **DATE,
    "X-RateLimit-Limit": "1667",
    "X-RateLimit-Remaining": "1600",
    "X-RateLimit-Reset": str(NOW + 5),
}


def answered(api: respx.MockRouter, workspace: str = "acme1", **refused: int) -> None:
    """All that is looked at; `refused` are the statuses of others than 200, by stream."""
    api.get("/me").respond(json=examples.me(workspace), headers=HEADERS)
    rows: dict[str, Any] = {
        "admins": {"admins": [examples.admin()]},
        "teams": {"teams": []},
        "conversations/deleted": examples.deletions([]),
        "conversations/1295": examples.whole(),
        "office_hours_schedules": {"data": []},
    }
    for path, body in rows.items():
        name = path.partition("/")[2] or path
        api.get(f"/{path}").respond(refused.get(name, 200), json=body, headers=DATE)
    conversations = {**found([examples.conversation()]), "total_count": 60_000}
    api.post("/conversations/search").respond(json=conversations, headers=DATE)
    tickets = found([], key="tickets")
    api.post("/tickets/search").respond(refused.get("tickets", 200), json=tickets, headers=DATE)


def looked(intercom: Intercom) -> tuple[list[str], list[str]]:
    """What is well, and what there is to mend."""
    seen = list(intercom.check())
    well = [each.what for each in seen if isinstance(each, Check)]
    return well, [each for each in seen if isinstance(each, str)]


def test_each_stream_has_its_line_and_a_first_sync_its_length(
    bare_api: respx.MockRouter, intercom: Intercom
) -> None:
    answered(bare_api, office_hours_schedules=403)
    well, mend = looked(intercom)
    assert not mend
    assert well[0].startswith("what a token may do is ticked in the Developer Hub")
    assert "parts: the token may read them" in well
    assert f"office hours: {WITHOUT}" in well
    lines = [line for line in well if line.endswith(("may read them", WITHOUT))]
    assert len(lines) == len(intercom.streams)
    assert well[-1].startswith("7,500 calls a minute at most are made: all of some 60,000")
    assert "about 3 hours" in well[-1]


def test_a_right_that_figures_need_and_the_token_lacks_is_to_be_mended(
    bare_api: respx.MockRouter, intercom: Intercom
) -> None:
    answered(bare_api, tickets=403)
    _, mend = looked(intercom)
    assert [line.partition(":")[0] for line in mend] == ["tickets", "unsolved_tickets"]
    assert "tick the right" in mend[0]


def test_a_token_of_another_workspace_is_said_and_nothing_more_is_asked(
    bare_api: respx.MockRouter, intercom: Intercom
) -> None:
    bare_api.get("/me").respond(json=examples.me("other"), headers=HEADERS)
    assert looked(intercom)[0] == []
    assert "opens the workspace other, and INTERCOM_WORKSPACE says acme1" in looked(intercom)[1][0]


def test_a_token_that_is_not_accepted_is_all_there_is_to_say(
    bare_api: respx.MockRouter, intercom: Intercom
) -> None:
    bare_api.get("/me").respond(401, json={"errors": [{"code": "unauthorized"}]})
    well, (sentence,) = looked(intercom)
    assert not well
    assert "did not accept the access token" in sentence


def test_where_nobody_counts_only_the_pace_is_said(
    bare_api: respx.MockRouter, intercom: Intercom
) -> None:
    answered(bare_api)
    bare_api.post("/conversations/search").mock(
        side_effect=[httpx.Response(200, json=found([examples.conversation()]), headers=DATE)] * 2
        + [httpx.Response(400, json={"errors": []})]
    )
    well, _ = looked(intercom)
    assert well[-1] == "7,500 calls a minute at most are made"
