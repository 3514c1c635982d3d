"""A digest is looked at before anybody else sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scenarios.test_conversation import say

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.browser
def test_a_digest_is_shown_to_the_asker_with_its_thread(page: Page) -> None:
    say(page, "/kpi digest weekly", thread=False)
    shown = page.locator("article", has_text="Your week in support").last
    shown.get_by_text("Behind the numbers").wait_for()
    shown.get_by_text("Steady:").wait_for()
