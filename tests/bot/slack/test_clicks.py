"""The buttons and the menu of a card, pressed by people in a Slack on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services import Services
from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests.bot import desk
from tests.bot.slack.talking import control, phrase, reply


@pytest.fixture
def card(connected: Running) -> Message:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt last month")
    return reply(connected)


def test_a_button_is_answered_under_its_card(connected: Running, card: Message) -> None:
    assert connected.press(BEN.id, card, control(card, "By channel")).ok
    answer = reply(connected, number=2)
    assert phrase(answer) == "frt oct 2026 by channel"
    assert answer.thread_ts == card.ts
    assert answer.only_for is None


def test_another_period_is_chosen_from_the_menu(connected: Running, card: Message) -> None:
    assert connected.press(BEN.id, card, "card:period", "frt 25 oct..23 nov 2026").ok
    assert phrase(reply(connected, number=2)) == "frt 25 oct..23 nov 2026"


def test_an_answer_in_a_thread_goes_on_in_it(connected: Running, card: Message) -> None:
    connected.press(BEN.id, card, control(card, "By channel"))
    first = reply(connected, number=2)
    assert connected.press(ANNA.id, first, "card:more", "frt oct 2026 by team").ok
    second = reply(connected, number=3)
    assert second.thread_ts == card.ts


def test_tickets_are_listed_in_a_table_for_the_one_who_clicked(
    connected: Running, card: Message
) -> None:
    connected.press(BEN.id, card, control(card, "Tickets"))
    listing = reply(connected, number=2)
    assert listing.only_for == BEN.id
    assert listing.thread_ts is None  # the card's thread is closed: nothing in it would be seen
    assert "data_table" in [block["type"] for block in listing.blocks]


def test_a_private_answer_to_a_click_in_a_thread_stands_in_it(
    connected: Running, card: Message
) -> None:
    connected.press(BEN.id, card, control(card, "By channel"))
    below = reply(connected, number=2)
    connected.press(BEN.id, below, "card:more", "frt oct 2026 by channel list")
    listing = reply(connected, number=3)
    assert (listing.only_for, listing.thread_ts) == (BEN.id, card.ts)


def test_a_file_comes_as_a_direct_message(connected: Running, card: Message) -> None:
    connected.press(BEN.id, card, control(card, "Tickets"))
    listing = reply(connected, number=2)
    connected.press(BEN.id, listing, control(listing, "All as CSV"))
    direct = connected.workspace.direct(BEN.id).id
    connected.workspace.wait_for(
        lambda: any(m.files for m in connected.workspace.messages(direct)), 15
    )
    assert reply(connected, number=3).only_for == BEN.id


def test_explain_tells_the_asker_how_the_helpdesk_measures_the_same(
    connected: Running, card: Message
) -> None:
    connected.press(BEN.id, card, control(card, "How this was made"))
    made = reply(connected, number=2)
    connected.press(BEN.id, made, control(made, "Against the helpdesk"))
    told = reply(connected, number=3)
    assert told.only_for == BEN.id
    assert "Zendesk has no time of its own" in told.text


def test_what_is_clicked_on_a_private_answer_stays_private(connected: Running) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt last month by agent")
    own = reply(connected)
    assert own.only_for == ANNA.id
    connected.press(ANNA.id, own, control(own, "By channel"))
    assert reply(connected, number=2).only_for == ANNA.id


class TestPrivateAnswers:
    """Where answers are private, and may be shared."""

    @pytest.fixture
    def services(self, slack: Running, tmp_path: Path) -> Iterator[Services]:
        near = {"SLACK_API_URL": slack.api_url, "SLACK_APP_TOKEN": "xapp-sandbox"}
        chosen = desk.settings(tmp_path, **near, DESKPULSE_ANSWERS="private")
        with desk.services(chosen) as made:
            yield made

    def test_a_private_answer_is_shared_by_a_click(self, connected: Running) -> None:
        connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt last month")
        own = reply(connected)
        assert own.only_for == ANNA.id
        assert connected.press(ANNA.id, own, control(own, "Share to channel")).ok
        shared = reply(connected, number=2)
        assert shared.only_for is None
        assert phrase(shared) == "frt oct 2026"
