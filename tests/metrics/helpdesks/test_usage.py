"""What a piece of work takes of a helpdesk."""

from __future__ import annotations

from threading import Thread

import httpx
import respx

from metrics.helpdesks.pace import Limit
from metrics.helpdesks.usage import counted
from tests.metrics.helpdesks.test_web import BASE, World, web


def test_calls_are_counted_with_those_that_were_made_again_and_waits_for_limits_alone() -> None:
    world = World()
    with respx.mock(base_url=BASE) as api, counted() as usage:
        busy = httpx.Response(429, headers={"Retry-After": "37"})
        api.get("/groups").mock(
            side_effect=[httpx.Response(503), busy, httpx.Response(200, json={})]
        )
        web(world).get("/groups")
    assert world.waits == [1, 37]
    assert (usage.calls, usage.waited_seconds) == (3, 37)


def test_a_pause_that_keeps_within_a_limit_is_counted() -> None:
    world = World()
    with respx.mock(base_url=BASE) as api, counted() as usage:
        api.get("/groups").respond(json={})
        client = web(world, limits=(Limit(prefix="/", calls=1),))
        client.get("/groups")
        client.get("/groups")
    assert usage.waited_seconds == sum(world.waits) > 0


def test_what_was_taken_is_counted_once() -> None:
    with counted() as usage:
        usage.calls = 3
        assert usage.take().calls == 3
        assert usage.take().calls == 0


def test_another_threads_calls_are_its_own() -> None:
    with respx.mock(base_url=BASE) as api, counted() as usage:
        api.get("/groups").respond(json={})
        other = Thread(target=lambda: web(World()).get("/groups"))
        other.start()
        other.join()
    assert usage.calls == 0
