"""What is left out of a figure because it does not tell how the team did, and the words for it."""

from __future__ import annotations

import numpy as np

from metrics.tickets.columns import Bools, Codes, Columns, Facts, Ints, facts
from metrics.tickets.facts import union
from metrics.tickets.records import NEVER

BY_AGENT = "opened by an agent"
CREATED_CLOSED = "created closed"
BEGAN_BEFORE = "began before my history"
UNREAD_ANSWER = "answered, but I cannot read the answer"
UNREAD_SOLVE = "solved, but not in the history I read"
UNREAD_REOPEN = "reopened, but not in the history I read"
CHILD = "opened in a side conversation"
CHILDREN = "side conversations"
"""The variant that counts those alone."""
CHILDREN_WORDS = ("child tickets", "only side conversations", "only child tickets")
WITH_CHILDREN = (
    *("with children", "with child tickets", "with side conversations"),
    *("including side conversations", "including child tickets", "including children"),
    *("incl side conversations", "incl child tickets", "incl children"),
)
"""Words for the variant that counts them beside the others."""


def codes(*conditions: Bools) -> Codes:
    """The reason of each row: the number of the first condition that holds, 0 where none does."""
    reasons: Codes = np.zeros(len(conditions[0]), np.int32)
    for reason in range(len(conditions), 0, -1):
        reasons[conditions[reason - 1]] = reason
    return reasons


def solved_elsewhere(columns: Columns) -> Bools:
    """Which solves came with their tickets."""
    solves = columns.solves
    return solves.first & columns.tickets.came_closed[columns.tickets.rows(solves.ticket)]


def answered_unread(columns: Columns) -> Bools:
    """Which tickets were answered by the helpdesk's word alone."""
    return columns.tickets.unread_reply_at < NEVER


def solved_unread(columns: Columns) -> Bools:
    """Which tickets were solved by the helpdesk's word alone."""
    return columns.tickets.unread_solve_at < NEVER


def with_unread_solves(columns: Columns, rows: Facts, reason: int) -> Facts:
    """Solves, and beside them those that only the helpdesk tells of: left out for a reason."""
    tickets = columns.tickets
    mask = solved_unread(columns) & ~tickets.removed
    if not mask.any():
        return rows
    unread = facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=tickets.unread_solve_at,
        start_at=tickets.created_at,
        cut=tickets.latest,
        reason=np.full(len(mask), reason, dtype=np.int32),
    )
    return union(rows, unread)


def removed(columns: Columns, keys: Ints) -> Bools:
    """Whether the tickets with these keys were merged, deleted or spam."""
    return columns.tickets.removed[columns.tickets.rows(keys)]
