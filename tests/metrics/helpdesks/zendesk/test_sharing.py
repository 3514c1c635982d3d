"""Tickets shared with other accounts: with whom, whose words count, and which are copies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.web import Surroundings
from metrics.helpdesks.zendesk import Reading, Zendesk, web
from metrics.tickets.records import Removal, Ticket
from tests.metrics.helpdesks.zendesk import examples
from tests.metrics.helpdesks.zendesk.examples import BASE

OUT = {"id": 88335, "name": "Globex", "type": "outbound", "remote_subdomain": "globex"}
IN = {"id": 88336, "name": "", "type": "inbound", "remote_subdomain": "Acme-EMEA"}
RECEIVED = {"channel": "ticket_sharing", "source": {"from": {}, "to": {}, "rel": None}}
SISTERS = frozenset({"acme-emea"})


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        yield router


def told(api: respx.MockRouter, reading: Reading, *rows: dict[str, Any]) -> list[Ticket]:
    body = {"tickets": list(rows), "after_cursor": "a", "end_of_stream": True}
    api.get("/incremental/tickets/cursor").respond(json=body)
    client = web("https://acme.zendesk.com", "ann@acme.test", "token", Surroundings())
    page = Zendesk("acme", client, reading).page("tickets", None, 1_700_000_000)
    return [one for one in page.records if isinstance(one, Ticket)]


def test_a_ticket_says_with_whom_it_is_shared_and_by_whom(api: respx.MockRouter) -> None:
    agreements = api.get("/sharing_agreements")
    agreements.respond(json={"sharing_agreements": [OUT, IN]})
    found = told(
        api,
        Reading(),
        examples.ticket(id=1, type=None, sharing_agreement_ids=[88335]),
        examples.ticket(id=2, type=None, sharing_agreement_ids=[88336], via=RECEIVED),
        examples.ticket(id=3, type=None, sharing_agreement_ids=[88335, 88336, 1]),
        examples.ticket(id=4, type=None, sharing_agreement_ids=[]),
    )
    assert [one.attributes.get("sharing") for one in found] == [
        ("shared with Globex",),
        ("shared by Acme-EMEA",),
        ("shared with Globex", "shared by Acme-EMEA"),
        None,
    ]
    assert agreements.call_count == 1


def test_what_shares_nothing_is_asked_for_no_agreements(api: respx.MockRouter) -> None:
    agreements = api.get("/sharing_agreements")
    told(api, Reading(), examples.ticket(sharing_agreement_ids=[]), examples.ticket(id=2))
    assert agreements.call_count == 0


def test_without_the_right_to_see_agreements_nobody_knows_with_whom(api: respx.MockRouter) -> None:
    api.get("/sharing_agreements").respond(403)
    row = examples.ticket(sharing_agreement_ids=[88336], via=RECEIVED)
    (found,) = told(api, Reading(sisters=SISTERS), row)
    assert ("sharing" in found.attributes, found.removal) == (False, None)
    api.get("/sharing_agreements").respond(401)
    with pytest.raises(HelpdeskError):
        told(api, Reading(), row)


@pytest.mark.parametrize(
    ("via", "agreement", "sisters", "removal"),
    [
        (RECEIVED, IN, SISTERS, Removal.COPY),
        ({**RECEIVED, "channel": 31}, IN, SISTERS, Removal.COPY),
        (RECEIVED, IN, frozenset(), None),
        (RECEIVED, {**IN, "remote_subdomain": "globex"}, SISTERS, None),
        (RECEIVED, {**IN, "type": "outbound"}, SISTERS, None),
        (RECEIVED, {**IN, "remote_subdomain": None}, SISTERS, None),
        ({"channel": "email", "source": {}}, IN, SISTERS, None),
    ],
)
def test_what_another_account_of_ours_shares_counts_there_alone(
    api: respx.MockRouter,
    via: dict[str, Any],
    agreement: dict[str, Any],
    sisters: frozenset[str],
    removal: Removal | None,
) -> None:
    api.get("/sharing_agreements").respond(json={"sharing_agreements": [agreement, "odd"]})
    row = examples.ticket(sharing_agreement_ids=[88336, None], via=via)
    (found,) = told(api, Reading(sisters=sisters), row)
    assert found.removal is removal
    assert found.removed_at == (found.created_at if removal else None)
