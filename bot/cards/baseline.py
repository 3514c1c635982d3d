"""Baselines on a card: one's own figures, and a target proposed for each, one click away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Line
from bot.cards.facts import DOT
from bot.talk import Audience, Block, Reply
from metrics.catalogue.metric import AnyMetric, Unit
from metrics.goals.baseline import FIRM_DAYS, IMPROVEMENT, USABLE_DAYS, Baseline
from metrics.goals.targets import written

HOW = (
    "The baseline is the median of your complete weeks; the middle half of them lies between the "
    f"two values. A proposal is {IMPROVEMENT:.0%} better, rounded. To set another value, write for "
    "example /kpi target frt email 3h."
)
WITHOUT = (
    "Noted as not in baseline: of what only adds up, such as volume, and of what is counted at an "
    "instant, whole weeks are left out."
)
POOLED = "Waits of unlike channels are pooled here: /kpi baseline frt email measures one alone."


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A baseline and what it is of; `target` holds now, `without` is left out."""

    metric: AnyMetric
    tickets: str
    phrase: str
    baseline: Baseline | None
    target: float | None = None
    pooled: bool = False
    without: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is of: "First response time . Email"."""
        return f"{self.metric.title}{DOT}{self.tickets}"

    def said(self, value: float) -> str:
        """A value in words."""
        return words.amount(value, self.metric.unit, words.DECIMALS_FROM)

    def goal(self, value: float) -> str:
        """A target in words."""
        return words.goal(value, self.metric.unit, self.metric.better)


def baseline_card(measured: Sequence[Measured]) -> Reply:
    """All that was measured, each with its button."""
    shown = [_section(number, each) for number, each in enumerate(measured)]
    notes = [HOW, POOLED] if any(each.pooled for each in measured) else [HOW]
    if any(each.without for each in measured):
        notes.append(WITHOUT)
    head = (blocks.header("Your own baseline"), *shown, blocks.context(notes))
    text = "; ".join(f"{each.name}: {', '.join(_plain(each))}" for each in measured)
    said = f"Your own baseline. {text}."
    return Reply(text=blocks.fallback(said), head=head, audience=Audience.ME)


def _section(number: int, measured: Measured) -> Block:
    lines: list[Line] = [(Bold(measured.name),), *_plain(measured)]
    section = blocks.section(*lines)
    proposal = _proposal(measured)
    if proposal is None:
        return section
    value = f"target {measured.phrase} {written(proposal, measured.metric.unit)}"
    button = blocks.button("Set this target", f"ask:{number}", value)
    return {**section, "accessory": button}


def _plain(measured: Measured) -> list[str]:
    """What was found, line by line."""
    found = measured.baseline
    if found is None:
        return ["no complete week with enough data yet"]
    if not found.usable:
        return [f"only {found.days} days of complete weeks so far, usable from {USABLE_DAYS}"]
    between = words.DASH.join((measured.said(found.low), measured.said(found.high)))
    weeks = f"{found.weeks} weeks, {found.days} days"
    firm = f"firm: {weeks}" if found.firm else f"usable, firm from {FIRM_DAYS} days: {weeks}"
    lines = [f"{measured.said(found.value)} ({between}){DOT}{firm}"]
    if measured.without:
        lines.append(f"measured without {'; '.join(measured.without)}")
    if measured.target is not None:
        lines.append(f"target now: {measured.goal(measured.target)}")
    proposal = _proposal(measured)
    if proposal is not None:
        lines.append(f"proposed target: {measured.goal(proposal)}")
    return lines


def _proposal(measured: Measured) -> float | None:
    found = measured.baseline
    return found.proposal if found and found.usable else None


def pools(metric: AnyMetric, *, one_channel: bool) -> bool:
    """Whether its figure puts unlike channels together."""
    return metric.unit is Unit.SECONDS and not one_channel
