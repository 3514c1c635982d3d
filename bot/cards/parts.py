"""The parts of a split as an aligned table, kept short enough for a card."""

from __future__ import annotations

from bot import monospace, words
from bot.cards import facts, sides
from metrics.catalogue.metric import Age, Growth, Mix, Share, Spread, Unit
from metrics.question.result import Part, Result

MOST_ROWS = 25
LABEL_CELLS = 22
NAMED_CELLS = 48
"""A ticket is told with its priority, status and owner."""


def table(result: Result, *, narrow: bool = False) -> str:
    """Parts, or bands of age, one a line; empty where there are none.

    What a part is compared with stands on a second line, below its own figure. `narrow` lets lines
    fit into a thread, where what is counted stands beside the number above.
    """
    parts = facts.parts(result) or result.bands
    top = parts[:MOST_ROWS]
    if not top:
        return ""
    if sides.has_rivals(result, top):
        headings = [_slim(result, _heading(result, narrow=True)), _other_heading(result)]
        lines = [line for part in top for line in _two_lines(result, part)]
        rows = _without_empty_columns(headings, lines)
    else:
        rows = _without_empty_columns(
            [_heading(result, narrow=narrow)], [_row(result, part) for part in top]
        )
    more = len(parts) - MOST_ROWS
    text = monospace.table(rows)
    return f"{text}\n{monospace.ELLIPSIS} and {more} more" if more > 0 else text


def _without_empty_columns(headings: list[list[str]], rows: list[list[str]]) -> list[list[str]]:
    """The rows below their headings, without columns in which only these stand."""
    columns = [n for n, column in enumerate(zip(*rows, strict=True)) if any(column)]
    return [[row[n] for n in columns] for row in (*headings, *rows)]


def _two_lines(result: Result, part: Part) -> list[list[str]]:
    """A part and what it is compared with; several that were put into one are not compared."""
    own = _slim(result, _row(result, part))
    return [own] if part.together else [own, _other(result, part)]


def _slim(result: Result, row: list[str]) -> list[str]:
    """A row without its part of the whole, where the counts of both sides tell that."""
    return row if _counts_only(result) or _has_names(result) else [*row[:3], *row[4:]]


def _other_heading(result: Result) -> list[str]:
    cells = [sides.heading(result), "", ""]
    return cells if _counts_only(result) else [*cells, ""]


def _other(result: Result, part: Part) -> list[str]:
    """What a part is compared with, by the columns of its own row."""
    name = f"{sides.INDENT}{sides.step(result, part)}"
    if _counts_only(result):
        behind = part.previous.hits if part.previous and _mixed(result) else None
        n = sides.value(result, part) if behind is None else words.count(behind)
        return [name, n, sides.share(result, part)]
    return [
        name,
        sides.value(result, part),
        sides.count_words(result, part),
        sides.few(part.previous) if sides.counts(result) else "",
    ]


def _heading(result: Result, *, narrow: bool) -> list[str]:
    if _has_names(result):
        return ["Ticket", "age"]
    by = " / ".join(str(dimension).capitalize() for dimension in result.split) or _unsplit(result)
    counts = result.metric.counts
    if _counts_only(result):
        return [by, counts, "share"]
    # Unless it was split, a range shows the shares it lies between.
    between = isinstance(result.metric, Spread) and not result.query.split
    return [by, "share" if between else result.statistic, "n" if narrow else counts, "of all", ""]


def _unsplit(result: Result) -> str:
    """What parts are that nobody asked for; those of a share say it themselves."""
    match result.metric:
        case Growth():
            return "Step"
        case Share():
            return ""
        case _:
            return "Age"


def _row(result: Result, part: Part) -> list[str]:
    figure = part.figure
    if _has_names(result):
        name = monospace.shorten(part.label, NAMED_CELLS)
        return [name, facts.short_value(result, figure)]
    name = monospace.shorten(part.label, LABEL_CELLS) or "(none)"
    share = "" if part.share is None else words.share(part.share, 0)
    if _counts_only(result):
        if part.together:
            return [name, facts.part_value(result, part), share]
        n = figure.hits if _mixed(result) else figure.value
        sign = "+" if result.parts and facts.growing(result, figure) else ""
        return [name, f"{sign}{words.count(n or 0)}", share]
    few = sides.few(figure)
    return [name, facts.part_value(result, part), words.count(figure.n), share, few]


def _mixed(result: Result) -> bool:
    return isinstance(result.metric, Mix)


def _counts_only(result: Result) -> bool:
    """Whether a part's value is its count or its share, so that a column of it would repeat."""
    return not result.parts or result.unit is Unit.COUNT or _mixed(result)


def _has_names(result: Result) -> bool:
    """Whether the parts are single tickets."""
    of = result.metric
    return isinstance(of, Age) and of.oldest and not result.split
