"""What is said of targets: the one just set, and all that hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line, PersonMention
from bot.cards.each import each
from bot.cards.facts import DOT
from bot.talk import Audience, Block, Reply
from metrics.catalogue.metric import AnyMetric
from metrics.goals.targets import in_words
from metrics.tickets.records import Instant

HOW = "target frt email 4h"
MOST_GOALS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A target in words. `phrase` asks for its figure; nobody set the ones of the settings."""

    metric: AnyMetric
    tickets: str
    phrase: str
    value: float | None
    since_at: Instant = 0
    set_by: str = ""

    @property
    def name(self) -> str:
        """What it is for: "First response time . Email"."""
        return f"{self.metric.title}{DOT}{self.tickets}"

    @property
    def words(self) -> str:
        """The value: "at most 4h", or "no target"."""
        if self.value is None:
            return "no target"
        return words.goal(self.value, self.metric.unit, self.metric.better)

    @property
    def command(self) -> str:
        """What sets it."""
        value = "none" if self.value is None else in_words(self.value, self.metric.unit)
        return f"target {self.phrase} {value}"


def set_card(goal: TargetView, before: TargetView | None) -> Reply:
    """A target was set or taken back; one click shows the figure, another undoes it."""
    event = "Target removed" if goal.value is None else "Target set"
    was = f"It was {before.words}. " if before and goal.value is not None else ""
    rest = f"{was}Periods that are over keep the target of their time."
    back = before or TargetView(
        metric=goal.metric, tickets=goal.tickets, phrase=goal.phrase, value=None
    )
    sentence = f"{goal.name}: {goal.words}"
    buttons = (
        blocks.button(f"Ask {goal.phrase}", "ask:0", goal.phrase),
        blocks.button("Undo", "ask:1", back.command),
    )
    head = (
        blocks.section((Bold(f"{event}:"), f" {sentence}")),
        blocks.context([rest]),
        blocks.actions(buttons),
    )
    return _private(f"{event}: {sentence}. {rest}", head)


def no_goal_card(goal: TargetView) -> Reply:
    """There was nothing to take back."""
    sentence = f"{goal.name} has no target."
    return _private(sentence, (blocks.section(sentence), _how()))


def goals_card(goals: Sequence[TargetView], zone: str) -> Reply:
    """All targets that hold, with who set each and when."""
    if not goals:
        sentence = "No target is set."
        baseline = ("Measure your own figures first: ", Code("/kpi baseline"), " proposes some.")
        return _private(sentence, (blocks.section(sentence, baseline), _how()))
    lines = each(goals[:MOST_GOALS], lambda goal: _line(goal, zone), _broken_line)
    text = "; ".join(each(goals, lambda goal: f"{goal.name}: {goal.words}", _broken_words))
    head = (blocks.header("Targets"), blocks.section(*lines), _how())
    return _private(f"Targets: {text}", head)


def _line(goal: TargetView, zone: str) -> Line:
    line = (Bold(f"{goal.name}:"), f" {goal.words}, ")
    if not goal.set_by:
        return (*line, "from the settings")
    day = words.day(words.local(goal.since_at, zone).date())
    return (*line, f"since {day}, set by ", PersonMention(goal.set_by))


def _broken_line(goal: TargetView) -> Line:
    return (_broken_words(goal),)


def _broken_words(goal: TargetView) -> str:
    return f"{goal.name}: its value cannot be shown. /kpi target {goal.phrase} none removes it."


def _how() -> Block:
    return blocks.context([f"/kpi {HOW} sets one; with none at the end it is removed."])


def _private(text: str, head: tuple[Block, ...]) -> Reply:
    return Reply(text=blocks.fallback(text), head=head, audience=Audience.ME)
