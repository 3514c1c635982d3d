"""The parts of a split as an aligned table, kept short enough for a card."""

from __future__ import annotations

from bot import monospace, words
from bot.cards import facts
from metrics.catalogue.metric import Age, Growth, Mix, Spread, Unit
from metrics.result import Part, Result

MOST_ROWS = 25
LABEL_CELLS = 22
NAMED_CELLS = 48
"""A ticket is told with its priority, status and owner."""


def table(result: Result, *, narrow: bool = False) -> str:
    """Parts, or bands of age, one a line; empty where there are none.

    `narrow` lets lines fit into a thread, where what is counted stands beside the number above.
    """
    parts = facts.parts(result) or result.bands
    rows = [_row(result, part) for part in parts[:MOST_ROWS]]
    if not rows:
        return ""
    text = monospace.table(_filled([_heading(result, narrow=narrow), *rows]))
    more = len(parts) - MOST_ROWS
    return f"{text}\n{monospace.ELLIPSIS} and {more} more" if more > 0 else text


def _filled(rows: list[list[str]]) -> list[list[str]]:
    """The rows without columns in which only the heading stands."""
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    return [list(row) for row in zip(*columns, strict=True)]


def _heading(result: Result, *, narrow: bool) -> list[str]:
    if _named(result):
        return ["Ticket", "age"]
    banded = "Step" if isinstance(result.metric, Growth) else "Age"
    by = " / ".join(str(dimension).capitalize() for dimension in result.split) or banded
    counts = result.metric.counts
    if _counts_only(result):
        return [by, counts, "share"]
    # Unless it was split, a range shows the shares it lies between.
    between = isinstance(result.metric, Spread) and not result.query.split
    return [by, "share" if between else result.statistic, "n" if narrow else counts, "of all", ""]


def _row(result: Result, part: Part) -> list[str]:
    figure = part.figure
    if _named(result):
        name = monospace.shortened(part.label, NAMED_CELLS)
        return [name, facts.short_value(result, figure)]
    name = monospace.shortened(part.label, LABEL_CELLS) or "(none)"
    share = "" if part.share is None else words.share(part.share, 0)
    if _counts_only(result):
        n = figure.hits if isinstance(result.metric, Mix) else figure.value
        sign = "+" if result.parts and facts.growing(result, figure) else ""
        return [name, f"{sign}{words.count(n or 0)}", share]
    few = "few" if figure.few and facts.known(figure) else ""
    return [name, facts.short_value(result, figure), words.count(figure.n), share, few]


def _counts_only(result: Result) -> bool:
    """Whether a part's value is its count or its share, so that a column of it would repeat."""
    banded = not result.parts
    return banded or result.unit is Unit.COUNT or isinstance(result.metric, Mix)


def _named(result: Result) -> bool:
    """Whether the parts are single tickets."""
    of = result.metric
    return isinstance(of, Age) and of.oldest and not result.split
