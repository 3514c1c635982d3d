"""The kinds of alert without a question: which tickets they are about, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.alerts.kinds.kind import AlertKind, AlertPlan, AlertSummary, AlertWords
from bot.alerts.kinds.shared import parse_question
from bot.cards.facts import DOT
from bot.grammar.alert_refusals import refuse_people
from bot.grammar.parsing import parse
from bot.grammar.rendering import render
from bot.grammar.suggestions import MisreadError
from bot.grammar.ticket_filters import where_ids
from metrics.catalogue import CATALOGUE
from metrics.question.query import Directory, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """The value of such a kind. `read` gets "" where none is said, and raises AskError.

    `clear` gives the value at which it is over.
    """

    read: Callable[[str], float]
    say: Callable[[float], str]
    clear: Callable[[float], float] = float


NO_AMOUNT = Amount(read=lambda _: 0.0, say=lambda _: "")
"""Of a kind that has no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketKind(AlertKind):
    """A kind that watches the tickets of the metric `metric`. Fewer than `minimum` say nothing.

    `when` says from which value on, as a list does.
    """

    metric: str
    value_is: Amount = NO_AMOUNT
    minimum: int = 0
    when: Callable[[float], str]

    @property
    def said(self) -> str:
        """How it is said: its key in words."""
        return self.key.replace("_", " ")

    def read(self, clauses: AlertWords, directory: Directory) -> AlertPlan:
        """An alert about such tickets. Raises MisreadError or AskError."""
        metric = CATALOGUE[self.metric]

        def text(question: str) -> str:
            tickets = question.removeprefix(metric.key)
            return f"{self.said} {clauses.amount} {tickets} {clauses.option_words}"

        query = parse_question(f"{metric.key} {clauses.rest}", clauses, directory, text)
        refuse_people(query, directory, text)
        plain = Query(metric=metric.key, period=metric.default_period, where=query.where)
        if query != plain:
            amount = "a value and " if self.amount else ""
            message = f"{self.said} takes {amount}which tickets: no period, split or clock."
            raise MisreadError(message, [text(render(plain, directory))])
        if "clear" in clauses.options:
            raise MisreadError("Only a figure above or below a value has a value to be clear at.")
        value = self.value_is.read(clauses.amount)
        return AlertPlan(
            kind=self,
            query=plain,
            value=value,
            clear=self.value_is.clear(value),
            minimum=int(clauses.options.get("min", self.minimum)),
        )

    def query(self, watch: str, directory: Directory) -> Query:
        return parse(f"{self.metric} {watch}", directory)

    def watch(self, query: Query) -> str:
        return where_ids(query.where)

    def phrase(self, plan: AlertPlan, where: str) -> str:
        return " ".join(filter(None, (self.said, self.value_is.say(plan.value), where)))

    def bounds(self, plan: AlertPlan) -> str:
        return f"min {plan.minimum}" if plan.minimum != self.minimum else ""

    def summary(self, plan: AlertPlan, tickets: str) -> AlertSummary:
        least = f"With fewer than {plan.minimum} tickets it says nothing." if plan.minimum else ""
        return AlertSummary(
            title=f"{self.title}{DOT}{tickets}", when=self.when(plan.value), fewest=least
        )

    def choices(self, plan: AlertPlan) -> Mapping[str, str]:
        value = self.value_is.say(plan.value)
        return {"metric": self.key, "side": plan.side, "value": value, "period": ""}
