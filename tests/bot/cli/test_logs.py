"""The log and what is taken out of it."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from bot.cli.logs import RedactingFormatter
from tests import patience


def line(message: str, *secrets: str, error: Exception | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.ERROR, "x.py", 1, message, None, info)
    return RedactingFormatter(secrets).format(record)


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
    assert "abc" not in line("text=frt&response_url=https%3A%2F%2Fhooks.example%2Fabc&x=1")
    assert "abc" not in line("https://hooks.slack-gov.com/commands/T0/1/abc")


def test_known_secrets_are_hidden_wherever_they_stand() -> None:
    assert "zd-canary" not in line("password is zd-canary", "zd-canary")


def test_traces_are_cleaned_too() -> None:
    said = line("failed", error=RuntimeError("token xoxb-1-canary was refused"))
    assert "RuntimeError: token ***" in said
    assert "canary" not in said


def test_other_words_stay() -> None:
    assert "Sync: Zendesk is away" in line("Sync: Zendesk is away", "")


FORGED = "2026-11-29 10:00:00,000 CRITICAL bot: all is lost"


@pytest.mark.parametrize(
    "sign", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_no_line_can_be_forged(sign: str) -> None:
    said = line(f"asked for {sign}{FORGED}")
    assert said.splitlines() == [said]
    assert FORGED in said
    trace = line("failed", error=RuntimeError(f"no metric {sign}{FORGED}")).splitlines()
    assert [at for at, each in enumerate(trace) if not each.startswith("  | ")] == [0]


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x07", "\x00", "\x9b", "\u202e", "\u2066", "\x7f"])
def test_what_a_terminal_would_obey_is_written_out(sign: str) -> None:
    for said in (line(f"a{sign}b"), line("failed", error=RuntimeError(f"a{sign}b"))):
        assert sign[0] not in said
        assert f"a{ascii(sign)[1:-1]}b" in said


def test_other_letters_stay_as_they_are() -> None:
    assert "Olena Коваленко 张 \u00df \u00f1 🎉" in line("Olena Коваленко 张 \u00df \u00f1 🎉")


LIBRARIES = """
import logging
from bot.cli.logs import log_to_stderr
log_to_stderr("DEBUG", [])
for name in ("slack_sdk.web", "slack_bolt.App", "slack_bolt.RequestVerification", "deskpulse:App",
             "sqlalchemy.engine.Engine", "httpx", "httpcore", "websockets.client", "whatever.next"):
    logging.getLogger(name).info("payload")
    logging.getLogger(name).debug("payload")
    logging.getLogger(name).warning("trouble of %s", name)
logging.getLogger("apscheduler.scheduler").warning("payload: its next turn is left out")
logging.getLogger("bot.slack").debug("ours")
logging.getLogger("metrics.sync.sync").debug("ours")
"""


def test_libraries_say_nothing_below_a_warning_even_at_debug() -> None:
    command = [sys.executable, "-c", LIBRARIES]
    ran = subprocess.run(
        command, capture_output=True, text=True, timeout=patience.SECONDS, check=True
    )
    assert "payload" not in ran.stderr
    assert (ran.stderr.count("trouble of"), ran.stderr.count("ours")) == (9, 2)
