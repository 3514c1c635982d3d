"""A guard: what must be said when measures move together, as one plain sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from metrics.guards.conditions import Condition, Lookup
from metrics.question.result import Result
from metrics.tickets.records import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One pairing. It is said on the cards of the metrics it is `about`, when all of `when` holds.

    `says` is what to make of it; the sentence begins with what was found. `trade_off`: it says that
    quality was given up for speed, without which a figure would mislead.
    """

    id: str
    about: tuple[str, ...]
    when: tuple[Condition, ...]
    says: str
    trade_off: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """The metrics it asks for."""
        return frozenset(key for condition in self.when for key in condition.needs)

    def sentence(self, beside: Lookup) -> str | None:
        """What it has to say of these answers, or None."""
        facts_here = []
        for condition in self.when:
            fact = condition.sentence(beside)
            if fact is None:
                return None
            facts_here.append(fact)
        facts = " and ".join(facts_here)
        return f"{facts[:1].upper()}{facts[1:]}: {self.says}."

    def first(self, key: str) -> Guard:
        """The same, but beginning with what it says of one metric: that is asked for already."""
        when = sorted(self.when, key=lambda condition: key not in condition.needs)
        return replace(self, when=tuple(when))


def warnings(guards: Iterable[Guard], result: Result, beside: Lookup) -> tuple[str, ...]:
    """What guards have to say on the card of a result. Single people are left in peace."""
    if result.query.values(Dimension.AGENT):
        return ()
    key = result.query.metric
    sentences = (guard.first(key).sentence(beside) for guard in guards if key in guard.about)
    return tuple(sentence for sentence in sentences if sentence)
