"""What a level leaves out, which a variant of its own counts: it has no rows to tell a reason."""

from __future__ import annotations

from metrics.ask import figures
from metrics.ask.question import Question
from metrics.catalogue import CATALOGUE
from metrics.catalogue.exclusions import CHILD, CHILDREN
from metrics.catalogue.metric import Level


def left_out(question: Question) -> tuple[tuple[str, int], ...]:
    """How many child tickets hold at the same instant as a level without them."""
    query = question.query
    variant = None if query.variant else CATALOGUE[query.metric].variant(CHILDREN)
    if variant is None or not isinstance(variant.metric, Level):
        return ()
    rows = question.rows_for(variant.metric, query)
    bounds = question.window.start, question.window.end
    n = len(figures.rows_of(variant.metric, rows, bounds, question.as_of, question.where))
    return ((CHILD, n),) if n else ()
