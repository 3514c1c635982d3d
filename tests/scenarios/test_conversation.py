"""A conversation about one number, typed and clicked under its card."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests.scenarios.town import dates

if TYPE_CHECKING:
    from playwright.sync_api import Page

SENDING = ("chat.postMessage", "chat.postEphemeral", "views.open", "views.publish")


def newest(slack: Running, phrase: str) -> Message:
    """The card that answers a phrase, once it is posted."""

    def found() -> list[Message]:
        return [m for m in slack.workspace.messages(SUPPORT.id) if answered(m) == phrase]

    slack.workspace.wait_for(found)
    return found()[-1]


def answered(message: Message) -> str:
    return str((message.metadata or {}).get("event_payload", {}).get("phrase"))


def say(page: Page, words: str, *, thread: bool) -> None:
    name = "Reply…" if thread else "Message #support"
    composer = page.get_by_role("combobox", name=name)
    composer.fill(words)
    composer.press("Enter")


@pytest.mark.browser
def test_a_number_is_followed_down_to_its_tickets(page: Page, talking: Running) -> None:
    say(page, "/kpi frt email", thread=False)
    card = newest(talking, f"frt email {dates('last 7 days')}")
    page.locator(f"article[data-ts='{card.ts}']").hover()
    page.get_by_label("Reply in thread").last.click()
    side = page.get_by_role("log", name="Thread")

    week, month = dates("last 7 days"), dates("last month")
    for words, phrase in (
        ("@deskpulse last month", f"frt email {month}"),
        ("by team", f"frt email {week} by team"),
        ("and last month", f"frt email {month} by team"),
        ("only chat", f"frt chat {week}"),
    ):
        say(page, words, thread=True)
        assert newest(talking, phrase).thread_ts == card.ts

    say(page, "worst 3", thread=True)
    side.get_by_role("button", name="All as CSV").click()
    side.get_by_text("I sent it to you as a direct message").wait_for()
    direct = talking.workspace.direct(ANNA.id).id
    assert any(message.files for message in talking.workspace.messages(direct))

    # Of the card, which is no reply: what it shows comes where the card stands.
    side.get_by_role("button", name="How this was made").first.click()
    page.get_by_role("button", name="Against the helpdesk").last.click()
    channel = page.get_by_role("log", name="Messages")
    channel.get_by_text("tickets have a time on both sides").wait_for()
    refused_nothing(talking)


@pytest.mark.browser
def test_a_question_is_chosen_in_a_form_and_its_receipt_compared(
    page: Page, talking: Running
) -> None:
    say(page, "/kpi help", thread=False)
    page.get_by_role("button", name="Choose a question").click()
    page.get_by_role("button", name="Ask", exact=True).click()
    card = newest(talking, f"frt {dates('last 7 days')}")
    receipt = re.findall("made ([0-9a-f]{8})", str(card.blocks))[0]
    say(page, f"/kpi receipt {receipt}", thread=False)
    page.get_by_text("no number in it has changed").wait_for()
    refused_nothing(talking)


def refused_nothing(slack: Running) -> None:
    """All was taken by Slack the first time, but for pictures that it had not examined yet."""
    calls = (call for method in SENDING for call in slack.workspace.journal.calls(method))
    refused = [call.answer for call in calls if not call.answer.get("ok")]
    assert [answer for answer in refused if "invalid slack file" not in str(answer)] == []
