"""How long tickets lie before a person has them, and before a team has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.catalogue.exclusions import BEGAN_BEFORE, BY_AGENT, codes
from metrics.catalogue.metric import Better, Duration, Family, Unit, Variant
from metrics.catalogue.others import Open
from metrics.catalogue.ways import with_ways
from metrics.sources.needs import Need
from metrics.tickets.arrays import next_of_same
from metrics.tickets.columns import (
    Bools,
    Columns,
    Facts,
    Ints,
    Spans,
    cut_of,
    facts,
    reorder,
    spans,
    subset,
)
from metrics.tickets.facts import changed
from metrics.tickets.intervals import by_ticket, spells
from metrics.tickets.records import NEVER, Dimension

_TODAY = "Cut by today's team, agent and priority."
_NO_OUTREACH = "Left out: tickets an agent opened, merged, deleted and spam tickets."


def picked_up_at(columns: Columns) -> Ints:
    """When each ticket was first given to a person; if that was at once, when it was touched."""
    tickets = columns.tickets
    by_assignment = (tickets.first_assigned_at > tickets.created_at) & (
        tickets.first_assigned_at < NEVER
    )
    return np.where(by_assignment, tickets.first_assigned_at, tickets.first_touch_at)


def pickups(columns: Columns) -> Facts:
    """Each ticket when it left the queue."""
    return _since_creation(columns, picked_up_at(columns))


def team_assignments(columns: Columns) -> Facts:
    """Each ticket when a team first got it."""
    return _since_creation(columns, columns.tickets.first_team_at)


def _since_creation(columns: Columns, at: Ints) -> Facts:
    tickets = columns.tickets
    mask = ~tickets.removed & (at < NEVER)
    early = at < tickets.created_at
    return facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=at,
        start_at=tickets.created_at,
        cut=tickets.latest,
        reason=codes(tickets.agent_created, early, tickets.began_before),
    )


def queue_spans(columns: Columns) -> Spans:
    """When tickets lay in the queue."""
    return until(columns, picked_up_at(columns), _by_customers(columns))


def without_team(columns: Columns) -> Spans:
    """When tickets had no team yet."""
    return until(columns, columns.tickets.first_team_at, _by_customers(columns))


def until(columns: Columns, at: Ints, mask: Bools) -> Spans:
    """From a ticket's creation to an instant, or to its solve if that came first."""
    tickets = columns.tickets
    return spans(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        started_at=tickets.created_at,
        ended_at=np.minimum(at, tickets.first_solved_at),
        since_at=tickets.created_at,
        cut=tickets.latest,
    )


def _by_customers(columns: Columns) -> Bools:
    tickets = columns.tickets
    return ~tickets.removed & ~tickets.agent_created & ~tickets.began_before


def pickups_in_total(columns: Columns) -> Facts:
    """Each ticket whenever it left the queue, with the time it had not been in it taken off."""
    first, later = pickups(columns), later_spells(columns)
    row = columns.tickets.rows(later.ticket)
    ticket = np.concatenate([first.ticket, later.ticket])
    at = np.concatenate([first.at, later.ended_at])
    latest = columns.tickets.latest
    reason = np.zeros(len(columns.tickets.key), dtype=np.int32)
    reason[columns.tickets.rows(first.ticket)] = first.reason
    return facts(
        ticket=ticket,
        at=at,
        start_at=np.concatenate([first.start_at, columns.tickets.created_at[row]]),
        gone_at=next_of_same(ticket, at),
        paused=between(columns, later),
        cut={d: np.concatenate([first.cut[d], codes[row]]) for d, codes in latest.items()},
        reason=np.concatenate([first.reason, reason[row]]),
    )


def later_spells(columns: Columns) -> Spans:
    """When tickets that a person had once taken lay in the queue again, by ticket."""
    tickets, rows = columns.tickets, columns.spans
    row = tickets.rows(rows.ticket)
    given_back = (rows.cut[Dimension.AGENT] == 0) & (tickets.first_assigned_at[row] < rows.ended_at)
    rows = by_ticket(subset(rows, given_back & ~tickets.removed[row]))
    first, last = spells(rows)
    ticket = rows.ticket[first]
    started_at = np.maximum(rows.started_at[first], picked_up_at(columns)[tickets.rows(ticket)])
    later = changed(
        reorder(rows, first),
        started_at=started_at,
        ended_at=rows.ended_at[last],
        since_at=started_at,
        cut=cut_of(tickets.latest, tickets.rows(ticket)),
    )
    return subset(later, started_at < later.ended_at)


def between(columns: Columns, later: Spans) -> Spans:
    """When tickets were out of the queue, before each of their `later` spells in it."""
    before = np.full(len(later), NEVER)
    before[1:] = later.ended_at[:-1]
    follows = np.zeros(len(later), dtype=np.bool_)
    follows[1:] = later.ticket[1:] == later.ticket[:-1]
    taken_at = picked_up_at(columns)[columns.tickets.rows(later.ticket)]
    since = np.where(follows, before, taken_at)
    return by_ticket(changed(later, started_at=since, ended_at=later.started_at))


def queued_in_total(columns: Columns) -> Spans:
    """When tickets lay in the queue, for the first time or again."""
    first, again = queue_spans(columns), later_spells(columns)
    again = subset(again, _by_customers(columns)[columns.tickets.rows(again.ticket)])

    def both(name: str) -> Ints:
        column: Ints = np.concatenate([getattr(first, name), getattr(again, name)])
        return column

    return spans(
        ticket=both("ticket"),
        started_at=both("started_at"),
        ended_at=both("ended_at"),
        since_at=both("since_at"),
        cut={d: np.concatenate([codes, again.cut[d]]) for d, codes in first.cut.items()},
    )


_QUEUE_TIME = Duration(
    key="queue_time",
    other_names=("wait in queue", "time in queue", "pickup time"),
    title="Queue time",
    family=Family.SPEED,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    counts="tickets",
    definition="The time from a ticket's creation until a person first took it.",
    formula=(
        "per ticket: first assignment to a person - creation; the first touch by an agent "
        "where it was assigned at once or never; median and 90th percentile"
    ),
    population=f"Tickets that a person first took in the period. {_NO_OUTREACH}",
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES}),
    reasons=(BY_AGENT, "taken before creation (bad clock)", BEGAN_BEFORE),
    caveats=(
        "Only the first spell in the queue counts: see queue_time total for later ones.",
        _TODAY,
    ),
    takes_clock=True,
    takes_percentile=True,
    facts=pickups,
    open=Open(spans=queue_spans, words="still lie in the queue", one="still lies in the queue"),
)

_IN_TOTAL = replace(
    _QUEUE_TIME,
    title="Queue time in total",
    definition=(
        "All the time in which nobody had a ticket, from its creation on: until a person first "
        "took it, and whenever it was given back without a new owner."
    ),
    formula=(
        "per ticket: queue time + later times unsolved and without an agent; median and 90th "
        "percentile"
    ),
    population=(
        "Tickets that last left the queue in the period, taken by a person or, later on, solved; "
        f"one that leaves it again moves there. {_NO_OUTREACH}"
    ),
    caveats=("What lies above queue_time is tickets that were given back.", _TODAY),
    facts=pickups_in_total,
    open=Open(spans=queued_in_total, words="lie in the queue", one="lies in the queue"),
)

QUEUE_TIME = with_ways(
    replace(_QUEUE_TIME, variants=(Variant(key="total", words=("in total",), metric=_IN_TOTAL),))
)

ASSIGN_TIME = with_ways(
    Duration(
        key="assign_time",
        other_names=("time to assignment", "assignment time", "time to team"),
        title="Time to assignment",
        family=Family.SPEED,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        counts="tickets",
        definition="The time from a ticket's creation until a team first had it.",
        formula="per ticket: first team assignment - creation; median and 90th percentile",
        population=f"Tickets that a team first got in the period. {_NO_OUTREACH}",
        made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES}),
        reasons=(BY_AGENT, "assigned before creation (bad clock)", BEGAN_BEFORE),
        caveats=("Tickets that rules route at their creation take 0 seconds.", _TODAY),
        takes_clock=True,
        takes_percentile=True,
        facts=team_assignments,
        open=Open(spans=without_team, words="have no team yet", one="has no team yet"),
    )
)
