from __future__ import annotations

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import OverloadedError
from metrics.helpdesks.salesforce import ClientCredentials, Salesforce
from metrics.helpdesks.salesforce.access import allowance, usage
from metrics.helpdesks.web import Web
from tests.metrics.helpdesks.salesforce.examples import BASE, URL
from tests.metrics.helpdesks.salesforce.org import Org, objection, records

TOKEN = f"{URL}/services/oauth2/token"


def by_token(word: str) -> httpx.Response:
    return httpx.Response(200, json={"access_token": word})


def test_a_token_is_asked_for_once_and_again_when_it_is_good_no_more(
    api: respx.MockRouter, web: Web, credentials: ClientCredentials
) -> None:
    token = api.post(TOKEN).mock(side_effect=[by_token("one"), by_token("two")])
    good = {"one"}

    def limits(request: httpx.Request) -> httpx.Response:
        known = request.headers["authorization"].removeprefix("Bearer ") in good
        return httpx.Response(200, json={}) if known else objection(401, "INVALID_SESSION_ID")

    route = api.get(f"{BASE}/limits").mock(side_effect=limits)
    for _ in range(2):
        credentials.begin(web)
        web.get("/services/data/v66.0/limits")
    assert (token.call_count, route.call_count) == (1, 2)
    form = dict(httpx.QueryParams(token.calls[0].request.content.decode()))
    assert form == {
        "grant_type": "client_credentials",
        "client_id": "key",
        "client_secret": "secret",
    }
    assert "authorization" not in token.calls[0].request.headers
    good.clear()
    good.add("two")
    web.get("/services/data/v66.0/limits")
    assert (token.call_count, route.call_count) == (2, 4)


@pytest.mark.parametrize("error", ["invalid_client", "invalid_client_id", "invalid_grant"])
def test_a_client_that_gets_no_token_is_told_what_to_look_at(
    api: respx.MockRouter, salesforce: Salesforce, error: str
) -> None:
    api.post(TOKEN).respond(400, json={"error": error, "error_description": "no"})
    with pytest.raises(HelpdeskError, match="SALESFORCE_CLIENT_SECRET") as caught:
        salesforce.page("users", None, 0)
    assert caught.value.permanent
    assert "secret" not in str(caught.value)


def test_an_answer_without_a_token_opens_nothing(
    api: respx.MockRouter, salesforce: Salesforce
) -> None:
    api.post(TOKEN).respond(json={"access_token": "two\nlines"})
    with pytest.raises(HelpdeskError, match="no token"):
        salesforce.page("users", None, 0)


def test_a_day_whose_calls_are_used_up_ends_the_run_and_says_when_to_go_on(
    org: Org, salesforce: Salesforce, waits: list[float]
) -> None:
    org.answer = lambda _: objection(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
    with pytest.raises(HelpdeskError, match="calls of a day are used up") as caught:
        salesforce.page("users", None, 0)
    assert (caught.value.permanent, caught.value.retry_after) == (False, 1800.0)
    assert not waits


def test_too_many_calls_at_once_wait_a_little(
    org: Org, salesforce: Salesforce, waits: list[float]
) -> None:
    said: list[str] = []

    def answer(query: str) -> httpx.Response | None:
        said.append(query)
        words = "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
        return objection(403, "REQUEST_LIMIT_EXCEEDED", words) if len(said) == 1 else records([])

    org.answer = answer
    salesforce.page("users", None, 0)
    assert waits == [20.0]


def test_a_server_that_fails_is_asked_again_and_then_given_up(
    org: Org, salesforce: Salesforce
) -> None:
    org.answer = lambda _: objection(503, "SERVER_UNAVAILABLE", "Server too busy")
    with pytest.raises(OverloadedError, match="HTTP 503"):
        salesforce.page("users", None, 0)


def test_an_object_that_is_refused_is_withheld(org: Org, salesforce: Salesforce) -> None:
    refusal = objection(403, "INSUFFICIENT_ACCESS")
    org.answer = lambda query: refusal if "FROM CaseComment" in query else records([])
    with pytest.raises(HelpdeskError, match="lacks the right") as caught:
        salesforce.page("comments", None, 0)
    assert (caught.value.permanent, caught.value.refused) == (True, True)


def test_what_the_org_has_used_is_learnt_and_a_quarter_is_left_to_others() -> None:
    told = {"sforce-limit-info": "api-usage=18/5000; per-app-api-usage=17/250(appName=Deskpulse)"}
    assert usage(told) == (18, 5000)
    learnt = allowance(told)
    assert learnt
    assert (learnt.calls, learnt.remaining) == (None, 3732)
    spent = allowance({"sforce-limit-info": "api-usage=3900/5000"})
    assert spent
    assert spent.remaining == 0
    assert allowance({"sforce-limit-info": "api-usage=none"}) is None
    assert allowance({}) is None


def test_where_three_quarters_are_used_up_nothing_more_is_asked(
    org: Org, salesforce: Salesforce
) -> None:
    def answer(query: str) -> httpx.Response:
        del query
        spent = records([])
        spent.headers["Sforce-Limit-Info"] = "api-usage=3751/5000"
        return spent

    org.answer = answer
    with pytest.raises(HelpdeskError, match="no more calls for now") as paused:
        salesforce.page("users", None, 0)
    assert paused.value.retry_after == 1800.0
    assert len(org.queries) == 1
