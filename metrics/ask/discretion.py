"""What of an answer may leave: each one that is given goes through one of these."""

from __future__ import annotations

from typing import Protocol

from metrics.question.explanation import Explanation
from metrics.question.query import Query
from metrics.question.reconciliation import Comparison
from metrics.question.result import Point, Result


class Discretion(Protocol):
    """Leaves out what may not be told. Each may raise AskError where that is all of it."""

    def result(self, result: Result) -> Result:
        """The answer as it may be told."""
        ...

    def explanation(self, explanation: Explanation) -> Explanation:
        """Why a figure moved, as it may be told."""
        ...

    def comparison(self, comparison: Comparison) -> Comparison:
        """A figure beside the helpdesk's own, as it may be told."""
        ...

    def weeks(self, query: Query, weeks: tuple[Point, ...]) -> tuple[Point, ...]:
        """The weeks of a question, as they may be told."""
        ...

    def tickets(self, query: Query, count: int, *, standing: bool) -> None:
        """Whether so many tickets may be listed; `standing`: they are those that are open now."""
        ...


class Everything:
    """All of it may be told: for whoever holds the data themselves."""

    def result(self, result: Result) -> Result:
        """The answer."""
        return result

    def explanation(self, explanation: Explanation) -> Explanation:
        """Why a figure moved."""
        return explanation

    def comparison(self, comparison: Comparison) -> Comparison:
        """A figure beside the helpdesk's own."""
        return comparison

    def weeks(self, _query: Query, weeks: tuple[Point, ...]) -> tuple[Point, ...]:
        """The weeks of a question."""
        return weeks

    def tickets(self, query: Query, count: int, *, standing: bool) -> None:
        """They may."""
