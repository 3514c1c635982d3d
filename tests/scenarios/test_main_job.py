"""The main job: somebody types /kpi in Slack and gets a card with a chart."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.demo import LOOPBACK
from bot.sandbox.slack.people import ANNA, SUPPORT
from bot.sandbox.slack.server import Running
from tests.scenarios.conftest import commands

if TYPE_CHECKING:
    from playwright.sync_api import Page


def type_in(page: Page, words: str) -> None:
    composer = page.get_by_role("combobox", name="Message #support")
    composer.fill(words)
    composer.press("Enter")


@pytest.mark.browser
def test_a_question_typed_in_the_page_is_answered_with_a_card_and_a_chart(page: Page) -> None:
    type_in(page, "/kpi frt email")
    page.get_by_text("First response time").first.wait_for(timeout=30_000)
    picture = page.locator("img[alt*='First response time']").first
    picture.wait_for(timeout=30_000)
    assert picture.evaluate("image => image.naturalWidth") >= 1000


@pytest.mark.browser
def test_a_slip_gets_a_suggestion_that_can_be_clicked(page: Page) -> None:
    type_in(page, "/kpi frt emial")
    page.get_by_role("button", name="Ask frt email").click(timeout=30_000)
    page.locator("img[alt*='First response time']").first.wait_for(timeout=30_000)


@pytest.mark.browser
def test_nonsense_is_told_where_help_is(page: Page) -> None:
    type_in(page, "/kpi nonsense")
    page.get_by_text("/kpi help").first.wait_for(timeout=30_000)


def test_the_same_question_over_http_with_signed_requests(
    tmp_path: Path, zendesk: str, slack: Running
) -> None:
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    port = _free_port()
    slack.workspace.settings.signing_secret = secret
    slack.workspace.settings.request_url = f"http://{LOOPBACK}:{port}/slack/events"
    bot = commands(
        tmp_path,
        zendesk,
        slack,
        SLACK_APP_TOKEN="",
        SLACK_SIGNING_SECRET=secret,
        DESKPULSE_PORT=str(port),
    )
    bot.run("sync")
    process = bot.start("serve")
    try:
        _wait_for_port(port)
        assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "frt email").ok
        slack.workspace.wait_for(lambda: slack.workspace.journal.calls("chat.postMessage"), 30)
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _free_port() -> int:
    import socket

    with socket.create_server((LOOPBACK, 0)) as listening:
        return int(listening.getsockname()[1])


def _wait_for_port(port: int) -> None:
    import socket

    for _ in range(300):
        try:
            socket.create_connection((LOOPBACK, port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the bot's door did not open")
