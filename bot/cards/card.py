"""The card of one measure: the answer at a glance, its picture, and how the number was made."""

from __future__ import annotations

from bot import monospace, words
from bot.cards import blocks, facts
from bot.talk import Block, Picture, Reply
from metrics.catalogue.metric import Mix, Unit
from metrics.records import Dimension
from metrics.result import Part, Result

MOST_ROWS = 25
LABEL_CELLS = 22


def card(result: Result, phrase: str, picture: Picture | None = None) -> Reply:
    """Everything a Result says. `phrase` is its canonical question."""
    return Reply(
        text=blocks.fallback(facts.sentence(result)),
        head=_head(result),
        picture=picture,
        tail=_tail(result),
        phrase=phrase,
    )


def _head(result: Result) -> tuple[Block, ...]:
    title = (blocks.Bold(result.title), f"{facts.DOT}{facts.title(result)}")
    head = [blocks.section(title), blocks.header(facts.headline(result))]
    if glance := facts.facts(result):
        head.append(blocks.fields(glance))
    elif not result.figure.n:
        head.append(blocks.section(_nothing(result)))
    if result.caveats:
        head.append(blocks.context(result.caveats[:3]))
    return tuple(head)


def _nothing(result: Result) -> str:
    """What an empty answer means: never 0, and never that something is wrong."""
    return f"There were no {facts.metric(result).counts} in {result.window.label}."


def _tail(result: Result) -> tuple[Block, ...]:
    small = blocks.context(facts.small_print(result))
    if not result.parts:
        return (small,)
    return (blocks.preformatted(parts_table(result)), small)


def parts_table(result: Result) -> str:
    """The parts of a split as aligned lines. People stand in the order of their names."""
    rows = [_row(result, part) for part in shown_parts(result)[:MOST_ROWS]]
    text = monospace.table([_heading(result), *rows])
    more = len(result.parts) - MOST_ROWS
    return f"{text}\n{monospace.ELLIPSIS} and {more} more; filter to see them" if more > 0 else text


def shown_parts(result: Result) -> list[Part]:
    """The parts in the order they are shown in: single people are never ranked."""
    if Dimension.AGENT in result.split:
        return sorted(result.parts, key=lambda part: part.label.casefold())
    return list(result.parts)


def _heading(result: Result) -> list[str]:
    by = " / ".join(str(dimension).capitalize() for dimension in result.split)
    counts = facts.metric(result).counts
    return [by, *([] if _counted_only(result) else [_statistic(result)]), counts, "share"]


def _row(result: Result, part: Part) -> list[str]:
    figure = part.figure
    name = monospace.shortened(part.label, LABEL_CELLS)
    value = facts.value(result, figure) + (" (few)" if figure.few and facts.known(figure) else "")
    n = words.count(figure.n) if figure.value is None else _count(result, part)
    share = "" if part.share is None else words.share(part.share, 0)
    return [name, *([] if _counted_only(result) else [value]), n, share]


def _count(result: Result, part: Part) -> str:
    if result.unit is Unit.COUNT and part.figure.value is not None:
        return words.count(part.figure.value)
    return words.count(part.figure.n)


def _counted_only(result: Result) -> bool:
    """Whether value and n would be the same number, or value and share."""
    return result.unit is Unit.COUNT or isinstance(facts.metric(result), Mix)


def _statistic(result: Result) -> str:
    return result.statistic if result.unit is Unit.SECONDS else "value"
