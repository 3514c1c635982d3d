"""What is said of the cost that stands for every month: what holds, and how to change it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.blocks import Bold, Code
from bot.cards.controls import SPEND
from bot.talk import Audience, Reply
from metrics.sources.standing_cost import MonthlyCost

TITLE = "What support costs a month"
NONE = "Nobody has said what support costs a month, so there is no cost per ticket of it."
FILES = "In a month of which a file of costs tells, the file alone counts."
EXAMPLE = "spend 12000 EUR"


def spend_card(steps: Sequence[MonthlyCost], note: str = "") -> Reply:
    """What holds from which month on. `note` says what has just changed."""
    told = [sentence(step) for step in steps] or [NONE]
    how = ("Salaries, overhead and tools together: ", Code(f"/kpi {EXAMPLE}"), ".")
    section = blocks.section(Bold(TITLE), *([note] if note else []), *told[-blocks.MOST_LINES :])
    buttons = [blocks.button("Change" if steps else "Set it", SPEND, SPEND)]
    if steps:
        buttons.append(blocks.button("Remove", "ask:spend-none", "spend none"))
        asks = (("Cost per ticket", "cost_ticket"), ("Cost per resolution", "cost_resolution"))
        buttons += [blocks.button(label, f"ask:{key}", key) for label, key in asks]
    return Reply(
        text=blocks.fallback(" ".join((f"{TITLE}:", note, *told)).replace("  ", " ")),
        head=(section,),
        tail=(blocks.actions(buttons), blocks.section(how, FILES)),
        audience=Audience.ME,
    )


def sentence(step: MonthlyCost) -> str:
    """An amount, and from when on."""
    return f"{step.amount / 100:,.2f} {step.currency} a month from {step.month} on."
