"""What one posting of a digest is made of: answers in the order of what deserves attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.cards import facts
from bot.cards.memory import receipt
from bot.cards.standup import Board
from bot.cards.statement import Statement
from bot.cards.tickets import seconds_of
from bot.talk import Row
from metrics.periods import Window
from metrics.question.receipts import Receipt
from metrics.question.result import Part, Result
from metrics.tickets.records import Instant


class KpiStanding(StrEnum):
    """Why a measure stands where it does, in the words above its lines."""

    ATTENTION = "To look at"
    STEADY = "Neither better nor worse"
    BETTER = "Better"
    UNKNOWN = "No data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One measure of a digest, cut by channel where it can be. `phrase` asks for it uncut."""

    result: Result
    phrase: str
    standing: KpiStanding = KpiStanding.STEADY
    severity: float = 0.0

    @property
    def misses(self) -> tuple[Part, ...]:
        """The channels that miss a target of their own; few tickets miss none."""
        return tuple(part for part in self.result.parts if misses_target(part, self.result))


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingKpi:
    """A measure that is left out, and the sentence that says why and how to have it.

    `has_target`: a target was set for it, which nobody can judge.
    """

    title: str
    why: str
    has_target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitSummary:
    """Customers who wait for an answer when it is posted; the longest, without its subject."""

    pending: Result
    longest: Row | None

    @property
    def longest_seconds(self) -> float | None:
        """How long the one who waits longest has waited."""
        return seconds_of(self.pending, self.longest) if self.longest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A digest as of one instant and one snapshot; everything a post can be drawn from.

    `title` and `question` are the digest's own, `scope` says which tickets. A standup is its
    `board` alone; `statement` is None where `gap` says why. `alarms`
    says what alerts did; `stale`: its data are older than usual, and not of now.
    """

    key: str
    title: str
    question: str
    scope: str
    window: Window
    zone: str
    due_at: Instant
    fresh_until: Instant | None
    kpis: tuple[Kpi, ...]
    missing: tuple[MissingKpi, ...] = ()
    statement: Statement | None = None
    gap: str = ""
    ages: Result | None = None
    waits: WaitSummary | None = None
    notes: tuple[str, ...] = ()
    alarms: str = ""
    stale: bool = False
    board: Board | None = None

    @property
    def lead(self) -> Kpi:
        """The measure that the thread is about: what deserves attention first."""
        return self.kpis[0]

    @property
    def phrase(self) -> str:
        """The question of the lead."""
        return self.lead.phrase

    @property
    def figures(self) -> Mapping[str, str]:
        """Each phrase with its headline as displayed, so that it can be seen whether it holds."""
        return {kpi.phrase: facts.headline(kpi.result) for kpi in self.kpis}

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """What is kept of its figures; the first is the lead's, from which its thread goes on."""
        return tuple(receipt(kpi.result, kpi.phrase, "") for kpi in self.kpis)

    @property
    def lead_receipt(self) -> Receipt:
        """What is kept of the lead."""
        return self.receipts[0]

    @property
    def gain(self) -> Kpi | None:
        """The one improvement worth naming: the largest, of all that nothing speaks against."""
        gains = [k for k in self.kpis if k.standing is KpiStanding.BETTER and not k.result.guards]
        return max(gains, key=lambda kpi: kpi.severity, default=None)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell: no ticket, no reply, no rating."""
        figures = (kpi.result.figure for kpi in self.kpis)
        return not any(figure.n or figure.hides_count for figure in figures)

    @property
    def first(self) -> bool:
        """Whether there is nothing before it to compare with."""
        return all(kpi.result.previous is None for kpi in self.kpis)

    @property
    def missing_seconds(self) -> int:
        """How much of its time is not known yet."""
        until = self.window.end if self.fresh_until is None else self.fresh_until
        return max(0, min(self.window.end, self.due_at) - until)

    @property
    def aims(self) -> tuple[bool | None, ...]:
        """Whether each target in force is met; None where that is not known or too few to tell."""
        pairs = [(k.result.figure, k.result.target) for k in self.kpis]
        for kpi in self.kpis:
            pairs += [
                (part.figure, part.target) for part in kpi.result.parts if _own(part, kpi.result)
            ]
        verdicts = (
            None if figure.few or not facts.has_value(figure) else target.met
            for figure, target in pairs
            if target is not None and target.in_force
        )
        return (*verdicts, *(None for each in self.missing if each.has_target))

    @property
    def sparse(self) -> bool:
        """Whether most of its measures have no figure."""
        return 2 * len(self.of(KpiStanding.UNKNOWN)) > len(self.kpis)

    @property
    def barely_known(self) -> bool:
        """Whether the data end so early that most of its time, or of its measures, is not known."""
        length = self.window.end - self.window.start
        return bool(self.missing_seconds) and (self.sparse or 2 * self.missing_seconds > length)

    def of(self, standing: KpiStanding) -> Sequence[Kpi]:
        """The measures that stand so, in their order."""
        return [kpi for kpi in self.kpis if kpi.standing is standing]


def misses_target(part: Part, result: Result) -> bool:
    """Whether a part misses a target of its own: one for all judges the headline."""
    meets = part.target is None or part.target.met is not False
    return not meets and not part.figure.few and _own(part, result)


def _own(part: Part, result: Result) -> bool:
    """Whether a part has a target of its own."""
    if part.target is None:
        return False
    return result.target is None or part.target.value != result.target.value
