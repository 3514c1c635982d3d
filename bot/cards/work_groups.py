"""How many tickets of each team, channel or priority lie in each pile, as a table and as lines."""

from __future__ import annotations

from collections.abc import Mapping

from bot import words
from bot.cards import blocks
from bot.cards.cells import number, text
from bot.cards.work import NAMES
from bot.talk import Listing
from metrics.question.ticket_state import Pile


def groups_listing(title: str, by: str, groups: Mapping[str, Mapping[Pile | None, int]]) -> Listing:
    """How many tickets each has in each pile, as a table and as lines."""
    piles = [pile for pile in next(iter(groups.values()), {}) if pile]
    heading = [text(name) for name in (by.capitalize(), "Open", *(NAMES[p] for p in piles))]
    rows = [
        [text(name), *(number(float(counts[p]), words.count(counts[p])) for p in (None, *piles))]
        for name, counts in groups.items()
    ]
    table = {
        "type": "data_table",
        "caption": blocks.cut(blocks.one_line(title), blocks.HEADER_LIMIT),
        "page_size": 10,
        "rows": [heading, *rows[:100]],
    }
    lines = blocks.prose([blocks.piece("\n".join(group_lines(groups)[:30]))])
    return Listing(native=table, lines=lines)


def group_lines(groups: Mapping[str, Mapping[Pile | None, int]]) -> list[str]:
    """The same, a line each."""
    lines = []
    for name, counts in groups.items():
        parts = [f"{words.count(n)} {pile or 'open'}" for pile, n in counts.items() if n]
        lines.append(f"{name}: {', '.join(parts)}")
    return lines
