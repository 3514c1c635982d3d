"""A reply comes out of the outbox as it went in."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import blocks
from bot.deliveries.payload import dump, load
from bot.talk import Listing, Picture, Reply

PLAIN = Reply(
    text="The week \N{EN DASH} 412 tickets",
    head=(blocks.header("The week"),),
    tail=(blocks.context(["a", "b"]),),
)
DRAWN = replace(
    PLAIN,
    picture=Picture(
        png=b"\x89PNG\x00\xff",
        alt="2h",
        title="FRT",
        filename="frt.png",
        native={"type": "data_visualization"},
        bars="W47 2h",
    ),
)
TABLE, LINES = {"type": "data_table"}, {"type": "section"}
LISTED = replace(PLAIN, listing=Listing(native=TABLE, lines=LINES))
TABLES = replace(PLAIN, listing=Listing(native=TABLE, lines=LINES, further=(TABLE, TABLE)))


def test_a_reply_comes_back_as_it_was() -> None:
    for reply in (PLAIN, DRAWN, LISTED, TABLES):
        assert load(*dump(reply)) == reply
