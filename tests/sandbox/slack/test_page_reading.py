"""What one sees first: the newest answer from its first line, things to try, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.server import Running
from sandbox.slack.settings import TourStep

pytestmark = pytest.mark.browser

SIZES = ({"width": 1200, "height": 800}, {"width": 390, "height": 844})
TOUR = (
    TourStep(label="Ask", line="/kpi frt", word="/kpi"),
    TourStep(label="Why", line="/kpi frt why", word="why"),
)


def tall(first: str) -> list[dict[str, Any]]:
    """An answer that is longer than any screen."""
    lines = [first, *["small print"] * 60]
    return [{"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(lines)}}]


@pytest.fixture(params=SIZES, ids=("desk", "phone"))
def page(request: pytest.FixtureRequest, slack: Running, browser: Browser) -> Iterator[Page]:
    slack.workspace.settings.tour = TOUR
    tab = browser.new_page(viewport=request.param, color_scheme="light")
    yield tab
    tab.close()


def first_line(page: Page, text: str) -> float:
    """How far below the top of the list the line that holds a text is."""
    expect(page.get_by_text(text)).to_be_visible()
    return float(
        page.evaluate(
            """text => new Promise(done => setTimeout(() => {
                const list = document.querySelector("#messages");
                const all = [...list.querySelectorAll(".message")];
                const own = all.find(message => message.textContent.includes(text));
                done(own.getBoundingClientRect().top - list.getBoundingClientRect().top);
            }, 300))""",
            text,
        )
    )


def test_it_opens_at_the_first_line_of_the_newest_answer(
    page: Page, slack: Running, client: WebClient
) -> None:
    client.chat_postMessage(channel=SUPPORT.id, text="x", blocks=tall("The answer before"))
    client.chat_postMessage(channel=SUPPORT.id, text="x", blocks=tall("The newest answer"))
    page.goto(slack.url)
    assert 0 <= first_line(page, "The newest answer") < 30


def test_it_follows_ones_own_question_from_wherever_one_reads(
    page: Page, slack: Running, client: WebClient, app: App, connect: Callable[[], None]
) -> None:
    @app.command("/kpi")
    def answer(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="x", blocks=tall("An answer to me"), response_type="in_channel")

    connect()
    client.chat_postMessage(channel=SUPPORT.id, text="x", blocks=tall("The answer before"))
    page.goto(slack.url)
    expect(page.get_by_text("The answer before")).to_be_visible()
    page.locator("#messages").evaluate("list => { list.scrollTop = 120; }")
    page.get_by_role("button", name="Ask", exact=True).click()
    assert 0 <= first_line(page, "An answer to me") < 30


def test_who_reads_further_up_is_left_there_when_others_ask(
    page: Page, slack: Running, client: WebClient
) -> None:
    client.chat_postMessage(channel=SUPPORT.id, text="x", blocks=tall("The answer before"))
    page.goto(slack.url)
    assert first_line(page, "The answer before") < 30
    page.locator("#messages").evaluate("list => { list.scrollTop = 120; }")
    slack.say(BEN.id, SUPPORT.id, "Somebody else")
    expect(page.get_by_text("Somebody else")).to_be_attached()
    page.wait_for_timeout(200)
    assert page.locator("#messages").evaluate("list => list.scrollTop") == 120


def test_a_thing_to_try_is_ticked_off_however_it_is_done(page: Page, slack: Running) -> None:
    page.goto(slack.url)
    expect(page.get_by_role("heading", name="Try 2 things: 0 done")).to_be_visible()
    expect(page.get_by_text("In a channel begin with /kpi or mention @deskpulse")).to_be_visible()
    page.locator("#main-field").fill("/kpi csat")
    page.locator("#main-field").press("Enter")
    expect(page.get_by_role("heading", name="Try 2 things: 1 done")).to_be_visible()
    page.get_by_role("button", name="Why").click()
    expect(page.get_by_role("heading", name="You have seen the main things")).to_be_visible()
    page.get_by_role("button", name="Close the tour").click()
    expect(page.locator("#tour")).to_be_hidden()


def test_only_the_first_person_is_shown_around(page: Page, slack: Running) -> None:
    page.goto(f"{slack.url}/?person={BEN.id}")
    expect(page.get_by_role("heading", name="support", exact=True)).to_be_visible()
    expect(page.locator("#tour")).to_be_hidden()
    assert slack.workspace.people()[0].id == ANNA.id


def test_light_and_dark_are_a_button_away_and_kept(page: Page, slack: Running) -> None:
    page.goto(slack.url)
    paper = "() => getComputedStyle(document.querySelector('main')).backgroundColor"
    expect(page.get_by_role("heading", name="support", exact=True)).to_be_visible()
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(paper) == "rgb(26, 29, 33)"
    page.reload()
    expect(page.get_by_role("heading", name="support", exact=True)).to_be_visible()
    assert page.evaluate(paper) == "rgb(26, 29, 33)"
