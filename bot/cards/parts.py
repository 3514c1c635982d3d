"""The parts of a split as a table that Slack sorts and pages, and as lines where it takes none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from bot import words
from bot.cards import blocks, differences, facts, sentences
from bot.cards.blocks import one_line
from bot.cards.cells import number, text
from bot.talk import Listing
from metrics.catalogue.metric import Age, Growth, Mix, Share, Spread, Unit
from metrics.periods.time_cuts import HEAT
from metrics.question.query import Against, Filter
from metrics.question.result import Figure, Part, Result
from metrics.question.verdict import aim, own_target, step
from metrics.tickets.records import Dimension

Cell: TypeAlias = dict[str, Any]
Columns: TypeAlias = Mapping[str, Callable[[Part], Cell]]

MOST_ROWS = 100
MOST_LINES = 25
PAGE = 10
NAME_LIMIT = 60
NO_NAME = "(none)"
NO_TARGET = "no target set"
_IN_ORDER = {Dimension.AGENT, Dimension.PRIORITY, Dimension.STATUS}
"""What is shown by name or by rank, whatever its figures are."""


def listing(result: Result) -> Listing | None:
    """The parts of a split, or the counts by age, in both forms; None where there are none."""
    shown = ordered(result) or list(result.bands)
    if not shown or result.query.over == HEAT:  # a map tells 168 hours at a glance
        return None
    columns = _columns(result, shown)
    heading = [text(name) for name in (_by(result), *columns)]
    rows = [[_name(part), *(cell(part) for cell in columns.values())] for part in shown[:MOST_ROWS]]
    native = {
        "type": "data_table",
        "caption": blocks.cut(one_line(_caption(result, len(shown))), blocks.HEADER_LIMIT),
        "page_size": PAGE,
        "rows": [heading, *rows],
    }
    return Listing(native=native, lines=_lines(result, shown, columns))


def ordered(result: Result) -> list[Part]:
    """The parts by what matters: first what got worse or misses its target, then the largest.

    People stand by name, and ranks in their order.
    """
    parts = list(facts.parts(result))
    if _IN_ORDER & set(result.split) or not result.split:
        return parts
    return sorted(parts, key=lambda part: not (_worse(result, part) or _misses(result, part)))


def _worse(result: Result, part: Part) -> bool:
    moved = step(result, part.change)
    return moved is not None and moved.worse


def _misses(result: Result, part: Part) -> bool:
    judged = aim(part.target, part.figure, result)
    return judged is not None and not judged.met and not judged.chance and not part.figure.few


def spoken(result: Result, part: Part) -> str:
    """A part within a sentence, for those who hear it: "Email 1h 59m, 4m faster"."""
    if part.together:
        return f"{part.label} {facts.part_value(result, part)}"
    words_here = [f"{part.label} {facts.value(result, part.figure)}"]
    if moved := movement(result, part):
        words_here.append(moved)
    return ", ".join(words_here)


def movement(result: Result, part: Part) -> str:
    """How a part moved, or why that is not told; "" where it is compared with nothing."""
    if part.together:
        return ""
    if result.query.against is Against.TARGET:
        return _aimed(result, part)
    moved = step(result, part.change)
    if moved is None or part.previous is None:
        return _why_none(result, part)
    whole = replace(result, figure=part.figure, previous=part.previous, change=part.change)
    sure = sentences.sureness(whole, moved)
    return f"{differences.difference(whole, moved)}{sure.replace('; ', ', ')}"


def _why_none(result: Result, part: Part) -> str:
    if part.previous is None:
        return "no baseline yet" if result.query.against is Against.BASELINE else ""
    if isinstance(result.metric, Growth):
        return ""
    if not part.figure.n:
        return "none now"
    if not part.previous.n:
        return "none before" if facts.over_time(result) else "none there"
    have_values = facts.has_value(part.figure) and facts.has_value(part.previous)
    return "measured otherwise" if have_values else "too few to compare"


def _columns(result: Result, shown: Sequence[Part]) -> Columns:
    """What is told of each part; columns without anything in them are left out."""
    candidates: dict[str, Callable[[Part], Cell]] = {_value_title(result): _value(result)}
    if any(movement(result, part) for part in shown):
        candidates[_change_title(result)] = lambda part: text(movement(result, part), NAME_LIMIT)
    if any(part.previous for part in shown):
        candidates[_before_title(result)] = lambda part: _figure(result, part.previous)
    if result.query.against is not Against.TARGET and any(
        own_target(part, result) for part in shown
    ):
        candidates["Target"] = lambda part: text(_aimed(result, part), NAME_LIMIT)
    if not _counts_only(result) and not _names_tickets(result):
        candidates[facts.capital(result.metric.counts)] = _n
    if any(part.share is not None for part in shown):
        candidates["Of all"] = _of_all
    return candidates


def _by(result: Result) -> str:
    if cuts := (*result.split, *result.query.over):
        return " / ".join(facts.capital(str(cut)) for cut in cuts)
    match result.metric:
        case Growth():
            return "Step"
        case Share():
            return "Which"
        case Age(oldest=True):
            return "Ticket"
        case _:
            return "Age"


def _value_title(result: Result) -> str:
    if _mixed(result) or (isinstance(result.metric, Spread) and not result.query.split):
        return "Share"
    if _names_tickets(result):
        return "Age"
    if _counts_only(result):
        return facts.capital(result.metric.counts)
    return blocks.cut(result.title, 40)


def _change_title(result: Result) -> str:
    if result.query.against is Against.TARGET:
        return "Target"
    if result.previous_window is None:
        return "Change"
    joint = "vs" if isinstance(result.query.against, Filter) else "Since"
    return f"{joint} {sentences.rival(result)}"


def _before_title(result: Result) -> str:
    return facts.capital(sentences.rival(result)) if result.previous_window else "Before"


def _value(result: Result) -> Callable[[Part], Cell]:
    def cell(part: Part) -> Cell:
        if part.together:
            return text(facts.part_value(result, part))
        return _figure(result, part.figure)

    return cell


def _figure(result: Result, figure: Figure | None) -> Cell:
    """A figure, sorted by its value; "too few" or a dash where none may be shown."""
    if figure is None:
        return text("")
    bands = not result.parts and figure.value is not None
    shown = words.count(figure.value or 0) if bands else facts.short_value(result, figure)
    few = " (few)" if figure.few and facts.has_value(figure) else ""
    if figure.value is None or figure.hidden:
        return text("" if figure.value is None and not figure.hidden else shown)
    return number(figure.value, f"{shown}{few}")


def _n(part: Part) -> Cell:
    if part.figure.hides_count:
        return text(facts.FEWER)
    return number(part.figure.n, words.count(part.figure.n))


def _of_all(part: Part) -> Cell:
    return text("") if part.share is None else number(part.share, words.share(part.share, 0))


def _aimed(result: Result, part: Part) -> str:
    """A part's target, and whether it is met, or what is lacking to say so."""
    if part.target is None:
        return NO_TARGET
    goal = facts.goal(result, part.target)
    if not part.target.in_force:
        return f"{goal}, set after this period"
    if part.figure.hidden:
        return f"{goal}: too few to tell"
    judged = aim(part.target, part.figure, result)
    if judged is None:
        return goal
    unsure = "too few to be sure" if part.figure.few else sentences.CHANCE if judged.chance else ""
    return f"{goal}: {'met' if judged.met else 'missed'}{f', {unsure}' if unsure else ''}"


def _name(part: Part) -> Cell:
    return text(part.label or NO_NAME, NAME_LIMIT)


def _mixed(result: Result) -> bool:
    return isinstance(result.metric, Mix)


def _names_tickets(result: Result) -> bool:
    """Whether the parts are single tickets."""
    return isinstance(result.metric, Age) and result.metric.oldest and not result.split


def _counts_only(result: Result) -> bool:
    """Whether a part's value is its count, so that a column of it would repeat."""
    return not result.parts or result.unit is Unit.COUNT


def _caption(result: Result, count: int) -> str:
    more = f", the first {MOST_ROWS} of {words.count(count)}" if count > MOST_ROWS else ""
    by = f" by {_by(result).lower()}"
    title = result.title if result.title.lower().endswith(by) else f"{result.title}{by}"
    return f"{title}, {facts.scope(result)}{more}"


def _lines(result: Result, shown: Sequence[Part], columns: Columns) -> dict[str, Any]:
    """The same as lines of text: the name in bold, then what is told of it."""
    pieces: list[dict[str, Any]] = []
    for part in shown[:MOST_LINES]:
        cells = [_line_text(result, name, cell(part)) for name, cell in columns.items()]
        pieces.append(blocks.piece(_name(part)["text"], bold=True))
        pieces.append(blocks.piece(f" {facts.DOT.join(filter(None, cells))}\n"))
    if (more := len(shown) - MOST_LINES) > 0:
        pieces.append(blocks.piece(f"and {more} more"))
    return dict(blocks.prose(pieces))


def _line_text(result: Result, name: str, cell: Cell) -> str:
    """A cell in a line, where no heading says what it is: "1h 13m the week before"."""
    told = str(cell["text"])
    if told == words.DASH:
        return ""
    if name == facts.capital(result.metric.counts):
        return facts.count_words(result, cell["value"]) if "value" in cell else f"{told} {name}"
    if name == _before_title(result):
        then = sentences.rival(result)
        return f"{told} {then}" if facts.over_time(result) else f"{then} {told}"
    match name:
        case "Target":
            return told if told == NO_TARGET else f"target {told}"
        case "Of all":
            return f"{told} of all"
        case _:
            return told
