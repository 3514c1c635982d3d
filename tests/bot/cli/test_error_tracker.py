"""What goes to an error tracker: where in the code it was, and nothing of anybody."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest

from bot.cli.error_tracker import track_errors
from bot.config import SettingsError
from bot.trace import reference_of
from tests import patience

CODE = """
import logging, sys
from bot.cli.logs import log_to_stderr
from bot.cli.error_tracker import track_errors
from bot.trace import trace
log_to_stderr("INFO", [])
track_errors(sys.argv[1], "0.1.0")
import sentry_sdk
def fail(customer):
    raise ValueError("canary of a customer: " + customer)
ours, theirs = logging.getLogger("bot.web"), logging.getLogger("slack_sdk.web")
ours.info("canary of a breadcrumb")
with trace("1"):
    try:
        fail("canary-local")
    except ValueError:
        ours.exception("Work for %s failed", "canary-parameter")
theirs.error("Failed to decode: canary-body")
made = logging.LogRecord("metrics.sync", logging.ERROR, "x.py", 1, "canary-made", None, None)
made.process = 1
logging.getLogger("metrics.sync").handle(made)
sentry_sdk.flush(20)
"""


class Tracker(BaseHTTPRequestHandler):
    """Takes events as Sentry does."""

    bodies: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_packed = self.headers.get("Content-Encoding") == "gzip"
        self.bodies.append(gzip.decompress(body) if is_packed else body)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def tracker() -> Iterator[str]:
    Tracker.bodies.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tracker)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://key@127.0.0.1:{server.server_port}/1"
    server.shutdown()
    server.server_close()


def events() -> list[dict[str, Any]]:
    lines = [line for body in Tracker.bodies for line in body.splitlines()]
    return [event for line in lines if "level" in (event := json.loads(line))]


def test_an_error_goes_out_with_its_place_and_reference_and_no_word_of_anybody(
    tracker: str,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE, tracker],
        check=False,
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
    )
    assert done.returncode == 0, done.stderr
    ours, theirs, made = events()
    assert b"canary" not in b"".join(Tracker.bodies)
    assert ours["logentry"] == {"message": "Work for %s failed"}
    assert ours["tags"] == {"reference": reference_of("1")}
    (error,) = ours["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "")
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert theirs["logentry"] == {"message": "An error in slack_sdk.web"}
    assert made["logentry"] == {"message": "An error in metrics.sync"}
    allowed = {"event_id", "timestamp", "platform", "level", "logger", "release", "sdk"}
    assert ours.keys() <= allowed | {"logentry", "exception", "tags"}


def test_an_address_that_is_none_is_told_in_a_sentence_without_it() -> None:
    with pytest.raises(SettingsError, match="SENTRY_DSN is no address") as caught:
        track_errors("canary", "0.1.0")
    assert "canary" not in str(caught.value)


def test_nothing_is_imported_where_it_is_not_set() -> None:
    code = (
        "import sys; from bot.cli import start; start.settings();"
        "print(any(name.startswith('sentry_sdk') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
        env={"PATH": "", "DESKPULSE_SETTINGS": ""},
    )
    assert done.stdout == "False\n", done.stderr
