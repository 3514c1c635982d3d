"""From when to when a ticket is its helpdesk's to tell of, where that is not its whole life.

An account that is retired tells nothing after that instant. One to which a team has moved holds
copies of tickets that came to the account before it: of those it tells from the day of the move on,
and the account before tells what was until then. So nothing is counted twice, and nothing lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.tickets.columns import Facts, Ints
from metrics.tickets.facts import Rows, changed, reorder, subset
from metrics.tickets.records import NEVER


@dataclass(frozen=True)
class Lifetimes:
    """Tickets that are not told of for ever, by ascending key: from `from_at` until `until_at`."""

    keys: Ints
    from_at: Ints
    until_at: Ints

    def __len__(self) -> int:
        return len(self.keys)

    def ends(self, tickets: Ints, ended_at: Ints) -> Ints:
        """The ends of times of these tickets: the latest that their helpdesk tells of."""
        return np.minimum(ended_at, self._of(tickets)[1]) if len(self) else ended_at

    def begins(self, tickets: Ints) -> Ints:
        """From when on each of these tickets is told of."""
        return self._of(tickets)[0] if len(self) else np.full(len(tickets), -NEVER)

    def within(self, rows: Rows) -> Rows:
        """Rows as far as their ticket's helpdesk tells of it: the others are another's to tell."""
        if not len(self):
            return rows
        from_at, until_at = self._of(rows.ticket)
        if isinstance(rows, Facts):
            # What comes of a fact after the end is another's to tell, as what happens then is.
            cut = changed(
                rows,
                hit_at=np.where(rows.hit_at > until_at, NEVER, rows.hit_at),
                lost_at=np.where(rows.lost_at > until_at, NEVER, rows.lost_at),
                gone_at=np.where(rows.gone_at > until_at, NEVER, rows.gone_at),
            )
            return subset(cut, (rows.at >= from_at) & (rows.at <= until_at))
        started_at = np.maximum(rows.started_at, from_at)
        times = changed(rows, started_at=started_at, ended_at=np.minimum(rows.ended_at, until_at))
        there = np.flatnonzero(times.started_at < times.ended_at)
        return reorder(times, there[np.argsort(times.ended_at[there], kind="stable")])

    def _of(self, tickets: Ints) -> tuple[Ints, Ints]:
        """From when until when each of these is told of, for ever where nothing bounds it."""
        place = np.minimum(np.searchsorted(self.keys, tickets), len(self.keys) - 1)
        mine = self.keys[place] == tickets
        return (
            np.where(mine, self.from_at[place], -NEVER),
            np.where(mine, self.until_at[place], NEVER),
        )


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


NONE = Lifetimes(_none(), _none(), _none())
"""Every ticket is told of for ever."""
