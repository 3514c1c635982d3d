"""The log and what is taken out of it."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any, TypeAlias

import pytest

from bot.cli.logs import JsonFormatter, RedactingFormatter
from bot.trace import Fact, reference_of, trace
from tests import patience

Json: TypeAlias = dict[str, Any]


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


def in_json(message: str, *secrets: str, error: Exception | None = None, **facts: Fact) -> Json:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot.web", logging.ERROR, "x.py", 1, message, None, info)
    record.created = 1_795_500_000.25
    record.facts = facts
    said = JsonFormatter(secrets).format(record)
    assert said.isascii()
    assert said.splitlines() == [said]
    assert not [sign for sign in said if ord(sign) < 32]
    read: Json = json.loads(said)
    return read


def test_a_line_of_json_has_its_facts_as_fields() -> None:
    assert in_json("A question is over", outcome="answered", seconds=0.5, source=None) == {
        "at": "2026-11-24T06:00:00.250Z",
        "level": "ERROR",
        "logger": "bot.web",
        "thread": "MainThread",
        "message": "A question is over",
        "outcome": "answered",
        "seconds": 0.5,
    }


def test_a_line_bears_the_reference_of_the_request_that_is_worked_on() -> None:
    with trace("1"):
        assert in_json("So it is")["reference"] == reference_of("1")
        assert line("So it is").endswith(f"So it is reference={reference_of('1')}")
    assert "reference" not in in_json("So it is")


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[2J", "\x00", "\u2028", "\u202e", '"', "\\"])
def test_no_line_of_json_can_be_forged(sign: str) -> None:
    forged = f'a{sign}{{"level": "CRITICAL"}}'
    said = in_json(forged, error=RuntimeError(forged), source=forged)
    assert said["level"] == "ERROR"
    assert said["message"] == said["source"] == forged
    assert forged in str(said["trace"])


@pytest.mark.parametrize(
    "canary",
    [
        "xoxb-12-34-abcDEF",
        "Authorization: Bearer abcDEF",
        "https://hooks.slack.com/commands/T0/1/abcDEF",
        'response_url": "http://127.0.0.1:5/r/abcDEF"',
        'Olena\'s "pass\\word" abcDEF',
    ],
)
def test_no_secret_stands_in_any_field_of_json(canary: str) -> None:
    own = 'Olena\'s "pass\\word" abcDEF'
    said = in_json(f"calling {canary} now", own, error=RuntimeError(canary), source=canary)
    assert "abcDEF" not in json.dumps(said)
    assert "***" in str(said["message"])


@pytest.mark.parametrize(("form", "is_json"), [("json", True), ("text", False)])
def test_the_log_is_written_as_the_setting_says(form: str, *, is_json: bool) -> None:
    code = (
        "import logging; from bot.cli.logs import log_to_stderr;"
        f"log_to_stderr('INFO', [], as_json={form == 'json'});"
        "logging.getLogger('bot').info('Connected')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=patience.SECONDS,
    )
    assert done.stderr.startswith('{"at": ') is is_json
