"""What is said of what support takes: what holds for every month and week, and how to change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.cards import blocks
from bot.cards.blocks import Bold, Code
from bot.cards.controls import SPEND
from bot.talk import Audience, Reply
from metrics.sources.standing_cost import MonthlyCost, months, spans
from metrics.sources.standing_hours import WeeklyHours

TITLE = "What support takes"
NO_COST = "Nobody has said what it costs a month"
NO_HOURS = "Nobody has said how many hours a week are paid"
FILES = "In a month of which a file of costs or of shifts tells, the file alone counts."
EXAMPLE = "spend 12000 EUR"
EXAMPLE_HOURS = "spend 160 hours, 120 for customers"
MOST_SPANS = 6


@dataclass(frozen=True, slots=True)
class FileMonths:
    """The months of which imported files tell, in order: there they alone count."""

    costs: Sequence[str] = ()
    shifts: Sequence[str] = ()


def spend_card(
    costs: Sequence[MonthlyCost], hours: Sequence[WeeklyHours], files: FileMonths, *notes: str
) -> Reply:
    """What holds in which months. `notes` say what has just changed."""
    room = blocks.MOST_LINES // 2 - 1
    costs_lines = [sentence(step) for step in costs][-room:]
    hours_lines = [hours_sentence(step) for step in hours][-room:]
    told = [
        *(costs_lines or [_nobody(NO_COST, "cost per ticket", files.costs)]),
        *_of_files("costs", files.costs),
        *(hours_lines or [_nobody(NO_HOURS, "utilization", files.shifts)]),
        *_of_files("shifts", files.shifts),
    ]
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
    asks = asks if costs or files.costs else []
    asks += [("Utilization", "utilization")] if hours or files.shifts else []
    buttons += [blocks.button(label, f"ask:{key}", key) for label, key in asks]
    return Reply(
        text=blocks.fallback(" ".join((f"{TITLE}:", *notes, *told))),
        head=(blocks.section(Bold(TITLE), *notes), blocks.section(*told)),
        tail=(blocks.actions(buttons), blocks.section(how, FILES)),
        audience=Audience.ME,
    )


def _nobody(sentence: str, measure: str, months: Sequence[str]) -> str:
    """That nobody has said it, and what that leaves dark where no file tells of it either."""
    return f"{sentence}." if months else f"{sentence}, so there is no {measure} of it."


def _of_files(kind: str, months: Sequence[str]) -> Iterator[str]:
    if months:
        yield f"An imported file of {kind} tells of {_spans(months)}: there it alone counts."


def hidden(step: MonthlyCost | WeeklyHours, files: Sequence[str]) -> Iterator[str]:
    """What does not count of what was just set, since files tell of those months."""
    months_hidden = [month for month in files if month >= step.month]
    if not months_hidden:
        return
    first, last = next(spans(months_hidden))
    whole = ", and for whole months" if isinstance(step, WeeklyHours) else ""
    only = first == step.month and last == months_hidden[-1]
    *_, following = months(last, 2)
    rest = f"from {following} on" if only else "in the other months"
    yield (
        f"Of {_spans(months_hidden)} an imported file tells{whole}: "
        f"{'yours count' if whole else 'yours counts'} {rest}."
    )


def _spans(months: Sequence[str]) -> str:
    """Months in words: "2026-08 to 2026-11, and 2027-02"; of many stretches the last."""
    found = [first if first == last else f"{first} to {last}" for first, last in spans(months)]
    words = ["earlier ones", *found[-MOST_SPANS:]] if len(found) > MOST_SPANS else found
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


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
