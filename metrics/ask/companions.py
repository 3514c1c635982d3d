"""The answers that another is read beside: for the same tickets and window, each asked once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from metrics.ask import figures, parts
from metrics.ask.against import yardstick
from metrics.ask.answers import outline
from metrics.ask.question import Question
from metrics.catalogue import CATALOGUE
from metrics.catalogue.limits import Within
from metrics.errors import AskError
from metrics.guards import GUARDS, lever, warnings
from metrics.question.query import Against, Clock, Filter, Query
from metrics.question.result import Result
from metrics.tickets.records import Dimension


def with_guards(result: Result, ask: Callable[[Query], Question]) -> Result:
    """The result with what it must be read together with, and what to look at."""
    headline = _with_step(result, ask)
    beside = Companions(headline, ask)
    # A guard is about the times themselves: of a share within a limit the same words mislead.
    guards = () if isinstance(result.metric, Within) else GUARDS
    trade_offs = warnings((guard for guard in guards if guard.trade_off), headline, beside)
    return replace(
        result,
        guards=warnings(guards, headline, beside),
        trade_off="".join(trade_offs[:1]),
        lever=lever(headline),
    )


def _with_step(result: Result, ask: Callable[[Query], Question]) -> Result:
    """The result with its step from an earlier window: of nothing else is it said that it moved."""
    if result.query.against in {Against.BEFORE, Against.YEAR}:
        return result
    query = replace(result.query, against=Against.BEFORE)
    return replace(result, query=query, **yardstick(ask(query), result.figure)._asdict())


@dataclass
class Companions:
    """Answers beside a headline; outlines only, so asking for them takes little."""

    headline: Result
    ask: Callable[[Query], Question]
    _answers: dict[Query, Result | None] = field(default_factory=dict)

    def __call__(
        self, key: str, *, by: Dimension | None = None, only: Filter | None = None
    ) -> Result | None:
        own = key == self.headline.query.metric and only is None
        if own and (by is None or self.headline.split == (by,)):
            return self.headline
        query = self._query(key, by, only)
        if query is not None and query not in self._answers:
            self._answers[query] = self._answer(query)
        return self._answers[query] if query is not None else None

    def _query(self, key: str, by: Dimension | None, only: Filter | None) -> Query | None:
        """The same question of another metric; None where that cannot be asked of it."""
        key, _, variant = key.partition(" ")
        metric, query = CATALOGUE.get(key), self.headline.query
        where = query.where if only is None else (*query.where, only)
        cut = {f.dimension for f in where} | ({by} if by else set())
        if metric is None or not all(map(metric.cuts, cut)):
            return None
        if only is not None and query.values(only.dimension):
            return None
        return Query(
            metric=key,
            variant=variant,
            period=query.period,
            where=tuple(sorted(where)),
            clock=query.clock if metric.takes_clock else Clock.CALENDAR,
            zone=query.zone,
            split=(by,) if by else (),
            against=query.against,
        )

    def _answer(self, query: Query) -> Result | None:
        try:
            question = self.ask(query)
        except AskError:
            return None
        result = outline(question)
        if not query.split:
            return result
        rows = figures.countable(question.rows_in(result.window))
        return replace(result, parts=parts.parts(question, rows))
