"""A figure beside the helpdesk's own: both for the same tickets, and which tickets make the gap."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.question.result import Figure, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One ticket that both measure differently, or only one does. Seconds; None: not measured.

    `helpdesk` is the name of that of the ticket, "" where there is only one; `number` what people
    know it by, "" where that is its id.
    """

    ticket: str
    ours: float | None
    theirs: float | None
    reason: str
    source: str = ""
    helpdesk: str = ""
    number: str = ""

    @property
    def seconds(self) -> float | None:
        """How much more the helpdesk measures."""
        return None if self.ours is None or self.theirs is None else self.theirs - self.ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`result` is ours, `theirs` of all tickets of the period by the helpdesk's own reckoning.

    `ours_of_both` and `theirs_of_both` are of the tickets that both measure, of which `alike` are
    the same to the minute; `gap` is the median of what the helpdesk measures more, in seconds.
    `reasons` count all tickets that differ or that only one side has, the most frequent first;
    `tickets` are those with the largest gap.
    """

    result: Result
    helpdesk: str
    theirs: Figure
    ours_of_both: Figure
    theirs_of_both: Figure
    alike: int
    gap: float | None
    only_ours: int
    only_theirs: int
    reasons: tuple[tuple[str, int], ...]
    tickets: tuple[Disagreement, ...]
