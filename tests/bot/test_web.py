"""The HTTP door."""

from __future__ import annotations

import socket

import httpx
import pytest

from bot.web import Door, Health, web

WELL = Health(database=True, socket=True, sync_age_seconds=42)


def asked(health: Health, path: str = "/healthz") -> httpx.Response:
    door = Door(web(lambda: health), "127.0.0.1", 0)
    door.start()
    try:
        return httpx.get(f"http://127.0.0.1:{door.port}{path}")
    finally:
        door.stop()


def test_a_well_bot_says_so() -> None:
    answer = asked(WELL)
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "database": "ok",
        "slack_socket": "connected",
        "sync_age_seconds": 42,
        "beat_age_seconds": None,
        "work": "ok",
    }


@pytest.mark.parametrize(
    "ill",
    [
        Health(database=False, socket=True, sync_age_seconds=None),
        Health(database=True, socket=False, sync_age_seconds=1),
        Health(database=True, socket=True, sync_age_seconds=1, beat_age_seconds=61),
        Health(database=True, socket=True, sync_age_seconds=1, stuck=True),
    ],
)
def test_a_bot_that_a_restart_could_mend_is_unwell(ill: Health) -> None:
    answer = asked(ill)
    assert answer.status_code == 503
    assert answer.json()["ok"] is False


def test_a_sync_long_ago_is_told_but_no_reason_to_restart() -> None:
    old = Health(database=True, socket=None, sync_age_seconds=1_000_000)
    answer = asked(old)
    assert answer.status_code == 200
    assert answer.json()["sync_age_seconds"] == 1_000_000
    assert answer.json()["slack_socket"] == "not used"


def test_where_a_socket_is_used_no_call_of_slacks_is_taken() -> None:
    assert asked(WELL, "/slack/events").status_code == 404


def test_a_taken_port_is_an_error_at_the_start() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = Door(web(lambda: WELL), "127.0.0.1", taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            door.start()
        door.stop()
