"""A standup: the board is posted in the channel, and its thread goes on from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.slack.server import Running
from tests.scenarios.test_conversation import say

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.browser
def test_the_board_is_posted_and_asked_on_in_its_thread(page: Page, talking: Running) -> None:
    say(page, "/kpi standup", thread=False)
    page.get_by_text("To talk about:").first.wait_for(timeout=30_000)
    page.locator("article", has_text="To talk about:").last.hover()
    page.get_by_label("Reply in thread").last.click()
    side = page.get_by_role("log", name="Thread")
    say(page, "@deskpulse by channel", thread=True)
    side.get_by_text("Asked: backlog_growth since").first.wait_for(timeout=30_000)
