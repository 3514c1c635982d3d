"""Custom statuses by the names a team gives them, and what kind a ticket is of."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.zendesk import Reading
from metrics.helpdesks.zendesk.normalise import ticket
from metrics.tickets.records import Status, Ticket
from tests.metrics.helpdesks.zendesk import examples

VENDOR, SOLVED = 39_771_695_448_605, 39_771_663_254_173


def told(api: respx.MockRouter, zendesk: Helpdesk, *rows: dict[str, Any]) -> list[Ticket]:
    body = {"tickets": list(rows), "after_cursor": "a", "end_of_stream": True}
    api.get("/incremental/tickets/cursor").respond(json=body)
    page = zendesk.page("tickets", None, 1_700_000_000)
    return [one for one in page.records if isinstance(one, Ticket)]


def a_status(ident: int, category: str, label: str) -> dict[str, Any]:
    return {"id": ident, "status_category": category, "agent_label": label, "active": True}


STATUSES = {
    "custom_statuses": [
        a_status(VENDOR, "hold", "Waiting on vendor"),
        a_status(SOLVED, "solved", "Solved"),
    ]
}


def test_a_status_keeps_its_category_and_the_name_the_team_gave_it(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    statuses = api.get("/custom_statuses").respond(json=STATUSES)
    found = told(
        api,
        zendesk,
        examples.ticket(id=1, status="hold", custom_status_id=VENDOR),
        examples.ticket(id=2, status="closed", custom_status_id=SOLVED),
        examples.ticket(id=3, status="open", custom_status_id=7),
        examples.ticket(id=4, status="open", custom_status_id=None),
        examples.ticket(id=5, status=None, custom_status_id=VENDOR),
    )
    assert [(one.status, one.status_name) for one in found] == [
        (Status.HOLD, "Waiting on vendor"),
        (Status.CLOSED, "Solved"),
        (Status.OPEN, None),
        (Status.OPEN, None),
        (Status.HOLD, "Waiting on vendor"),
    ]
    assert statuses.call_count == 1


def test_an_account_without_custom_statuses_is_not_asked_for_them(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    (found,) = told(api, zendesk, examples.ticket(custom_status_id=None))
    assert found.status_name is None
    api.get("/custom_statuses").mock(return_value=httpx.Response(404))
    (found,) = told(api, zendesk, examples.ticket(custom_status_id=VENDOR))
    assert (found.status, found.status_name) == (Status.PENDING, None)
    api.get("/custom_statuses").mock(return_value=httpx.Response(401))
    with pytest.raises(HelpdeskError):
        told(api, zendesk, examples.ticket(custom_status_id=VENDOR))


def test_an_incident_names_its_problem() -> None:
    row = examples.ticket(type="incident", problem_id=99, custom_status_id=None)
    assert ticket(row, Reading()).problem == "99"
    plain = ticket(examples.ticket(type=None, problem_id=None), Reading())
    assert plain.problem is None
