"""What a look at a Zendesk account finds; what there is to mend in it is in test_client.py."""

from __future__ import annotations

import pytest
import respx

from metrics.helpdesks.contract import Check, Helpdesk
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.web import Surroundings
from metrics.helpdesks.zendesk import connect
from metrics.helpdesks.zendesk.checks import WITHOUT
from metrics.helpdesks.zendesk.settings import ZendeskSettings
from tests.metrics.helpdesks.zendesk.test_client import everything_answers


def looks(zendesk: Helpdesk) -> list[str]:
    """What was looked at and is well."""
    return [each.what for each in zendesk.check() if isinstance(each, Check)]


def by_oauth(**more: str) -> Helpdesk:
    """The account as an OAuth token opens it."""
    given = {"ZENDESK_URL": "https://acme.zendesk.com", "ZENDESK_OAUTH_TOKEN": "t"}
    return connect(ZendeskSettings.model_validate(given | more), Keeping(), Surroundings())


def test_each_stream_has_its_line(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    everything_answers(api)
    api.get("/satisfaction_ratings").respond(403)
    api.get("/suspended_tickets").respond(404)
    found = looks(zendesk)
    assert "tickets: the token may read it" in found
    assert f"suspended: {WITHOUT}" in found
    assert not any(line.startswith("ratings") for line in found), "that is to be mended"
    lines = [line for line in found if line.endswith(("may read it", WITHOUT))]
    assert len(lines) == len(zendesk.streams) - 1


def test_an_api_token_may_write(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    everything_answers(api)
    assert looks(zendesk)[0].startswith("an API token may write too")


@pytest.mark.parametrize(
    ("scopes", "line"),
    [
        (["read"], "the token may read and not write"),
        (["tickets:read", "users:read"], "the token may read and not write"),
        (["read", "write"], "the token has the scope write too; read would be enough"),
    ],
)
def test_what_an_oauth_token_may_is_read_from_it(
    api: respx.MockRouter, scopes: list[str], line: str
) -> None:
    everything_answers(api)
    api.get("/oauth/tokens/current").respond(json={"token": {"scopes": scopes}})
    assert looks(by_oauth())[0] == line


def test_where_a_token_tells_nothing_of_itself_nothing_is_said(api: respx.MockRouter) -> None:
    everything_answers(api)
    api.get("/oauth/tokens/current").respond(404)
    assert looks(by_oauth())[0] == "users: the token may read it"


@pytest.mark.parametrize(("pace", "how_long"), [("10", "2 hours"), ("30", "44 minutes")])
def test_about_how_long_a_first_sync_takes_goes_by_the_plan(
    api: respx.MockRouter, pace: str, how_long: str
) -> None:
    everything_answers(api)
    api.get("/oauth/tokens/current").respond(json={"token": {"scopes": ["read"]}})
    last = looks(by_oauth(DESKPULSE_ZENDESK_EXPORTS_PER_MINUTE=pace))[-1]
    assert last.startswith(f"{pace} pages of exports a minute: all of some 120,000 tickets")
    assert f"take about {how_long};" in last


def test_where_nobody_counts_tickets_only_the_pace_is_said(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    everything_answers(api)
    api.get("/tickets/count").respond(404)
    assert looks(zendesk)[-1] == "10 pages of exports a minute"
