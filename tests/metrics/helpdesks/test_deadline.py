"""A request ends at its deadline, however slowly its answer drips."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import OverloadedError
from metrics.helpdesks.deadline import Deadline
from metrics.helpdesks.web import Patience, Site, Surroundings, Web

STEP = 25.0
"""Seconds that pass with each byte, of the 60 that a request may take."""


class World:
    """A clock that is moved on by whoever answers."""

    now = 0.0

    def around(self) -> Surroundings:
        return Surroundings(clock=lambda: self.now, wait=lambda _: None)


@contextmanager
def dripping(world: World, start: bytes) -> Iterator[str]:
    """A server that answers with `start`, and then with a letter at a time."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            for byte in (start, *[b"x"] * 40):
                self.wfile.write(byte)
                self.wfile.flush()
                world.now += STEP
            self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/api"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"],
    ids=["status", "header", "body"],
)
def test_what_drips_without_end_is_given_up(start: bytes) -> None:
    world = World()
    with dripping(world, start) as base:
        web = Web(Site(base_url=base), None, patience=Patience(tries=1), around=world.around())
        with pytest.raises(OverloadedError, match=r"no answer in time|too slowly"):
            web.get("/groups")
        web.close()


def test_a_wait_is_no_longer_than_what_is_left() -> None:
    world = World()
    deadline = Deadline(lambda: world.now)
    assert (deadline.at, deadline.shorten(30.0), deadline.shorten(None)) == (math.inf, 30, None)
    deadline.begin(60)
    assert (deadline.shorten(30.0), deadline.shorten(None)) == (30, 60)
    world.now = 50
    assert (deadline.shorten(30.0), deadline.is_over()) == (10, False)
    world.now = 60
    with pytest.raises(httpx.ReadTimeout):
        deadline.shorten(30.0)


def test_each_thread_has_a_request_of_its_own() -> None:
    deadline = Deadline(lambda: 0.0)
    deadline.begin(60)
    seen: list[float] = []
    other = Thread(target=lambda: seen.append(deadline.at))
    other.start()
    other.join()
    assert seen == [math.inf]


@pytest.mark.parametrize("name", ["_transport", "_mounts", "_pool", "_network_backend"])
def test_a_client_that_is_built_otherwise_is_refused_aloud(name: str) -> None:
    client = httpx.Client(trust_env=False)
    pool = client._transport._pool  # type: ignore[attr-defined]
    owner = next(each for each in (client, client._transport, pool) if name in vars(each))
    delattr(owner, name)
    with pytest.raises(HelpdeskError, match=r"httpx .* requirements\.lock"):
        Deadline(lambda: 0.0).hold(client)


def test_a_transport_of_our_own_reads_nothing_that_could_drip() -> None:
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client:
        Deadline(lambda: 0.0).hold(client)
        assert client.get("http://localhost/").status_code == 200


def test_what_is_read_through_a_proxy_is_held_too() -> None:
    client = httpx.Client(proxy="http://127.0.0.1:9")
    before = [transport._pool for transport in client._mounts.values() if transport]  # type: ignore[attr-defined]
    Deadline(lambda: 0.0).hold(client)
    networks = {type(pool._network_backend).__name__ for pool in before}
    assert networks == {"_Backend"}
    client.close()
