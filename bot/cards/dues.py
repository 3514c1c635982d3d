"""Tickets that break a promise next: what is due, when, and how much working time is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from bot import words
from bot.cards import blocks
from bot.cards.facts import DOT
from bot.cards.tickets import Address, ticket_piece
from bot.talk import Block
from metrics.service_levels.due import Due
from metrics.sources.identity import ticket_label
from metrics.tickets.records import SlaMeasure

WHAT = {
    SlaMeasure.FRT: "first reply",
    SlaMeasure.NEXT_REPLY: "next reply",
    SlaMeasure.UPDATE: "update",
    SlaMeasure.RESOLUTION: "solution",
}
WHEN = "{date_short_pretty} at {time}"
"""Slack shows it in the zone of whoever reads, as "today at 15:40"."""


Owner: TypeAlias = Callable[[Due], str]
"""Says who has the ticket of a promise, "" where that is not told."""


def due_list(
    title: str,
    dues: Sequence[Due],
    most: int,
    zone: str,
    address: Address | None,
    owner: Owner = lambda _: "",
) -> Block:
    """The first of them below a title, a line each. Without an address numbers are no links."""
    pieces: list[dict[str, Any]] = [blocks.piece(title, bold=True)]
    for due in dues[:most]:
        when = {"type": "date", "timestamp": due.due_at, "format": WHEN}
        pieces += [
            blocks.piece("\n"),
            ticket_piece(due.ticket, due.source, address, due.helpdesk, due.number),
            blocks.piece(f"{DOT}{WHAT[due.measure]} due "),
            {**when, "fallback": words.moment(due.due_at, zone)},
            blocks.piece("".join(f"{DOT}{each}" for each in (time_left(due), owner(due)) if each)),
        ]
    if more := len(dues[most:]):
        pieces.append(blocks.piece(f"\nand {words.count(more)} more"))
    return blocks.prose(pieces)


def time_left(due: Due) -> str:
    """The working time that is left: "25m left"."""
    minutes = due.left_seconds // 60
    if not minutes:
        return "no working time left"
    return f"{words.brief(minutes * 60, days=False)} left"


def speech(due: Due, zone: str) -> str:
    """One of them in words: "#7 first reply due Mon 16 Nov 15:40, 25m left"."""
    when = words.moment(due.due_at, zone)
    label = ticket_label(due.number or due.ticket, due.helpdesk)
    return f"{label} {WHAT[due.measure]} due {when}, {time_left(due)}"
