"""What one click does with an answer."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cards.card import card
from bot.cards.compact import compact
from bot.cards.controls import Offers, with_controls, with_menu
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE, answer

LONG = "x" * 3000
OFFERS = Offers(
    buttons=[("By channel", "frt by channel"), ("Tickets", LONG), ("Explain", "define frt")],
    periods=[("Last month", "frt last month"), (HOSTILE, LONG)],
    share="share 3f9a01bc",
)


def test_a_card_has_buttons_and_a_menu_above_its_last_line() -> None:
    reply = with_controls(card(answer(), "frt email"), OFFERS, "3f9a01bc")
    row, small = reply.tail[-2:]
    labels = [e.get("text", e.get("placeholder"))["text"] for e in row["elements"]]
    assert labels == [
        "By channel",
        "Tickets",
        "Explain",
        "Share to channel",
        "Another period or comparison",
    ]
    assert small == card(answer(), "frt email").tail[-1]
    assert reply.receipt == "3f9a01bc"
    assert faults({"blocks": [*reply.head, *reply.tail]}) == []


def test_in_a_thread_the_same_is_behind_three_dots() -> None:
    reply = with_menu(compact(answer(), "frt email", None, None), OFFERS, "3f9a01bc")
    options = reply.head[0]["accessory"]["options"]
    assert [o["value"] for o in options] == ["frt by channel", "define frt"]
    assert faults({"blocks": [*reply.head, *reply.tail]}) == []


def test_a_menu_without_room_for_all_keeps_what_is_hard_to_type() -> None:
    named = ("By channel", "By team", "Trend", "Why", "Tickets", "Explain")
    offers = Offers(buttons=[(label, label.lower()) for label in named], periods=())
    reply = with_menu(compact(answer(), "frt", None, None), offers, "3f9a01bc")
    options = reply.head[0]["accessory"]["options"]
    assert [o["text"]["text"] for o in options] == list(named[1:])


def test_with_nothing_to_share_or_to_choose_there_is_no_control_for_it() -> None:
    plain = Offers(buttons=OFFERS.buttons[:1], periods=(), share=None)
    reply = with_controls(card(answer(), "frt email"), plain, "3f9a01bc")
    assert [e["type"] for e in reply.tail[-2]["elements"]] == ["button"]


def test_every_control_that_asks_has_somebody_who_hears_it() -> None:
    """A control whose id nobody listens to would be clicked in vain."""
    heard = {"ask", "card", "listing", "home"}
    written = re.compile(r'(?:button|overflow|menu)\(\s*[^,()]+,\s*f?"([a-z_]+):')
    found = {
        (path.name, prefix)
        for path in Path("bot").rglob("*.py")
        for prefix in written.findall(path.read_text())
    }
    assert len(found) > 5
    assert {each for each in found if each[1] not in heard} == set()
