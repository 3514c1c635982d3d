"""What the columns of tickets say by themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

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


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_the_rows_of_keys_are_where_they_belong(step: int) -> None:
    chance = np.random.default_rng(step)
    keys = 7 + np.sort(chance.choice(40 * step, 40, replace=False))
    made = replace(tickets([10] * 40), key=keys)
    for many in (2, 300):
        wanted = chance.integers(-5, 60 * step, many)
        assert made.rows(wanted).tolist() == np.searchsorted(keys, wanted).tolist()
    assert replace(tickets([]), key=keys[:0]).rows(wanted).tolist() == [0] * 300
