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
from metrics.goals.targets import in_words

HOW = (
    "The baseline is the median of your complete weeks; the middle half of them lies between the "
    f"two values. A proposal is {IMPROVEMENT:.0%} better, rounded. To set another value, write for "
    "example /kpi target frt email 3h."
)
WITHOUT = (
    "Noted as not in baseline: of what only adds up, such as volume, and of what is counted at an "
    "instant, whole weeks are left out."
)
POOLED_NOTE = (
    "Waits of unlike channels are pooled here: /kpi baseline frt email measures one alone."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineEntry:
    """A baseline and what it is of; `target` holds now, `without` is left out."""

    metric: AnyMetric
    tickets: str
    phrase: str
    baseline: Baseline | None
    target: float | None = None
    mixed: bool = False
    without: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is of: "First response time . Email"."""
        return f"{self.metric.title}{DOT}{self.tickets}"

    def value_words(self, value: float) -> str:
        """A value in words."""
        return words.amount(value, self.metric.unit, words.DECIMALS_FROM)

    def goal(self, value: float) -> str:
        """A target in words."""
        return words.goal(value, self.metric.unit, self.metric.better)


def baseline_card(entries: Sequence[BaselineEntry]) -> Reply:
    """All that was measured, each with its button."""
    sections = [_section(number, each) for number, each in enumerate(entries)]
    notes = [HOW, POOLED_NOTE] if any(each.mixed for each in entries) else [HOW]
    if any(each.without for each in entries):
        notes.append(WITHOUT)
    head = (blocks.header("Your own baseline"), *sections, blocks.context(notes))
    text = "; ".join(f"{each.name}: {', '.join(_plain(each))}" for each in entries)
    sentence = f"Your own baseline. {text}."
    return Reply(text=blocks.fallback(sentence), head=head, audience=Audience.ME)


def _section(number: int, entry: BaselineEntry) -> Block:
    lines: list[Line] = [(Bold(entry.name),), *_plain(entry)]
    section = blocks.section(*lines)
    proposal = _proposal(entry)
    if proposal is None:
        return section
    value = f"target {entry.phrase} {in_words(proposal, entry.metric.unit)}"
    button = blocks.button("Set this target", f"ask:{number}", value)
    return {**section, "accessory": button}


def _plain(entry: BaselineEntry) -> list[str]:
    """What was found, line by line."""
    baseline = entry.baseline
    if baseline is None:
        return ["no complete week with enough data yet"]
    if not baseline.usable:
        return [f"only {baseline.days} days of complete weeks so far, usable from {USABLE_DAYS}"]
    between = words.DASH.join((entry.value_words(baseline.low), entry.value_words(baseline.high)))
    weeks = f"{baseline.weeks} weeks, {baseline.days} days"
    firm = f"firm: {weeks}" if baseline.firm else f"usable, firm from {FIRM_DAYS} days: {weeks}"
    lines = [f"{entry.value_words(baseline.value)} ({between}){DOT}{firm}"]
    if entry.without:
        lines.append(f"measured without {'; '.join(entry.without)}")
    if entry.target is not None:
        lines.append(f"target now: {entry.goal(entry.target)}")
    proposal = _proposal(entry)
    if proposal is not None:
        lines.append(f"proposed target: {entry.goal(proposal)}")
    return lines


def _proposal(entry: BaselineEntry) -> float | None:
    baseline = entry.baseline
    return baseline.proposal if baseline and baseline.usable else None


def pools(metric: AnyMetric, *, one_channel: bool) -> bool:
    """Whether its figure puts unlike channels together."""
    return metric.unit is Unit.SECONDS and not one_channel
