"""An answer in a thread."""

from __future__ import annotations

from bot.cards.card import card
from bot.cards.compact import compact
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE, WAITING, answer, parts, wait


def test_it_has_the_lines_of_the_card() -> None:
    result = answer(waiting=WAITING)
    assert compact(result, "frt email", None, None).head == card(result, "frt email").head


def test_news_is_said_first_to_those_who_hear_it() -> None:
    reply = compact(answer(), "frt email", None, "At 10:42 it was 9h median.")
    assert reply.text.startswith("At 10:42 it was 9h median.")
    assert "9h median" in str(reply.head[1])


def test_a_split_has_its_table_and_any_name_is_taken() -> None:
    split = parts([(HOSTILE, wait(3600.0)), ("Chat", wait(60.0))], Dimension.CHANNEL)
    reply = compact(answer(scope=HOSTILE, **split), "frt by channel", None, HOSTILE)
    assert reply.listing is not None
    assert "Chat" in str(reply.listing)
    assert faults({"blocks": [*reply.head, reply.listing.native, *reply.tail]}) == []
    assert "<!" not in str(reply.head)
