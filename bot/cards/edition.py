"""What one posting of a digest is made of: at most three things, one gain, and what was steady."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.cards import facts
from bot.cards.controls import Offer
from bot.cards.memory import receipt
from bot.cards.standup import Board
from bot.cards.statement import Statement
from metrics.periods import Window
from metrics.question.deviation import Deviation, Deviations
from metrics.question.receipts import Receipt
from metrics.question.result import Result
from metrics.question.ticket_state import NamedTicket
from metrics.question.verdict import Aim, aim, own_target
from metrics.tickets.records import Instant


class Reason(StrEnum):
    """Why something is put first, in the order of what weighs most."""

    MISSED = "misses its target beyond chance"
    WORSE = "worse than usual"
    VOLUME = "more or fewer tickets than usual"
    RUN = "worse week after week"
    MAY_MISS = "misses its target, which may be chance"
    AGE = "old work"

    @property
    def urgent(self) -> bool:
        """Whether it is told as news, and not only as what to keep an eye on."""
        return self not in {Reason.MAY_MISS, Reason.AGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One measure of a digest, cut by channel where it can be. `phrase` asks for it uncut.

    `lately` says how it and its parts lie beside the windows before, `lasting` how the newest few
    together do.
    """

    result: Result
    phrase: str
    lately: Deviations | None = None
    lasting: Deviations | None = None

    @property
    def known(self) -> bool:
        """Whether there is a figure to tell."""
        return facts.has_value(self.result.figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that deserves attention: one cause, whatever it shows in.

    `result` answers `phrase`: a measure, of all or of the part it is about. `lately` is how that
    lies beside the windows before, `carrier` the part in which it shows most. `also` are other
    measures in which the same shows, `tickets` those that stand out. `why` asks what moved it.
    """

    reason: Reason
    result: Result
    phrase: str
    lately: Deviation | None = None
    carrier: Deviation | None = None
    also: tuple[str, ...] = ()
    tickets: tuple[NamedTicket, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A thing that the post before put first, and what became of it: `result` is of this time.

    `good`: it stands well again. `apart`: it still stands out, though others weigh more.
    """

    result: Result
    window: Window
    good: bool
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingKpi:
    """A measure that is left out, and the sentence that says why and how to have it.

    `has_target`: a target was set for it, which nobody can judge. `since`: up to when it was known.
    """

    title: str
    why: str
    has_target: bool = False
    since: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What became of `n` bad ratings: `left` are the tickets that nobody has gone back to yet."""

    n: int
    left: tuple[NamedTicket, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """A day with far more tickets (`n`) than is `usual` on such a weekday.

    `of_category` of them are of one category, "" where none has most of them; `problems` are the
    tickets of that day that are the cause of others.
    """

    day: date
    n: int
    usual: int
    category: str = ""
    of_category: int = 0
    problems: tuple[NamedTicket, ...] = ()


@dataclass(frozen=True, slots=True)
class SilentDay:
    """A day on which no ticket came in, and how many usually do on that weekday."""

    day: date
    usual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A digest as of one instant and one snapshot; everything a post can be drawn from.

    `title` and `question` are the digest's own, `scope` says which tickets. A standup is its
    `board` alone, with `further` questions; `statement` is None where `gap` says why. `alarms`
    says what alerts did, `follow_up` what became of bad ratings; `surge` is a day that stands
    out of a month or quarter, `silent` are days of which nothing was told. `stale`: its data are
    older than usual, and not of now. `trends`: each measure is told with where it comes from.
    `earlier`: what became of what was put first before. `helpdesks`: what those of tickets are
    called, by source, where there are several.
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
    things: tuple[Thing, ...] = ()
    gain: Kpi | None = None
    earlier: tuple[Earlier, ...] = ()
    missing: tuple[MissingKpi, ...] = ()
    statement: Statement | None = None
    gap: str = ""
    ages: Result | None = None
    notes: tuple[str, ...] = ()
    alarms: str = ""
    follow_up: FollowUp | None = None
    surge: Surge | None = None
    silent: tuple[SilentDay, ...] = ()
    stale: bool = False
    trends: bool = False
    helpdesks: Mapping[str, str] = field(default_factory=dict)
    narrowed: bool = False
    board: Board | None = None
    further: tuple[Offer, ...] = field(default=())

    @property
    def answers(self) -> Mapping[str, Result]:
        """Each phrase with its answer: what is put first, then the other measures."""
        things = {thing.phrase: thing.result for thing in self.things}
        return things | {kpi.phrase: kpi.result for kpi in self.kpis if kpi.phrase not in things}

    @property
    def lead(self) -> Result:
        """The answer that the thread is about: what deserves attention first."""
        return next(iter(self.answers.values()))

    @property
    def phrase(self) -> str:
        """The question of the lead."""
        return next(iter(self.answers))

    @property
    def figures(self) -> Mapping[str, str]:
        """Each phrase with its headline as displayed, so that it can be seen whether it holds."""
        return {phrase: facts.headline(result) for phrase, result in self.answers.items()}

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """What is kept of its figures; the first are those of its things, in their order."""
        return tuple(receipt(result, phrase, "") for phrase, result in self.answers.items())

    @property
    def lead_receipt(self) -> Receipt:
        """What is kept of the lead."""
        return self.receipts[0]

    @property
    def urgent(self) -> Sequence[Thing]:
        """The things that are news."""
        return [thing for thing in self.things if thing.reason.urgent]

    @property
    def steady(self) -> Sequence[Kpi]:
        """The measures that are known, that nothing else is told of, and that make no run."""
        return [kpi for kpi in self._rest if not _on_the_move(kpi.result)]

    @property
    def moving(self) -> Sequence[Kpi]:
        """Those of the rest that make a run or a record: facts, though it may be chance."""
        return [kpi for kpi in self._rest if _on_the_move(kpi.result)]

    @property
    def _rest(self) -> Sequence[Kpi]:
        told = {thing.result.query.metric for thing in self.things}
        if self.gain:
            told.add(self.gain.result.query.metric)
        if self.statement:
            told.add("backlog")
        if any(thing.reason is Reason.AGE for thing in self.things):
            told.add("aging")
        return [kpi for kpi in self.kpis if kpi.known and kpi.result.query.metric not in told]

    @property
    def unknown(self) -> Sequence[Kpi]:
        """The measures without a figure."""
        return [kpi for kpi in self.kpis if not kpi.known]

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
    def aims(self) -> tuple[Aim | None, ...]:
        """Where each figure stands against its target in force; None where that is not known."""
        judged = [(k.result.target, k.result.figure, k.result) for k in self.kpis]
        for kpi in self.kpis:
            parts = (part for part in kpi.result.parts if own_target(part, kpi.result))
            judged += [(part.target, part.figure, kpi.result) for part in parts]
        aims = (aim(*each) for each in judged if each[0] is not None and each[0].in_force)
        return (*aims, *(None for each in self.missing if each.has_target))

    @property
    def sparse(self) -> bool:
        """Whether most of its measures have no figure."""
        return 2 * len(self.unknown) > len(self.kpis)

    @property
    def barely_known(self) -> bool:
        """Whether the data end so early that most of its time, or of its measures, is not known."""
        length = self.window.end - self.window.start
        return bool(self.missing_seconds) and (self.sparse or 2 * self.missing_seconds > length)


def _on_the_move(result: Result) -> bool:
    """Whether its own window ends a run of whole weeks or months, or is their extreme."""
    return any(fact and fact.last == result.window for fact in (result.run, result.record))
