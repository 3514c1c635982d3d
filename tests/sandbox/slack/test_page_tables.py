"""Tables on the page: columns keep their width, and what has no room is moved sideways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from sandbox.slack.people import SUPPORT
from sandbox.slack.server import Running

pytestmark = pytest.mark.browser

LONG = ("email", "7m slower, could be chance", "1h 40m before", "at most 4h", "79 first replies")
CAPTION = "First response time by channel, all tickets, 24 to 30 November 2026"
ONE_LINE = 50
"""A row of one line is lower than so many pixels."""


def rows(*lines: tuple[str, ...]) -> list[list[dict[str, Any]]]:
    return [[{"type": "raw_text", "text": text} for text in line] for line in lines]


@pytest.fixture
def phone(slack: Running, browser: Browser) -> Iterator[Page]:
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    tab.goto(slack.url)
    yield tab
    tab.close()


def heights(page: Page) -> list[float]:
    every = "all => all.map(row => row.getBoundingClientRect().height)"
    return [float(each) for each in page.locator("tbody tr").evaluate_all(every)]


@pytest.mark.parametrize("kind", ["table", "data_table"])
def test_on_a_phone_a_row_stays_one_line_and_the_table_moves(
    kind: str, phone: Page, client: WebClient
) -> None:
    caption = {"caption": CAPTION} if kind == "data_table" else {}
    table = {"type": kind, "rows": rows(("Channel", *["What"] * 4), LONG, LONG), **caption}
    client.chat_postMessage(channel=SUPPORT.id, text="x", blocks=[table])
    box = phone.locator(".tablebox")
    expect(box).to_be_visible()
    assert max(heights(phone)) < ONE_LINE
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_caption_stays_where_the_table_moves(phone: Page, client: WebClient) -> None:
    table = {"type": "data_table", "caption": CAPTION, "rows": rows(LONG, LONG)}
    client.chat_postMessage(channel=SUPPORT.id, text="x", blocks=[table])
    caption = phone.get_by_text(CAPTION)
    expect(caption).to_be_visible()
    expect(phone.get_by_role("table", name=CAPTION)).to_be_visible()
    assert caption.evaluate("one => one.getBoundingClientRect().right") <= 390
    assert caption.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_only_a_very_long_cell_takes_more_lines(phone: Page, client: WebClient) -> None:
    table = {"type": "data_table", "caption": CAPTION, "rows": rows(("A", "B"), ("a", "b " * 200))}
    client.chat_postMessage(channel=SUPPORT.id, text="x", blocks=[table])
    expect(phone.locator(".tablebox")).to_be_visible()
    (height,) = heights(phone)
    assert height > ONE_LINE
