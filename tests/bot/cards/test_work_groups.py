"""How many tickets of each team lie in each pile."""

from __future__ import annotations

from bot.cards.work_groups import group_lines, groups_listing
from metrics.question.ticket_state import Pile

GROUPS = {
    "Billing": {None: 7, Pile.BREACHED: 3, Pile.DUE: 0},
    "Sales": {None: 1, Pile.BREACHED: 0, Pile.DUE: 0},
}


def test_each_group_is_a_line_with_the_piles_that_it_is_in() -> None:
    assert group_lines(GROUPS) == ["Billing: 7 open, 3 breached", "Sales: 1 open"]


def test_the_table_has_a_column_a_pile() -> None:
    heading, *rows = groups_listing("Open work", "team", GROUPS).native["rows"]
    assert [cell["text"] for cell in heading] == ["Team", "Open", "Breached", "Due"]
    assert len(rows) == 2
