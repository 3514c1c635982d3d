"""What parts tell of service levels turned into our promises. Pure.

A part says that a policy was applied, with its targets in seconds, and another that a target was
missed: when the reply or the close comes at last, and not before. When a clock began and whether
it counts office hours stands nowhere. So a promise runs from the policy or from the customer's
word, whichever came later; a reply or a close ends it, and it is broken if a part says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from metrics.helpdesks.fields import Raw, count, identity, instant, mapping
from metrics.helpdesks.intercom import vocabulary
from metrics.helpdesks.intercom.parts import Part, Parts
from metrics.tickets.records import Instant, Role, SlaEvent, SlaMeasure, SlaStep

_FIRST, _NEXT = "first_reply_time", "next_reply_time"
_REPLIES: Final = (_FIRST, _NEXT)
_SOLVES: Final = ("resolution_time", "time_to_close")


def steps(raw: Raw, parts: Parts, *, by_us: bool) -> Iterator[SlaEvent]:
    """The steps of all promises of a conversation; `by_us`: it began with a message of ours.

    Each has an id that later readings give it too. Raises MalformedError.
    """
    created_at = instant(raw, "created_at")
    walk = _Walk(ticket=identity(raw, "id"), asked_at=None if by_us else created_at)
    for part in parts.parts:
        walk.take(part)
    yield from walk.steps


@dataclass
class _Clock:
    """A promise that runs, or ran: under a name, since an instant, and until when."""

    name: str
    since: Instant
    ended_at: Instant | None = None


@dataclass
class _Walk:
    """What is promised and who waits, while one part after the other is taken."""

    ticket: str
    asked_at: Instant | None
    owes_first: bool = field(init=False)
    is_open: bool = True
    targets: dict[str, int] = field(default_factory=dict)
    clocks: list[_Clock] = field(default_factory=list)
    steps: list[SlaEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.owes_first = self.asked_at is not None

    def take(self, part: Part) -> None:
        """A part: what is said and done in it first, then what becomes of promises."""
        if part.public and part.author is Role.CUSTOMER:
            self._customer(part.at)
        elif part.public and part.author is Role.AGENT and not part.automated:
            self._end(part.at, *_REPLIES)
            self.asked_at, self.owes_first = None, False
        if part.status is not None:
            self._status(part, is_open=part.status.unsolved)
        if part.kind.startswith(vocabulary.SLA_APPLIED):
            self._apply(part)
        elif part.kind == vocabulary.SLA_MISSED:
            self._miss(part)
        elif part.kind in {vocabulary.SLA_PAUSED, vocabulary.SLA_UNPAUSED}:
            self._pause(part)
        elif part.kind == vocabulary.SLA_REMOVED:
            self._remove(part)

    def _customer(self, at: Instant) -> None:
        if self.asked_at is None:
            self.asked_at = at
            self._begin(_FIRST if self.owes_first else _NEXT, at)

    def _status(self, part: Part, *, is_open: bool) -> None:
        if self.is_open and not is_open:
            self._end(part.at, *_REPLIES, *_SOLVES)
            self.asked_at, self.owes_first = None, False
        self.is_open = is_open

    def _apply(self, part: Part) -> None:
        """A policy: it holds for what runs already, and for what begins from now on."""
        definition = mapping(part.details, "sla_definition")
        self.targets = {
            name: seconds for name in vocabulary.TARGETS if (seconds := count(definition, name))
        }
        running = {clock.name for clock in self._running()}
        for clock in self._running():
            if clock.name in self.targets:
                self._step(clock, SlaStep.APPLY, part.at, f"apply:{part.id}")
        waiting = (_FIRST if self.owes_first else _NEXT,) if self.asked_at is not None else ()
        for name in (*waiting, *(_SOLVES if self.is_open else ())):
            if name not in running:
                self._begin(name, part.at)

    def _begin(self, name: str, at: Instant) -> None:
        if name in self.targets:
            clock = _Clock(name, at)
            self.clocks.append(clock)
            self._step(clock, SlaStep.APPLY, at, "apply")
            self._step(clock, SlaStep.ACTIVATE, at, "activate")

    def _running(self) -> list[_Clock]:
        return [clock for clock in self.clocks if clock.ended_at is None]

    def _end(self, at: Instant, *names: str) -> None:
        for clock in self._running():
            if clock.name in names:
                clock.ended_at = at
                self._step(clock, SlaStep.FULFILL, at, "fulfill")

    def _miss(self, part: Part) -> None:
        """The latest promise of that name is broken: at the latest a second before it ended."""
        name = part.details.get("sla_target_type")
        clock = next((each for each in reversed(self.clocks) if each.name == name), None)
        if clock is not None:
            at = part.at if clock.ended_at is None else min(part.at, clock.ended_at - 1)
            self._step(clock, SlaStep.BREACH, at, "breach")

    def _pause(self, part: Part) -> None:
        what = SlaStep.PAUSE if part.kind == vocabulary.SLA_PAUSED else SlaStep.ACTIVATE
        for clock in self._running():
            self._step(clock, what, part.at, f"{what.value}:{part.id}")

    def _remove(self, part: Part) -> None:
        """What runs is promised no more, and what was told of it before is taken back."""
        gone = [(clock.name, clock.since) for clock in self._running()]
        self.steps = [
            step._replace(dropped=True) if (step.clock, step.cycle) in gone else step
            for step in self.steps
        ]
        for clock in self._running():
            clock.ended_at = part.at
        self.targets = {}

    def _step(self, clock: _Clock, what: SlaStep, at: Instant, name: str) -> None:
        applies = what is SlaStep.APPLY
        measure: SlaMeasure = vocabulary.TARGETS[clock.name]
        self.steps.append(
            SlaEvent(
                id=f"{self.ticket}:{clock.name}:{clock.since}:{name}",
                ticket=self.ticket,
                at=at,
                clock=clock.name,
                cycle=clock.since,
                measure=measure,
                step=what,
                target_seconds=self.targets.get(clock.name) if applies else None,
                business=None,
            )
        )
