"""The main job: somebody types /kpi in Slack and gets a card with a chart."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from sandbox.desks import LOOPBACK
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.server import Running
from tests import patience
from tests.scenarios.test_conversation import say
from tests.scenarios.town import Commands

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.browser
def test_a_question_typed_in_the_page_is_answered_with_a_card_and_a_chart(page: Page) -> None:
    say(page, "/kpi frt email", thread=False)
    page.get_by_text("First response time").first.wait_for()
    picture = page.locator("img[alt*='First response time']").first
    # The image is there before what it shows.
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth") >= 1000


@pytest.mark.browser
def test_nonsense_is_told_where_help_is_and_a_slip_gets_a_suggestion_that_can_be_clicked(
    page: Page,
) -> None:
    say(page, "/kpi nonsense", thread=False)
    page.get_by_text("/kpi help").first.wait_for()
    say(page, "/kpi frt emial", thread=False)
    page.get_by_role("button", name="Ask frt email").click()
    page.locator("img[alt*='First response time']").first.wait_for()


def test_the_same_question_over_http_with_signed_requests(
    tmp_path: Path, slack: Running, bot: Commands
) -> None:
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    with reserved_port() as port:
        slack.workspace.settings.signing_secret = secret
        slack.workspace.settings.request_url = f"http://{LOOPBACK}:{port}/slack/events"
        over_http = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": secret}
        over_http["DESKPULSE_LOG_LEVEL"] = "DEBUG"
        given = {**bot.environment, **over_http, "DESKPULSE_PORT": str(port)}
        with Commands(given).serving(tmp_path / "bot.log") as process:
            wait_for_door(port, process)
            assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "frt email").ok
            slack.workspace.wait_for(lambda: slack.workspace.journal.calls("chat.postMessage"))
            assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "canary of a person").ok
            slack.workspace.wait_for(lambda: slack.workspace.journal.calls("response_url"))
            for signature in ("", "v0=" + "0" * 64):
                assert refused(port, "canary of nobody", signature)
        log = (tmp_path / "bot.log").read_text()
        assert "Turned away" in log
        for kept_out in ("canary", "/response/", secret, slack.workspace.settings.bot_token):
            assert kept_out not in log


def refused(port: int, body: str, signature: str) -> bool:
    """Whether what somebody posts who is not Slack is turned away."""
    headers = {"x-slack-request-timestamp": f"{time.time():.0f}", "x-slack-signature": signature}
    url = f"http://{LOOPBACK}:{port}/slack/events"
    return httpx.post(url, content=body, headers=headers).status_code == 401


@contextmanager
def reserved_port() -> Iterator[int]:
    """A port that nobody else is given: it is bound, and as nobody listens the bot still can."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((LOOPBACK, 0))
        yield held.getsockname()[1]


def wait_for_door(port: int, bot: subprocess.Popen[str]) -> None:
    """Until the bot listens there."""
    ends = time.monotonic() + patience.SECONDS
    while bot.poll() is None and time.monotonic() < ends:
        try:
            socket.create_connection((LOOPBACK, port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the bot's door did not open")
