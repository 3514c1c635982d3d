"""What is said of targets: the one just set, and all that hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line, PersonMention
from bot.cards.each import each
from bot.cards.facts import DOT, capital, period
from bot.cards.sentences import number
from bot.cards.sentences import target as target_words
from bot.talk import Audience, Block, Reply
from metrics.catalogue.metric import AnyMetric
from metrics.goals.targets import in_words
from metrics.question.result import Result
from metrics.question.verdict import Aim, aim
from metrics.tickets.records import Instant

HOW = "target frt email 4h"
MOST_GOALS = 40
MOST_STANDINGS, MOST_ASKED = 10, 3


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


def standings_card(standings: Sequence[tuple[TargetView, Result | str]]) -> Reply:
    """Which targets were met and which missed, a line each, the missed ones first.

    A string stands for a figure that cannot be told, and says why.
    """
    if not standings:
        return goals_card((), "")
    in_order = sorted(standings, key=lambda pair: _rank(pair[1]))
    results = [result for _, result in standings if isinstance(result, Result)]
    head = f"{_count(standings)}: {period(results[0])}" if results else _count(standings)
    rows = [(goal, _standing(goal, result)) for goal, result in in_order[:MOST_STANDINGS]]
    left = len(standings) - len(rows)
    more = [blocks.context([f"{left} more are set: /kpi targets lists all."])] * bool(left)
    lines: list[Line] = [(Bold(f"{goal.name}:"), f" {words}") for goal, words in rows]
    text = " ".join(f"{goal.name}: {words}" for goal, words in rows)
    buttons = blocks.actions(
        blocks.button(f"Ask {goal.phrase}", f"ask:{at}", goal.phrase)
        for at, (goal, _) in enumerate(in_order[:MOST_ASKED])
    )
    return _private(
        f"{head}. {text}", (blocks.section(Bold(head)), blocks.section(*lines), *more, buttons)
    )


def _aim(result: Result | str) -> Aim | None:
    if not isinstance(result, Result):
        return None
    return aim(result.target, result.figure, result)


def _rank(result: Result | str) -> int:
    """Missed beyond chance, missed, not known, met."""
    stand = _aim(result)
    if stand is None:
        return 2
    return 3 if stand.met else int(stand.chance)


def _count(standings: Sequence[tuple[TargetView, Result | str]]) -> str:
    return targets_met([_aim(result) for _, result in standings])


def targets_met(aims: Sequence[Aim | None], lacking: str = "not known") -> str:
    """How many are met: "1 of 3 targets met, 1 missed, 1 not known"."""
    missed = [each for each in aims if each is not None and not each.met]
    chance = " (could be chance)" if missed and all(each.chance for each in missed) else ""
    counts = [f"{len(missed)} missed{chance}"] * bool(missed)
    counts += [f"{aims.count(None)} {lacking}"] * (None in aims)
    noun = "target" if len(aims) == 1 else "targets"
    met = sum(each is not None and each.met for each in aims)
    return ", ".join((f"{met} of {len(aims)} {noun} met", *counts))


def _standing(goal: TargetView, result: Result | str) -> str:
    """The figure and whether it meets its target."""
    if isinstance(result, str):
        return f"{goal.words}. {result}"
    judged = target_words(result) or f"{goal.words}, set after this period"
    few = " Only few: it is not sure." if result.figure.few and _aim(result) else ""
    return f"{capital(number(result))}. {judged}.{few}"


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
