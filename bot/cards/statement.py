"""The statement of a backlog: from its opening to its closing, step by step, as it must add up."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.question.result import Result

MOVES = ("moved in", "moved out")
LEAVING = ("solved", "removed", "moved out")
UNBALANCED = "Opening and steps do not lead to closing: new data came in. Ask again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What came and went between two instants, and the backlog at both."""

    growth: Result
    opening: Result
    closing: Result

    @property
    def steps(self) -> dict[str, int]:
        """How many tickets came and went, by the kind of step."""
        return {step.label: _whole(step.figure.value) for step in self.growth.bands}

    @property
    def opened_with(self) -> int:
        """The backlog before the first step."""
        return _whole(self.opening.figure.value)

    @property
    def closes_with(self) -> int:
        """The backlog now."""
        return _whole(self.closing.figure.value)

    @property
    def adds_up(self) -> bool:
        """Whether the steps lead from the opening to the closing backlog."""
        movement = sum(-n if name in LEAVING else n for name, n in self.steps.items())
        return self.opened_with + movement == self.closes_with


def _whole(value: float | None) -> int:
    return round(value or 0)
