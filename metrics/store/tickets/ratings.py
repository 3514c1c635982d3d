"""What the rows of surveys do not say by themselves: whom they were for, and which are the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from metrics.office_hours.ownership import Holdings, Lives
from metrics.tickets.columns import Bools, Ints, Ratings
from metrics.tickets.records import NEVER, Dimension

SAME_SECONDS: Final = 60
"""Two surveys of a ticket that were sent, or answered alike, so close together are one.

A helpdesk that changes to another kind of survey may tell of one survey in both.
"""

_WHO: Final = (Dimension.TEAM, Dimension.AGENT)


def distinct(ticket: Ints, sent_at: Ints, at: Ints, good: Bools) -> Bools:
    """Which of these surveys to keep, so that each is told once. Not answered: `at` is NEVER."""
    is_kept = np.ones(len(ticket), dtype=np.bool_)
    # First: of two equal answers close together the later one goes.
    order, close = _neighbours(ticket, at)
    close &= (at[order][1:] < NEVER) & (good[order][1:] == good[order][:-1])
    is_kept[order[1:][close]] = False
    # Then: of two sent close together, one of them not answered, one that is not answered goes.
    order, close = _neighbours(ticket, sent_at)
    close &= sent_at[order][1:] < NEVER
    first, second = order[:-1][close], order[1:][close]
    twice = (at[first] == NEVER) | (at[second] == NEVER)
    is_kept[np.where(at[second] == NEVER, second, first)[twice]] = False
    return is_kept


def _neighbours(ticket: Ints, at: Ints) -> tuple[Ints, Bools]:
    """The order by ticket and instant, and which are of a ticket with the one before, and near."""
    order = np.lexsort((at, ticket))
    near = np.diff(at[order]) <= SAME_SECONDS
    return order, near & (np.diff(ticket[order]) == 0)


def add_holders(ratings: Ratings, lives: Lives) -> Ratings:
    """The ratings, those given for nobody we are told of by those who had the ticket then."""
    is_bare = np.logical_and.reduce([ratings.cut[who] == 0 for who in _WHO])
    if not is_bare.any():
        return ratings
    holdings = Holdings.of(lives)
    at = np.where(ratings.at < NEVER, ratings.at, ratings.offered_at)[is_bare]
    holding_rows = holdings.rows(ratings.ticket[is_bare], at)
    cut = dict(ratings.cut)
    for who in _WHO:
        cut[who] = ratings.cut[who].copy()
        cut[who][is_bare] = holdings.cut[who][holding_rows]
    return replace(ratings, cut=cut)
