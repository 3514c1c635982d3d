"""The log and what is taken out of it."""

from __future__ import annotations

import logging

import pytest

from bot.cli.logs import Redacting


def line(message: str, *secrets: str, error: Exception | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.ERROR, "x.py", 1, message, None, info)
    return Redacting(secrets).format(record)


@pytest.mark.parametrize(
    "canary",
    [
        "xoxb-12-34-abcDEF",
        "xapp-1-A0-99-ff",
        "https://hooks.slack.com/commands/T0/1/abc",
        "wss://wss-primary.slack.com/link/?ticket=abc&app_id=1",
    ],
)
def test_what_opens_a_door_is_hidden(canary: str) -> None:
    said = line(f"calling with {canary} now")
    assert canary not in said
    assert "***" in said


def test_headers_and_response_urls_are_hidden() -> None:
    assert "abc" not in line("Authorization: Bearer abc.def-1")
    assert "abc" not in line("Authorization: Basic abcd==")
    assert "/r/abc" not in line('{"response_url": "http://127.0.0.1:5/r/abc"}')


def test_known_secrets_are_hidden_wherever_they_stand() -> None:
    assert "zd-canary" not in line("password is zd-canary", "zd-canary")


def test_traces_are_cleaned_too() -> None:
    said = line("failed", error=RuntimeError("token xoxb-1-canary was refused"))
    assert "RuntimeError: token ***" in said
    assert "canary" not in said


def test_other_words_stay() -> None:
    assert "Sync: Zendesk is away" in line("Sync: Zendesk is away", "")
