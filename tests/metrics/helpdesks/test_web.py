from __future__ import annotations

import gzip
import logging
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import OverloadedError, Shape
from metrics.helpdesks.dialect import Busy, Credentials, Dialect, Refusal
from metrics.helpdesks.pace import Allowance, Limit
from metrics.helpdesks.web import Patience, Site, Surroundings, Web

BASE = "https://acme.zendesk.com/api/v2"
TOKEN = "s3cret-token"
PATIENT = Patience()


class World:
    """A clock that only waiting moves, and a record of the waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def around(self) -> Surroundings:
        return Surroundings(clock=lambda: self.now, wait=self.wait, jitter=lambda _, high: high)


def web(world: World, base: str = BASE, patience: Patience = PATIENT, **site: Any) -> Web:
    auth = httpx.BasicAuth("ann@acme.test/token", TOKEN)
    return Web(
        Site(base_url=base, name="Zendesk", **site), auth, patience=patience, around=world.around()
    )


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        yield router


def test_an_answer_is_the_object_and_the_servers_own_time(api: respx.MockRouter) -> None:
    route = api.get("/groups", params={"page[size]": "100"}).respond(
        json={"groups": []}, headers={"Date": "Wed, 21 Oct 2026 07:28:00 GMT"}
    )
    answer = web(World()).get("/groups", {"page[size]": 100})
    assert (answer.body, answer.served_at) == ({"groups": []}, 1792567680)
    assert route.calls.last.request.headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 524])
def test_a_passing_trouble_is_tried_again(api: respx.MockRouter, status: int) -> None:
    api.get("/groups").mock(side_effect=[httpx.Response(status), httpx.Response(200, json={})])
    world = World()
    assert web(world).get("/groups").body == {}
    assert world.waits == [1.0]


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b'{"tickets": [{"id": 1}', b"<html>Sign in</html>", b"\xff\xfe"],
)
def test_an_answer_that_is_no_whole_object_is_tried_again(
    api: respx.MockRouter, content: bytes
) -> None:
    bad = httpx.Response(200, content=content)
    api.get("/groups").mock(side_effect=[bad, httpx.Response(200, json={"groups": []})])
    assert web(World()).get("/groups").body == {"groups": []}


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadError, httpx.ReadTimeout])
def test_a_broken_connection_is_tried_again(api: respx.MockRouter, error: type[Exception]) -> None:
    api.get("/groups").mock(side_effect=[error("gone"), httpx.Response(200, json={})])
    assert web(World()).get("/groups").body == {}


def test_the_pauses_grow_and_the_tries_end(api: respx.MockRouter) -> None:
    route = api.get("/groups").respond(503)
    world = World()
    with pytest.raises(OverloadedError, match=r"HTTP 503 \(6 tries\)"):
        web(world).get("/groups")
    assert world.waits == [1, 2, 4, 8, 16]
    assert route.call_count == 6


def test_a_slow_page_may_be_given_up_early_but_a_full_house_may_not(
    api: respx.MockRouter,
) -> None:
    slow = api.get("/slow").respond(504)
    busy = api.get("/busy").respond(429)
    with pytest.raises(OverloadedError):
        web(World()).get("/slow", slow_tries=2)
    with pytest.raises(HelpdeskError) as caught:
        web(World()).get("/busy", slow_tries=2)
    assert not isinstance(caught.value, OverloadedError)
    assert (slow.call_count, busy.call_count) == (2, 6)


def test_the_wait_the_helpdesk_asks_for_is_kept(api: respx.MockRouter) -> None:
    busy = httpx.Response(429, headers={"Retry-After": "37"})
    api.get("/groups").mock(side_effect=[busy, busy, httpx.Response(200, json={})])
    world = World()
    web(world).get("/groups")
    assert world.waits == [37, 37]


def test_a_wait_longer_than_the_patience_is_handed_on(api: respx.MockRouter) -> None:
    api.get("/groups").respond(429, headers={"Retry-After": "86400"})
    world = World()
    with pytest.raises(HelpdeskError) as caught:
        web(world).get("/groups")
    assert (caught.value.retry_after, caught.value.permanent, world.waits) == (3600, False, [])


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (301, "check the configured one"),
        (400, "did not accept the request"),
        (401, "did not accept the credentials"),
        (403, "lacks the right"),
        (404, "check the address and the plan"),
        (422, "did not accept the request"),
    ],
)
def test_what_only_a_person_can_mend_is_said_at_once(
    api: respx.MockRouter, status: int, words: str
) -> None:
    route = api.get("/groups").respond(status, html="")
    with pytest.raises(HelpdeskError, match=words) as caught:
        web(World()).get("/groups")
    assert caught.value.permanent
    assert route.call_count == 1


def test_a_redirect_is_not_followed(api: respx.MockRouter) -> None:
    with respx.mock(assert_all_called=False) as elsewhere:
        evil = elsewhere.get("https://evil.test/").respond(json={})
        elsewhere.get(f"{BASE}/groups").respond(302, headers={"Location": "https://evil.test/"})
        with pytest.raises(HelpdeskError, match="another address"):
            web(World()).get("/groups")
    assert not evil.called


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.test/api/v2/groups",
        "http://acme.zendesk.com/api/v2/groups",
        "https://acme.zendesk.com:8443/api/v2/groups",
        "https://ann:pw@acme.zendesk.com/api/v2/groups",
        "https://acme.zendesk.com@evil.test/api/v2/groups",
        "https://acme.zendesk.com/api/v2/../v1/groups",
        "https://acme.zendesk.com/api/v2/%2e%2e/v1/groups",
        "https://acme.zendesk.com/api/v22/groups",
        "/../v1/groups",
        "//evil.test/api/v2/groups",
        "groups",
        "https://[",
    ],
)
def test_a_link_that_leads_elsewhere_is_refused(link: str) -> None:
    with respx.mock(assert_all_called=False) as router:
        everything = router.route().respond(json={})
        with pytest.raises(HelpdeskError) as caught:
            web(World()).get(link)
    assert caught.value.permanent
    assert not everything.called


def test_a_link_to_the_same_place_is_followed_with_its_query(api: respx.MockRouter) -> None:
    route = api.get("/groups", params={"page[after]": "abc"}).respond(json={})
    web(World()).get(f"{BASE}/groups?page%5Bafter%5D=abc")
    web(World()).get("https://acme.zendesk.com:443/api/v2/groups?page%5Bafter%5D=abc")
    assert route.call_count == 2


@pytest.mark.parametrize("base", ["http://acme.zendesk.com/api/v2", "acme", "https://a:b@c/d", ""])
def test_only_a_safe_address_can_be_configured(base: str) -> None:
    with pytest.raises(HelpdeskError):
        web(World(), base)


def test_neither_errors_nor_the_log_hold_a_secret(
    api: respx.MockRouter, caplog: pytest.LogCaptureFixture
) -> None:
    api.get("/groups").respond(500, text=f"who is {TOKEN}?")
    with caplog.at_level(logging.DEBUG, "metrics"), pytest.raises(HelpdeskError) as caught:
        web(World()).get("/groups", {"key": TOKEN})
    assert "trying again" in caplog.text
    said = "".join(r.getMessage() for r in caplog.records if r.name.startswith("metrics"))
    assert TOKEN not in said + str(caught.value) + repr(caught.value.__cause__)


def test_requests_keep_the_pace(api: respx.MockRouter) -> None:
    api.get("/incremental/tickets").respond(json={})
    world = World()
    client = web(world, limits=(Limit(prefix="/incremental/", calls=2),))
    for _ in range(5):
        client.get("/incremental/tickets")
    assert world.waits == [60, 60]


def test_the_pace_is_learnt_from_answers(api: respx.MockRouter) -> None:
    api.get("/incremental/tickets").respond(json={})
    world = World()
    more = Allowance(calls=100, remaining=50, resets_seconds=10)
    limits = (Limit(prefix="/incremental/", calls=1),)
    client = web(world, limits=limits, dialect=Dialect(allowance=lambda _: more))
    for _ in range(5):
        client.get("/incremental/tickets")
    assert world.waits == []


def test_a_certificate_that_cannot_be_verified_is_not_tried_again() -> None:
    asked = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise httpx.ConnectError("tls") from ssl.SSLCertVerificationError("self-signed")

    around = Surroundings(transport=httpx.MockTransport(refuse))
    with pytest.raises(HelpdeskError, match="certificate") as caught:
        Web(Site(base_url=BASE), None, around=around).get("/groups")
    assert caught.value.permanent
    assert len(asked) == 1


def test_an_answer_past_the_cap_is_cut_off_while_it_unpacks(api: respx.MockRouter) -> None:
    bomb = gzip.compress(b'{"a": "' + b"a" * 3_000_000 + b'"}')
    api.get("/groups").respond(content=bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(OverloadedError, match="too large"):
        web(World(), patience=Patience(tries=1, most_bytes=1_000_000)).get("/groups")


def test_an_answer_is_held_to_our_clock_where_there_is_one(api: respx.MockRouter) -> None:
    later = {"Date": "Sat, 21 Oct 2096 07:28:00 GMT"}
    api.get("/groups").respond(json={"groups": []}, headers=later)
    around = replace(World().around(), now=lambda: 1792567680)
    with pytest.raises(HelpdeskError, match="more than a day apart") as caught:
        Web(Site(base_url=BASE, name="Zendesk"), None, around=around).get("/groups")
    assert not caught.value.permanent


def test_a_drip_is_ended_by_the_deadline() -> None:
    world = World()

    class Drip(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                world.now += 25
                yield b" "

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Drip()))
    around = Surroundings(transport=transport, clock=lambda: world.now, wait=world.wait)
    with pytest.raises(OverloadedError, match="too slowly"):
        Web(Site(base_url=BASE), None, patience=Patience(tries=1), around=around).get("/groups")


@contextmanager
def server(*answers: bytes) -> Iterator[str]:
    """A real server on loopback that writes each of `answers` to one connection and closes it."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(left.pop(0))
            self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_address[1]}/api/v2"
        finally:
            running.shutdown()
            thread.join()


HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
WHOLE = HEAD + b'Content-Length: 14\r\n\r\n{"groups": []}'


@pytest.mark.parametrize(
    "cut",
    [
        HEAD + b'Content-Length: 50\r\n\r\n{"groups": [',
        HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"gro',
        HEAD + b'\r\n{"groups": [',
        HEAD
        + b"Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"
        + gzip.compress(b'{"groups": []}', mtime=0)[:20],
    ],
    ids=["content-length", "chunked", "close", "gzip"],
)
def test_an_answer_cut_off_on_the_wire_is_read_again(cut: bytes) -> None:
    with server(cut, WHOLE) as base:
        client = web(World(), base)
        assert client.get("/groups").body == {"groups": []}
        client.close()


def test_a_proxy_for_the_outside_does_not_stand_before_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with server(WHOLE) as base:
        client = web(World(), base, Patience(tries=1))
        assert client.get("/groups").body == {"groups": []}
        client.close()


def test_who_drops_a_helpdesk_leaves_no_connection_open() -> None:
    with server(WHOLE) as base:
        client = web(World(), base)
        client.get("/groups")
        wire = client._client
        assert not wire.is_closed
        del client
        assert wire.is_closed


def test_nobody_listening_is_said_in_words() -> None:
    with server() as base:
        pass
    with pytest.raises(HelpdeskError, match="connection failed") as caught:
        web(World(), base, Patience(tries=2)).get("/groups")
    assert not caught.value.permanent


def test_a_question_in_a_body_is_put_again_until_it_is_answered(api: respx.MockRouter) -> None:
    route = api.post("/search").mock(
        side_effect=[httpx.Response(503), httpx.Response(200, json={"data": []})]
    )
    assert web(World()).post("/search", {"query": {"a": 1}}).body == {"data": []}
    assert route.calls.last.request.content == b'{"query":{"a":1}}'


def test_a_list_or_a_text_is_an_answer_where_it_was_asked_for(api: respx.MockRouter) -> None:
    api.get("/tickets").respond(json=[{"id": 1}], headers={"Link": "<x>; rel=next"})
    api.get("/results").respond(text="Id,Name\n1,Ann", headers={"Sforce-Locator": "MTAw"})
    answer = web(World()).get("/tickets", shape=Shape.LIST)
    assert (answer.items, answer.headers["link"]) == ([{"id": 1}], "<x>; rel=next")
    assert web(World()).get("/results", shape=Shape.TEXT).text == "Id,Name\n1,Ann"
    with pytest.raises(HelpdeskError, match="not a JSON object"):
        web(World(), patience=Patience(tries=1)).get("/tickets")


def test_a_dialect_reads_an_error_by_its_body(api: respx.MockRouter) -> None:
    def judge(status: int, headers: Mapping[str, str], body: bytes) -> Busy | Refusal | None:
        if b"REQUEST_LIMIT" in body:
            return Busy("the day's calls are used up", after=float(headers["x-wait"]))
        return Refusal(status, advice="is closed on Sundays") if b"SUNDAY" in body else None

    too_many = httpx.Response(403, text="REQUEST_LIMIT_EXCEEDED", headers={"X-Wait": "9"})
    api.get("/a").mock(side_effect=[too_many, httpx.Response(200, json={})])
    api.get("/b").respond(400, text="SUNDAY")
    api.get("/c").respond(403, text="other")
    world = World()
    client = web(world, dialect=Dialect(judge=judge, advice={403: "lacks a right"}))
    assert client.get("/a").body == {}
    assert world.waits == [9]
    with pytest.raises(
        HelpdeskError, match=r"Zendesk is closed on Sundays \(400 at /b\)"
    ) as caught:
        client.get("/b")
    assert (caught.value.permanent, caught.value.refused) == (True, False)
    with pytest.raises(HelpdeskError, match="Zendesk lacks a right") as caught:
        client.get("/c")
    assert caught.value.refused


def test_what_is_not_there_is_said_to_be_gone(api: respx.MockRouter) -> None:
    api.get("/a").respond(404)
    with pytest.raises(HelpdeskError) as caught:
        web(World()).get("/a")
    assert caught.value.gone


class Token(Credentials):
    """A token that is good once it was renewed."""

    def __init__(self) -> None:
        self.word = "old"
        self.renewals = 0

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Bearer {self.word}"
        yield request

    def renew(self, web: Web) -> bool:
        self.renewals += 1
        self.word = web.post("/token", form={"grant": "client"}).body["access_token"]
        return True


def by_token(request: httpx.Request) -> httpx.Response:
    good = request.headers["Authorization"] == "Bearer new"
    return httpx.Response(200, json={}) if good else httpx.Response(401)


def test_a_token_that_has_run_out_is_renewed_once_a_request(api: respx.MockRouter) -> None:
    api.get("/a").mock(side_effect=by_token)
    token = api.post("/token").respond(json={"access_token": "new"})
    auth = Token()
    client = Web(Site(base_url=BASE), auth, around=World().around())
    assert client.get("/a").body == client.get("/a").body == {}
    assert auth.renewals == 1
    token.respond(json={"access_token": "bad"})
    auth.word = "old"
    with pytest.raises(HelpdeskError, match="credentials"):
        client.get("/a")
    assert auth.renewals == 2


def test_a_token_that_cannot_be_renewed_ends_with_a_refusal(api: respx.MockRouter) -> None:
    api.get("/a").respond(401)
    token = api.post("/token").respond(401)
    with pytest.raises(HelpdeskError, match="credentials"):
        Web(Site(base_url=BASE), Token(), around=World().around()).get("/a")
    assert token.call_count == 1


def test_a_quota_that_leaves_nothing_for_long_ends_the_run(api: respx.MockRouter) -> None:
    api.get("/a").respond(json={})
    client = web(World(), limits=(Limit(prefix="/", calls=2, seconds=86_400),))
    client.get("/a")
    client.get("/a")
    with pytest.raises(HelpdeskError, match="no more calls") as caught:
        client.get("/a")
    assert not caught.value.permanent
    assert caught.value.retry_after == 86_400


def test_an_address_without_a_path_holds_all_below_it() -> None:
    with respx.mock as router:
        router.get("https://acme.example/query", params={"q": "x"}).respond(json={})
        assert web(World(), "https://acme.example").get("/query?q=x").body == {}
        with pytest.raises(HelpdeskError, match="somewhere else"):
            web(World(), "https://acme.example").get("https://evil.example/query")
