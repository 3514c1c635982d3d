"""Calls of helpdesks: whose they are, and when they make a sync due."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import pytest

from bot.webhooks import APART_SECONDS, GATHER_SECONDS, Caller, Webhooks

ACME = "zendesk:acme"
SECRET = {"X-Secret": "good"}


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def signed(headers: Mapping[str, str], body: bytes) -> bool:
    return headers.get("X-Secret") == "good" and body != b"forged"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def hooks(clock: Clock, settles_seconds: float = 0.0) -> Webhooks:
    return Webhooks({ACME: Caller(signed=signed, settles_seconds=settles_seconds)}, clock)


def test_a_signed_call_makes_a_sync_due_once_its_burst_is_over(clock: Clock) -> None:
    webhooks = hooks(clock)
    for _ in range(50):
        assert webhooks.take(ACME, SECRET, b"{}") == 200
        clock.at += 0.01
    assert webhooks.due() == []
    clock.at += GATHER_SECONDS
    assert webhooks.due() == [ACME]
    webhooks.begun(ACME)
    assert webhooks.due() == []


@pytest.mark.parametrize(
    ("source", "headers", "body", "status"),
    [
        (ACME, {}, b"{}", 401),
        (ACME, {"X-Secret": "bad"}, b"{}", 401),
        (ACME, SECRET, b"forged", 401),
        ("zendesk:other", SECRET, b"{}", 404),
        ("", SECRET, b"{}", 404),
    ],
)
def test_what_is_not_signed_wakes_nobody(
    clock: Clock, source: str, headers: Mapping[str, str], body: bytes, status: int
) -> None:
    webhooks = hooks(clock)
    assert webhooks.take(source, headers, body) == status
    clock.at += 1000
    assert webhooks.due() == []


def test_calls_that_are_turned_away_are_counted_in_the_log_now_and_then(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    webhooks = hooks(clock)
    with caplog.at_level(logging.WARNING):
        for _ in range(100):
            webhooks.take(ACME, {}, b"a secret")
        clock.at += 61
        webhooks.take(ACME, {}, b"a secret")
    assert [record.args for record in caplog.records] == [(1,), (101,)]
    assert "a secret" not in caplog.text


def test_a_sync_waits_until_the_helpdesk_shows_what_changed(clock: Clock) -> None:
    webhooks = hooks(clock, settles_seconds=62)
    webhooks.take(ACME, SECRET, b"{}")
    clock.at += 61
    assert webhooks.due() == []
    webhooks.take(ACME, SECRET, b"{}")
    clock.at += 1
    assert webhooks.due() == [ACME]
    webhooks.begun(ACME)
    assert webhooks.due() == []
    clock.at += 60
    assert webhooks.due() == []
    clock.at += 1
    assert webhooks.due() == [ACME]
    webhooks.begun(ACME)
    clock.at += 1000
    assert webhooks.due() == []


def test_a_helpdesk_that_calls_without_end_begins_few_syncs(clock: Clock) -> None:
    webhooks, syncs = hooks(clock), 0
    for _ in range(600):
        webhooks.take(ACME, SECRET, b"{}")
        for source in webhooks.due():
            webhooks.begun(source)
            syncs += 1
        clock.at += 1
    assert 600 / APART_SECONDS * 0.5 <= syncs <= 600 / APART_SECONDS + 1
