"""How fast customers are answered and helped."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.metric import Better, Duration, Family, Open, Unit
from metrics.columns import Bools, Columns, Facts, Ints, Spans, chosen, facts, picked, spans
from metrics.records import NEVER


def first_replies(columns: Columns) -> Facts:
    """The first human public reply of each ticket, with the team and author of that reply."""
    tickets = columns.tickets
    kept = ~tickets.removed & (tickets.first_reply_at < NEVER)
    early = tickets.first_reply_at < tickets.created_at
    reason = np.where(tickets.agent_created, 1, np.where(early, 2, 0)).astype(np.int32)
    return facts(
        ticket=tickets.key[kept],
        at=tickets.first_reply_at[kept],
        start_at=tickets.created_at[kept],
        cut=picked(tickets.first_reply, kept),
        reason=reason[kept],
    )


def later_replies(columns: Columns) -> Facts:
    """Every human reply that ended a wait after the ticket had been answered once."""
    waits = columns.waits
    kept = waits.answered & ~waits.first & ~_removed(columns, waits.ticket)
    return facts(
        ticket=waits.ticket[kept],
        at=waits.ended_at[kept],
        start_at=waits.started_at[kept],
        cut=picked(waits.cut, kept),
    )


def last_solves(columns: Columns) -> Facts:
    """The last solve of each ticket, from its creation; an earlier one goes when solved again."""
    solves = columns.solves
    rows = columns.tickets.rows(solves.ticket)
    kept = ~columns.tickets.removed[rows]
    return facts(
        ticket=solves.ticket[kept],
        at=solves.at[kept],
        start_at=columns.tickets.created_at[rows][kept],
        gone_at=solves.next_solve_at[kept],
        cut=picked(solves.cut, kept),
    )


def _waiting(columns: Columns, *, first: bool) -> Spans:
    waits = columns.waits
    kept = (waits.first == first) & ~_removed(columns, waits.ticket)
    return spans(
        ticket=waits.ticket[kept],
        started_at=waits.started_at[kept],
        ended_at=waits.ended_at[kept],
        since_at=waits.started_at[kept],
        cut=picked(waits.cut, kept),
    )


def _unsolved(columns: Columns) -> Spans:
    return chosen(columns.spans, ~_removed(columns, columns.spans.ticket))


def _removed(columns: Columns, keys: Ints) -> Bools:
    return columns.tickets.removed[columns.tickets.rows(keys)]


FRT = Duration(
    key="frt",
    other_names=(
        "first response time",
        "first reply time",
        "time to first response",
        "time to first reply",
        "first response",
        "first reply",
        "ttfr",
        "how fast do we answer",
    ),
    title="First response time",
    family=Family.SPEED,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    counts="first replies",
    definition="The time from a ticket's creation to the first public reply by a human agent.",
    formula="per ticket: first public human reply - creation; median and 90th percentile",
    population=(
        "Tickets whose first human reply falls in the period. Left out: tickets an agent opened, "
        "tickets only a bot answered, merged, deleted and spam tickets."
    ),
    needs=("messages with author, visibility and time",),
    reasons=("opened by an agent", "reply before creation (bad clock)"),
    caveats=(
        "A fast reply is not a fast fix: read it beside resolution time and reopens.",
        "Automatic acknowledgements and AI agents do not stop the clock.",
    ),
    elsewhere=(
        "Zendesk counts from creation to the first public agent comment and, for tickets an agent "
        "opened, to the second; its business minutes use the schedule at the reply."
    ),
    takes_clock=True,
    takes_percentile=True,
    facts=first_replies,
    open=Open(
        spans=lambda columns: _waiting(columns, first=True), words="still wait for a first reply"
    ),
)

NEXT_REPLY = Duration(
    key="next_reply",
    other_names=("next reply time", "subsequent response time", "next response time", "nrt"),
    title="Next reply time",
    family=Family.SPEED,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    counts="replies",
    definition=(
        "The time from a customer's unanswered message to the next public reply by a human agent, "
        "after the first reply."
    ),
    formula="per wait: public human reply - first unanswered customer message before it",
    population=(
        "Waits that a reply ended in the period. Several messages in a row by the customer are one "
        "wait; merged, deleted and spam tickets are left out."
    ),
    needs=("messages with author, visibility and time",),
    caveats=("A wait that ended because the ticket was solved without a word is not counted.",),
    elsewhere="Zendesk's SLA 'next reply' runs from the oldest unanswered comment likewise.",
    takes_clock=True,
    takes_percentile=True,
    facts=later_replies,
    open=Open(
        spans=lambda columns: _waiting(columns, first=False), words="still wait for a next reply"
    ),
)

RESOLUTION = Duration(
    key="resolution",
    other_names=(
        "resolution time",
        "time to resolution",
        "full resolution time",
        "time to resolve",
        "time to close",
        "ttr",
        "mttr",
        "how fast do we solve",
    ),
    title="Resolution time",
    family=Family.SPEED,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    counts="solved tickets",
    definition="The time from a ticket's creation to its last solve.",
    formula="per ticket: last solve - creation; median and 90th percentile",
    population=(
        "Tickets whose last solve falls in the period; one that is solved again later moves there. "
        "Merged, deleted and spam tickets are left out."
    ),
    needs=("status history",),
    caveats=(
        "Longer can be thorough; hasty closing lowers it and raises reopens.",
        "Tickets that are still open are not in it: see the backlog and its age.",
    ),
    elsewhere="Zendesk's full resolution time is the same span.",
    takes_clock=True,
    takes_percentile=True,
    facts=last_solves,
    open=Open(spans=_unsolved, words="are not solved yet"),
)

SPEED = (FRT, NEXT_REPLY, RESOLUTION)
