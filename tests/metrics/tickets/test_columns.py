"""What the columns of tickets say by themselves."""

from __future__ import annotations

from metrics.tickets.records import NEVER
from tests.metrics.small import tickets


def test_a_ticket_came_closed_where_it_was_solved_at_its_creation_by_no_agent() -> None:
    made = tickets(
        [10, 10, 10, 10, 10, 10],
        first_solved_at=[10, 10, 11, NEVER, 10, 10],
        first_reply_at=[NEVER, NEVER, NEVER, NEVER, 10, 50],
        agent_created=[False, True, False, False, False, False],
    )
    assert made.came_closed.tolist() == [True, False, False, False, False, True]
