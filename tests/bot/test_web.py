"""The HTTP door."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.condition import Condition, SourceCondition
from bot.web import Door, Patient, web
from bot.webhooks import Caller, Webhooks
from tests import patience

WELL = Condition(socket=True, ticker_age_seconds=3)


def asked(condition: Condition, path: str = "/readyz") -> httpx.Response:
    door = Door(web(lambda: condition), "127.0.0.1", 0)
    door.start()
    try:
        return httpx.get(f"http://127.0.0.1:{door.port}{path}")
    finally:
        door.stop()


def test_alive_is_told_of_the_process_and_its_ticker_and_of_nothing_else() -> None:
    answer = asked(WELL, "/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"alive": True, "ticker_age_seconds": 3, "work": "ok"}


@pytest.mark.parametrize(
    "ill",
    [Condition(ticker_age_seconds=61), Condition(ticker_age_seconds=3, stuck=True)],
    ids=["ticker", "stuck"],
)
def test_what_a_restart_may_mend_is_neither_alive_nor_ready(ill: Condition) -> None:
    assert asked(ill, "/healthz").status_code == 503
    answer = asked(ill)
    assert answer.status_code == 503
    assert answer.json()["not_ready_because_of"] == ["ticker"]


@pytest.mark.parametrize(
    ("ill", "name", "words"),
    [
        (Condition(database="Full."), "database", "Full."),
        (Condition(token="token_revoked"), "slack", "refuses the token: token_revoked"),
        (Condition(unheard_seconds=181), "slack", "has not answered for 181 s"),
        (Condition(socket=False), "slack_socket", "not connected"),
    ],
    ids=["database", "token", "silent", "socket"],
)
def test_what_no_restart_mends_is_alive_and_not_ready(
    ill: Condition, name: str, words: str
) -> None:
    answer = asked(ill)
    assert answer.status_code == 503
    assert answer.json()[name] == words
    assert answer.json()["not_ready_because_of"] == [name]
    assert asked(ill, "/healthz").status_code == 200


def test_what_needs_no_other_copy_of_the_bot_is_told_of_one_that_is_ready() -> None:
    source = SourceCondition(data_age_seconds=86_400, failure="It refused the credentials (401).")
    told = Condition(
        sources={"zendesk:acme": source},
        due=3,
        oldest_seconds=900,
        disk_free={"database": 12_345_678, "temporary": 0},
    )
    answer = asked(told)
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "not_ready_because_of": [],
        "database": "ok",
        "read_replica": "not used",
        "read_replica_lag_seconds": None,
        "slack": "ok",
        "slack_socket": "not used",
        "ticker_age_seconds": None,
        "sources": {
            "zendesk:acme": {
                "data_age_seconds": 86_400,
                "last_success_seconds": None,
                "last_failure_seconds": None,
                "failing_for_seconds": None,
                "failure": "It refused the credentials (401).",
                "back_fill": "whole",
            }
        },
        "no_longer_asked": None,
        "outbox": {"due": 3, "oldest_seconds": 900},
        "disk_free_mb": {"database": 12, "temporary": 0},
    }


def test_a_source_that_was_never_read_is_not_called_whole() -> None:
    assert SourceCondition().report()["back_fill"] is None


def test_where_a_socket_is_used_no_call_of_slacks_is_taken() -> None:
    assert asked(WELL, "/slack/events").status_code == 404


def test_a_taken_port_is_an_error_at_the_start() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = Door(web(lambda: WELL), "127.0.0.1", taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            door.start()
        door.stop()


ASK = b"GET /healthz HTTP/1.1\r\nHost: bot\r\n"


class Hasty(Patient):
    """No patience, and room for two."""

    request_seconds = 0.2
    most_connections = 2


class Cramped(Patient):
    """All the patience of a test, and room for two."""

    request_seconds = patience.SECONDS
    most_connections = 2


async def echoed(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())} bytes")


@contextmanager
def serving(protocol: type[Patient]) -> Iterator[Door]:
    app = Starlette(routes=[*web(lambda: WELL).routes, Route("/echo", echoed, methods=["POST"])])
    door = Door(app, "127.0.0.1", 0, protocol)
    door.start()
    try:
        yield door
    finally:
        door.stop()


def connected(door: Door) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", door.port), patience.SECONDS)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def ended(connection: socket.socket) -> bytes:
    """What came until the other side closed. Raises TimeoutError where it never does."""
    got = b""
    try:
        while more := connection.recv(65536):
            got += more
    except ConnectionError:
        pass
    return got


def dripped(connection: socket.socket, drop: bytes) -> None:
    """Send drop after drop, a hundred a second, until the other side has had enough."""
    connection.settimeout(0.01)
    for _ in range(round(patience.SECONDS * 100)):
        try:
            connection.sendall(drop)
            if not connection.recv(65536):
                return
        except TimeoutError:
            continue
        except ConnectionError:
            return
    raise AssertionError("the connection was never closed")


@pytest.mark.parametrize(
    ("begin", "drop"),
    [
        (b"", b"G"),
        (ASK, b"X-Slow: 1\r\n"),
        (ASK + b"X-Slow: ", b"1"),
        (b"POST /echo HTTP/1.1\r\nHost: bot\r\nContent-Length: 1000000\r\n\r\n", b"1"),
        (b"POST /echo HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n1\r\n"),
    ],
    ids=["request line", "headers", "one header", "body", "chunks"],
)
def test_a_request_that_drips_is_cut(begin: bytes, drop: bytes) -> None:
    with serving(Hasty) as door, connected(door) as slow:
        slow.sendall(begin)
        dripped(slow, drop)
        assert httpx.get(f"http://127.0.0.1:{door.port}/healthz").status_code == 200


def test_a_connection_that_says_nothing_is_cut() -> None:
    with serving(Hasty) as door, connected(door) as silent:
        assert ended(silent) == b""


def test_the_second_request_of_a_connection_may_not_drip_either() -> None:
    with serving(Hasty) as door, connected(door) as slow:
        slow.sendall(ASK + b"\r\n")
        assert slow.recv(65536).startswith(b"HTTP/1.1 200")
        slow.sendall(ASK)
        dripped(slow, b"X-Slow: 1\r\n")


def test_where_there_is_no_room_the_one_that_waited_longest_goes() -> None:
    with serving(Cramped) as door, connected(door) as first, connected(door) as second:
        second.sendall(ASK)
        with connected(door) as third:
            third.sendall(ASK + b"Connection: close\r\n\r\n")
            assert ended(third).startswith(b"HTTP/1.1 200")
        assert ended(first) == b""
        second.sendall(b"Connection: close\r\n\r\n")
        assert ended(second).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "junk",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"EHLO mail.example\r\n\r\n",
        ASK + b"X-Bad\x00: 1\r\n\r\n",
        ASK + b"X-Long: " + b"x" * 20_000,
    ],
    ids=["another protocol", "another language", "a header that is none", "a header without end"],
)
def test_junk_is_refused_and_leaves_nothing(junk: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    with serving(Patient) as door, connected(door) as mad:
        mad.sendall(junk)
        got = ended(mad)
    assert got.startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))
    assert caplog.text == ""


def test_nobody_is_led_out_of_http() -> None:
    upgrade = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    with serving(Hasty) as door, connected(door) as other:
        other.sendall(ASK + upgrade + key + b"\r\n")
        assert not ended(other).startswith(b"HTTP/1.1 101")


def test_a_helpdesks_call_is_taken_where_its_secret_is_set_and_nowhere_else() -> None:
    hooks = Webhooks({"zendesk:acme": Caller(signed=lambda headers, body: body == b"mine")})
    door = Door(web(lambda: WELL, webhooks=hooks), "127.0.0.1", 0)
    door.start()
    try:
        address = f"http://127.0.0.1:{door.port}/helpdesk/zendesk:acme"
        assert httpx.post(address, content=b"mine").status_code == 200
        assert httpx.post(address, content=b"forged").status_code == 401
        assert httpx.post(address, content=b"x" * 1_000_001).status_code == 413
        assert httpx.post(f"{address}x", content=b"mine").status_code == 404
        assert httpx.get(address).status_code == 405
        assert httpx.head(address).status_code == 200
        assert httpx.head(f"{address}x").status_code == 404
        assert not hooks.due()
    finally:
        door.stop()
    none = Door(web(lambda: WELL, webhooks=Webhooks({})), "127.0.0.1", 0)
    none.start()
    try:
        address = f"http://127.0.0.1:{none.port}/helpdesk/zendesk:acme"
        assert httpx.post(address, content=b"mine").status_code == 404
    finally:
        none.stop()
