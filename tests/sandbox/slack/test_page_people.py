"""Speaking as somebody else in the page: one click, at any width, and only where they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.slack.people import BEN, PARTNERS, PEOPLE, PIA, SUPPORT
from sandbox.slack.server import Running
from tests import patience

pytestmark = pytest.mark.browser

DESK: Any = {"width": 1200, "height": 760}
PHONE: Any = {"width": 390, "height": 844}


@pytest.fixture
def page(slack: Running, browser: Browser) -> Iterator[Page]:
    tab = browser.new_page(viewport=DESK)
    tab.set_default_timeout(patience.MILLISECONDS)
    tab.goto(slack.url)
    yield tab
    tab.close()


def faces(page: Page) -> dict[str, Any]:
    """Who is offered, by first name, with what they are."""
    bar = page.get_by_role("navigation", name="You speak as")
    expect(bar.get_by_role("link")).to_have_count(len(PEOPLE))
    return {
        link.locator("b").inner_text(): link.locator("span").inner_text()
        for link in bar.get_by_role("link").all()
    }


def channels(page: Page) -> list[str]:
    return page.locator("#sidebar nav ul").first.locator("button > span").all_inner_texts()


def test_it_opens_as_the_lead_and_says_what_everybody_is(page: Page) -> None:
    assert faces(page) == {
        "Anna": "lead",
        "Ben": "administrator",
        "Carla": "agent",
        "Dev": "agent",
        "Finn": "guest",
        "Pia": "partner",
    }
    expect(page.locator("#people [aria-current]")).to_contain_text("Anna")


def test_one_click_speaks_as_somebody_else(slack: Running, page: Page) -> None:
    page.get_by_role("link", name="Ben").click()
    expect(page.locator("#people [aria-current]")).to_contain_text("Ben")
    page.get_by_role("combobox", name="Message #support").fill("Hi")
    page.keyboard.press("Enter")
    said = slack.workspace.wait_for(lambda: slack.workspace.messages(SUPPORT.id))
    assert [(m.author, m.text) for m in said] == [(BEN.id, "Hi")]


def test_only_channels_that_one_is_in_are_offered(page: Page) -> None:
    faces(page)
    assert channels(page) == ["acme-partners", "general", "support", "support-leads"]
    for name, own in (("Ben", ["general", "support"]), ("Finn", ["support"])):
        page.get_by_role("link", name=name).click()
        expect(page.locator("#people [aria-current]")).to_contain_text(name)
        assert channels(page) == own


def test_a_shared_channel_says_with_whom(page: Page) -> None:
    page.get_by_role("link", name="Pia").click()
    expect(page.get_by_role("heading", name=PARTNERS.name, exact=True)).to_be_visible()
    expect(page.locator("#head .company")).to_have_text("with Acme")
    assert channels(page) == [PARTNERS.name]


def test_on_a_phone_everybody_is_in_sight(slack: Running, page: Page) -> None:
    page.set_viewport_size(PHONE)
    faces(page)
    for person in PEOPLE:
        link = page.locator(f"#people a[href*='{person.id}']")
        expect(link).to_be_in_viewport(ratio=1)
    page.locator(f"#people a[href*='{PIA.id}']").click()
    expect(page.locator("#people [aria-current]")).to_contain_text("partner")
