"""What is said of what support takes: what holds for every month and week, and how to change it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.blocks import Bold, Code
from bot.cards.controls import SPEND
from bot.talk import Audience, Reply
from metrics.sources.standing_cost import MonthlyCost
from metrics.sources.standing_hours import WeeklyHours

TITLE = "What support takes"
NO_COST = "Nobody has said what it costs a month, so there is no cost per ticket of it."
NO_HOURS = "Nobody has said how many hours a week are paid, so there is no utilization of it."
FILES = "In a month of which a file of costs or of shifts tells, the file alone counts."
EXAMPLE = "spend 12000 EUR"
EXAMPLE_HOURS = "spend 160 hours, 120 for customers"


def spend_card(costs: Sequence[MonthlyCost], hours: Sequence[WeeklyHours], *notes: str) -> Reply:
    """What holds in which months. `notes` say what has just changed."""
    room = blocks.MOST_LINES // 2
    told = [sentence(step) for step in costs][-room:] or [NO_COST]
    told += [hours_sentence(step) for step in hours][-room:] or [NO_HOURS]
    how = (
        "Salaries, overhead and tools together: ",
        Code(f"/kpi {EXAMPLE}"),
        ". The hours of all people together: ",
        Code(f"/kpi {EXAMPLE_HOURS}"),
        ".",
    )
    buttons = [blocks.button("Change" if costs or hours else "Set it", SPEND, SPEND)]
    if costs:
        buttons.append(blocks.button("Remove the cost", "ask:spend-none", "spend none"))
    if hours:
        buttons.append(blocks.button("Remove the hours", "ask:no-hours", "spend no hours"))
    asks = [("Cost per ticket", "cost_ticket"), ("Cost per resolution", "cost_resolution")]
    asks = (asks if costs else []) + ([("Utilization", "utilization")] if hours else [])
    buttons += [blocks.button(label, f"ask:{key}", key) for label, key in asks]
    return Reply(
        text=blocks.fallback(" ".join((f"{TITLE}:", *notes, *told))),
        head=(blocks.section(Bold(TITLE), *notes), blocks.section(*told)),
        tail=(blocks.actions(buttons), blocks.section(how, FILES)),
        audience=Audience.ME,
    )


def sentence(step: MonthlyCost) -> str:
    """An amount, and when it holds."""
    return f"{step.amount / 100:,.2f} {step.currency} a month {_held(step)}."


def hours_sentence(step: WeeklyHours) -> str:
    """The hours of a week, and when they hold."""
    paid, for_customers = (
        f"{hours:,.2f}".rstrip("0").rstrip(".") for hours in (step.paid, step.for_customers)
    )
    return f"{paid} paid hours a week, {for_customers} of them for customers, {_held(step)}."


def _held(step: MonthlyCost | WeeklyHours) -> str:
    return f"from {step.month} to {step.until}" if step.until else f"from {step.month} on"
