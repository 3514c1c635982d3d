"""What one click does with an answer: shows it another way, shares it, has it explained.

Each control carries whole words of the language, or the answer's receipt with what changes, so that
a card of any age still does what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.cards import blocks
from bot.talk import Block, Reply

ACTION = "card"
BUILD = "build"
"""Opens the modal in which a question is chosen."""
PLAN = "plan"
"""Opens the modal in which a schedule is made, or moved where it carries the id of one."""

WATCH = "watch"
"""Opens the modal in which an alert is made, or changed where it carries the id of one."""

CORE_SET = "core-set"
"""Opens the modal in which the core set is chosen."""

SPEND = "spend"
"""Opens the modal in which is said what support costs a month, and its hours a week."""

UPLOAD = "upload"
"""Opens the modal in which a file is uploaded."""

Offer: TypeAlias = tuple[str, str]
"""What a control says, and the words that it asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What is offered below an answer: buttons, and a menu of periods, comparisons and an alert.

    `share` are the words that share it, where it is private; `alert` are those in the menu that
    open the form of an alert, "" where there can be none.
    """

    buttons: Sequence[Offer]
    periods: Sequence[Offer]
    share: str | None = None
    alert: str = ""


def with_controls(reply: Reply, offers: Offers, receipt: str) -> Reply:
    """The reply with its buttons and its menu above its last line."""
    return replace(reply, tail=(_row(offers), *reply.tail), receipt=receipt)


def with_menu(reply: Reply, offers: Offers, receipt: str) -> Reply:
    """The reply with the same behind three dots, for a thread."""
    first, *rest = reply.head
    short = [offer for offer in offers.buttons if len(offer[1]) <= blocks.OPTION_VALUE_LIMIT]
    if short:
        # The splits come first and are easily typed: where there is no room, they make it.
        last = short[-blocks.MOST_OVERFLOW :]
        first = {**first, "accessory": blocks.overflow(f"{ACTION}:more", last)}
    return replace(reply, head=(first, *rest), receipt=receipt)


def _row(offers: Offers) -> Block:
    elements = [
        blocks.button(label, f"{ACTION}:{number}", words)
        for number, (label, words) in enumerate(offers.buttons)
    ]
    if offers.share:
        elements.append(blocks.button("Share to channel", f"{ACTION}:share", offers.share))
    more = [*offers.periods, *([("Alert me about this", offers.alert)] if offers.alert else [])]
    if more:
        title = "Period, comparison, alert" if offers.alert else "Another period or comparison"
        elements.append(blocks.menu(title, f"{ACTION}:period", more))
    return blocks.actions(elements)
