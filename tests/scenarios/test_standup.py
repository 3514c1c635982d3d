"""A standup in the page, turn by turn, from its board to what the channel is told at the end."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox.slack.people import ANNA
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests.scenarios.test_conversation import newest, refused_nothing, say
from tests.scenarios.town import dates

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MONTH = dates("last month")
PICTURES = os.environ.get("STANDUP_PICTURES")
"""A folder for a picture of each turn, wide and narrow, for whoever wants to look at them."""
REPLIES = r"([\d,]+) first repl(?:y|ies)"


@dataclass
class Standup:
    """The page while people talk. Each turn gives the text of its answer."""

    page: Page
    slack: Running
    turns: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("log", name="Thread")

    @property
    def channel(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    def reply(self, words: str) -> str:
        """Say something in the thread; the answer comes below it."""
        place = self.thread.locator("article").count() + 1
        say(self.page, words, thread=True)
        return self.answered(self.thread, place)

    def press(self, name: str, *, within: Locator) -> str:
        """Press a button; the answer comes into the thread."""
        place = self.thread.locator("article").count()
        within.get_by_role("button", name=name, exact=True).last.click()
        return self.answered(self.thread, place)

    def command(self, words: str) -> str:
        """A slash command in the channel, where its answer comes too."""
        place = self.channel.locator("article").count()
        say(self.page, words, thread=False)
        return self.answered(self.channel, place)

    def answered(self, log: Locator, place: int) -> str:
        """The words of the message at that place, once it is there and its pictures are drawn."""
        message = log.locator("article").nth(place)
        message.wait_for()
        message.scroll_into_view_if_needed()
        for picture in message.locator("img[alt]").element_handles():
            self.page.wait_for_function("i => i.complete && i.naturalWidth", arg=picture)
        self.look()
        return message.inner_text()

    def look(self) -> None:
        if PICTURES is None:
            return
        turn = next(self.turns)
        for width in (400, 1440):
            self.page.set_viewport_size({"width": width, "height": 1000})
            path = Path(PICTURES) / f"{turn:02}-{width}.png"
            self.page.screenshot(path=path, animations="disabled")


def number(pattern: str, text: str) -> int:
    """The number that a pattern finds."""
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return int(found[1].replace(",", ""))


def column(log: Locator, heading: str) -> dict[str, int]:
    """The whole numbers below a heading of the newest answer's table, by the names of its rows."""
    table = log.locator("article").last.locator("table").last
    names = table.locator("thead th").all_inner_texts()
    at = next(n for n, name in enumerate(names) if heading in name)
    rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]
    return {row[0]: int(row[at].replace(",", "")) for row in rows}


@pytest.fixture
def standup(page: Page, talking: Running) -> Standup:
    """A page beside a Slack that has looked at a picture as soon as it is there."""
    talking.workspace.shelf.processing_seconds = 0.0
    page.set_viewport_size({"width": 1440, "height": 1000})
    return Standup(page, talking)


@pytest.mark.browser
def test_the_work_of_a_standup_is_gone_through_in_its_thread(standup: Standup) -> None:
    work_is_gone_through(standup, board(standup))
    refused_nothing(standup.slack)


@pytest.mark.browser
def test_a_standup_from_its_board_to_what_is_shared(standup: Standup) -> None:
    board(standup)
    replies = first_response_is_narrowed(standup)
    tickets_are_followed(standup, replies)
    what_is_known_is_looked_up(standup)
    told = receipt_is_compared_and_shared(standup, replies)
    period_is_chosen(standup, told)
    refused_nothing(standup.slack)


def board(standup: Standup) -> int:
    """The board says how it stands, and what came and went adds up; gives how many are open."""
    text = standup.command("/kpi standup")
    assert re.search(r"[\d,]+ tickets? (?:is|are) breached", text)
    assert "for our reply" in text
    start, end, how = re.findall(r"backlog ([\d,]+) to ([\d,]+) \((.+?)\)\.", text)[0]
    steps = {name: int(n.replace(",", "")) for n, name in re.findall(r"([\d,]+) ([a-z ]+)", how)}
    left = sum(steps.pop(name, 0) for name in ("solved", "removed"))
    opening, closing = (int(n.replace(",", "")) for n in (start, end))
    assert opening + sum(steps.values()) - left == closing
    message = standup.channel.locator("article").last
    message.hover()
    standup.page.get_by_label("Reply in thread").last.click()
    standup.thread.get_by_text("In this thread, mention me to go on").wait_for()
    return closing


def work_is_gone_through(standup: Standup, open_count: int) -> None:
    """Typed replies act on the board: its parts add up, and a ticket is taken where it stands."""
    by_team = standup.reply("@deskpulse by team")
    table = standup.thread.locator("article").last.locator("tbody tr")
    counts = [row.locator("td").first.inner_text() for row in table.all()]
    assert sum(int(n.replace(",", "")) for n in counts) == open_count, by_team
    assert "Standup \u00b7 Breached" in standup.reply("breached")
    assert "Standup \u00b7 Email" in standup.reply("only email")
    assert "Next, and nobody has taken it" in standup.reply("next")
    message = standup.thread.locator("article").last
    message.get_by_role("button", name="I take it").click()
    message.get_by_role("button", name="Give back").wait_for()
    number = re.findall(r"#(\d+)", message.inner_text())[0]
    assert "takes it" in standup.reply(f"who has {number}?")
    month = standup.reply("last month")
    assert "October" in month or MONTH in month


def first_response_is_narrowed(standup: Standup) -> int:
    """From the board to another figure; gives how many first replies are left."""
    first = standup.reply("@deskpulse frt by channel")
    assert sum(column(standup.thread, "First replies").values()) == number(REPLIES, first)
    month = standup.reply("and last month")
    newest(standup.slack, f"frt {MONTH} by channel")
    channels = column(standup.thread, "First replies")
    assert sum(channels.values()) == number(REPLIES, month)
    email = standup.reply("and only email")
    newest(standup.slack, f"frt email {MONTH}")
    assert number(REPLIES, email) == channels["email"]
    target = standup.reply("and vs target")
    newest(standup.slack, f"frt email {MONTH} vs target")
    assert "at most 4h" in target
    assert number(REPLIES, target) == channels["email"]
    return channels["email"]


def tickets_are_followed(standup: Standup, replies: int) -> None:
    """Why it moved, its worst tickets and all of them in a file are of the same first replies."""
    standup.reply("and why")
    table = standup.thread.locator("article").last.locator("tbody tr")
    assert f"({replies:,})" in table.last.inner_text()
    worst = standup.reply("and worst 10")
    assert f"{replies} first replies, of which the first 10 are listed" in worst
    assert "Only visible to you" in worst
    assert "I sent it to you as a direct message" in standup.reply("and csv")
    workspace = standup.slack.workspace
    direct = workspace.messages(workspace.direct(ANNA.id).id)
    (file,) = [file for message in direct for file in message.files]
    content = workspace.shelf[file].content or b""
    assert len(list(csv.DictReader(io.StringIO(content.decode())))) == replies
    explained = standup.reply("and explain")
    assert number(r"All it has\s+\S.*?\s{2}([\d,]+)\s", explained) == replies


def what_is_known_is_looked_up(standup: Standup) -> None:
    """What a measure is, what happened today, and a question that is put together by choosing."""
    defined = standup.reply("@deskpulse define frt")
    assert "first public reply by a human agent" in defined
    assert "Noted: Release 4.2" in standup.reply('@deskpulse note "Release 4.2" today email')
    standup.reply("@deskpulse help")
    standup.page.get_by_role("button", name="Choose a question").last.click()
    standup.page.get_by_role("dialog").wait_for()
    standup.look()
    chosen = standup.press("Ask", within=standup.page.get_by_role("dialog"))
    newest(standup.slack, f"frt {dates('last 7 days')}")
    assert re.search(REPLIES, chosen)


def receipt_is_compared_and_shared(standup: Standup, replies: int) -> Locator:
    """An answer of the thread is the same when it is asked again, and then all may read it."""
    target = newest(standup.slack, f"frt email {MONTH} vs target")
    receipt = number_of(target)
    assert "no number in it has changed" in standup.command(f"/kpi receipt {receipt}")
    shared = standup.command(f"/kpi share {receipt}")
    assert number(REPLIES, shared) == replies
    return standup.channel.locator("article").last


def number_of(card: Message) -> str:
    """The receipt that the card's way to how it was made carries."""
    return str(re.findall("made ([0-9a-f]{8})", str(card.blocks))[0])


def period_is_chosen(standup: Standup, card: Locator) -> None:
    """The menu asks the same in another period, and what was noted of it is told."""
    card.get_by_role("button", name="Period, comparison, alert").click()
    standup.page.get_by_role("option", name=re.compile("^This week: ")).click()
    week = newest(standup.slack, f"frt email {dates('this week')} vs target")
    assert week.thread_ts == card.get_attribute("data-ts")
    card.get_by_text("1 reply").click()
    thread = standup.thread.locator("article")
    # The panel shows the thread before it until this one is drawn.
    standup.thread.locator(f"article[data-ts='{week.thread_ts}']").wait_for()
    assert "Release 4.2" in standup.answered(standup.thread, 1)
    assert thread.count() == 2
