"""The answers that another is read beside: for the same tickets and window, each asked once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from metrics.ask import figures, parts
from metrics.ask.against import compared
from metrics.ask.answers import outline
from metrics.ask.question import Question
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.guards import GUARDS, lever, told
from metrics.question.query import Against, Clock, Filter, Query
from metrics.question.result import Result
from metrics.tickets.records import Dimension


def guarded(result: Result, ask: Callable[[Query], Question]) -> Result:
    """The result with what it must be read together with, and what to look at."""
    headline = _moved(result, ask)
    beside = Companions(headline, ask)
    return replace(result, guards=told(GUARDS, headline, beside), lever=lever(headline))


def _moved(result: Result, ask: Callable[[Query], Question]) -> Result:
    """The result with its step from an earlier window: of nothing else is it said that it moved."""
    if result.query.against in {Against.BEFORE, Against.YEAR}:
        return result
    query = replace(result.query, against=Against.BEFORE)
    return replace(result, query=query, **compared(ask(query), result.figure)._asdict())


@dataclass
class Companions:
    """Answers beside a headline; outlines only, so asking for them takes little."""

    headline: Result
    ask: Callable[[Query], Question]
    _known: dict[Query, Result | None] = field(default_factory=dict)

    def __call__(
        self, key: str, *, by: Dimension | None = None, only: Filter | None = None
    ) -> Result | None:
        own = key == self.headline.query.metric and only is None
        if own and (by is None or self.headline.split == (by,)):
            return self.headline
        query = self._query(key, by, only)
        if query is not None and query not in self._known:
            self._known[query] = self._answer(query)
        return self._known[query] if query is not None else None

    def _query(self, key: str, by: Dimension | None, only: Filter | None) -> Query | None:
        """The same question of another metric; None where that cannot be asked of it."""
        key, _, variant = key.partition(" ")
        metric, asked = CATALOGUE.get(key), self.headline.query
        where = asked.where if only is None else (*asked.where, only)
        cut = {f.dimension for f in where} | ({by} if by else set())
        if metric is None or not all(map(metric.cuts, cut)):
            return None
        if only is not None and asked.values(only.dimension):
            return None
        return Query(
            metric=key,
            variant=variant,
            period=asked.period,
            where=tuple(sorted(where)),
            clock=asked.clock if metric.takes_clock else Clock.CALENDAR,
            zone=asked.zone,
            split=(by,) if by else (),
            against=asked.against,
        )

    def _answer(self, query: Query) -> Result | None:
        try:
            question = self.ask(query)
        except AskError:
            return None
        result = outline(question)
        if not query.split:
            return result
        counted = figures.counted(question.found(result.window))
        return replace(result, parts=parts.parts(question, counted))
