"""How fast customers are answered and helped: how long tickets lie, and until they are solved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.catalogue.calls import ASA
from metrics.catalogue.exclusions import (
    BEGAN_BEFORE,
    CREATED_CLOSED,
    UNREAD_REOPEN,
    UNREAD_SOLVE,
    codes,
    removed,
    solved_elsewhere,
    solved_unread,
    with_unread_solves,
)
from metrics.catalogue.metric import Better, Duration, Family, Unit, Variant
from metrics.catalogue.others import Open
from metrics.catalogue.queue import ASSIGN_TIME, QUEUE_TIME, until
from metrics.catalogue.replies import ART, FRT, NEXT_REPLY
from metrics.catalogue.ways import with_ways
from metrics.sources.needs import Need
from metrics.tickets.columns import Columns, Facts, Spans, facts, spans, subset
from metrics.tickets.facts import changed
from metrics.tickets.intervals import by_ticket
from metrics.tickets.records import NEVER, Dimension, Status
from metrics.tickets.vendor_figures import VendorTime


def never_solved(columns: Columns) -> Spans:
    """When tickets had not been solved yet."""
    tickets = columns.tickets
    mask = ~tickets.removed & ~tickets.began_before & ~solved_unread(columns)
    return until(columns, tickets.first_solved_at, mask)


def last_solves(columns: Columns) -> Facts:
    """The last solve of each ticket, from its creation; an earlier one goes when solved again."""
    solves = columns.solves
    rows = columns.tickets.rows(solves.ticket)
    mask = ~columns.tickets.removed[rows]
    unread_at = columns.tickets.unread_solve_at[rows]
    later_at = np.where(unread_at > solves.at, unread_at, NEVER)
    solved_rows = facts(
        table=solves,
        where=mask,
        ticket=solves.ticket,
        at=solves.at,
        start_at=columns.tickets.created_at[rows],
        gone_at=np.minimum(solves.next_solve_at, later_at),
        cut=solves.cut,
        reason=codes(solved_elsewhere(columns)),
    )
    return with_unread_solves(columns, solved_rows, reason=2)


def first_solves(columns: Columns) -> Facts:
    """The first solve of each ticket, from its creation; a hit when it was reopened."""
    solves = columns.solves
    rows = columns.tickets.rows(solves.ticket)
    mask = solves.first & ~columns.tickets.removed[rows]
    return facts(
        table=solves,
        where=mask,
        ticket=solves.ticket,
        at=solves.at,
        start_at=columns.tickets.created_at[rows],
        hit_at=solves.reopened_at,
        cut=solves.cut,
        reason=codes(
            solved_elsewhere(columns),
            columns.tickets.began_before[rows],
            columns.tickets.unread_reopen[rows],
        ),
    )


def solves_less_pending(columns: Columns) -> Facts:
    """The last solves with the time in which customers were waited for taken off."""
    return changed(_whole_solves(columns), paused=by_ticket(_in(columns, Status.PENDING)))


def solves_in_our_hands(columns: Columns) -> Facts:
    """The last solves with all time taken off in which nothing was for us to do."""
    pauses = (_in(columns, Status.PENDING, Status.HOLD), _solved_spells(columns))
    ticket, start, end = (
        np.concatenate([getattr(each, name) for each in pauses])
        for name in ("ticket", "started_at", "ended_at")
    )
    paused = spans(ticket=ticket, started_at=start, ended_at=end, since_at=start, cut={})
    return changed(_whole_solves(columns), paused=by_ticket(paused))


def _whole_solves(columns: Columns) -> Facts:
    """The last solves, those of tickets left out whose pauses are not all known."""
    rows, tickets = last_solves(columns), columns.tickets
    older = tickets.began_before[tickets.rows(rows.ticket)]
    return changed(rows, reason=codes(rows.reason == 1, rows.reason == 2, older))


def _in(columns: Columns, *statuses: Status) -> Spans:
    """When tickets had one of these statuses."""
    words = columns.words[Dimension.STATUS]
    codes = [code for code, word in enumerate(words) if word in statuses]
    return subset(columns.spans, np.isin(columns.spans.cut[Dimension.STATUS], codes))


def _solved_spells(columns: Columns) -> Spans:
    """When tickets were solved and came back."""
    solves = columns.solves
    back = solves.reopened_at < NEVER
    ticket, at, until = solves.ticket[back], solves.at[back], solves.reopened_at[back]
    return spans(ticket=ticket, started_at=at, ended_at=until, since_at=at, cut={})


def unsolved(columns: Columns) -> Spans:
    """When tickets were unsolved, those left out that were merged, deleted or spam."""
    return subset(columns.spans, ~removed(columns, columns.spans.ticket))


_RESOLUTION = Duration(
    key="resolution",
    other_names=(
        "resolution time",
        "time to resolution",
        "full resolution time",
        "time to resolve",
        "time to close",
        "ttr",
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
    made_of=frozenset({Need.TICKETS, Need.HISTORY}),
    reasons=(CREATED_CLOSED, UNREAD_SOLVE),
    caveats=(
        "Longer can be thorough; hasty closing lowers it and raises reopens.",
        "Tickets that are still open are not in it: see the backlog and its age.",
    ),
    takes_clock=True,
    takes_percentile=True,
    facts=last_solves,
    open=Open(spans=unsolved, words="are not solved yet", one="is not solved yet"),
    vendor=VendorTime.RESOLUTION,
)

_CHANGES = _RESOLUTION.made_of | {Need.CHANGES}
_NET = replace(
    _RESOLUTION,
    title="Resolution time without waiting for the customer",
    definition="The time from a ticket's creation to its last solve, less the time it was pending.",
    formula="per ticket: last solve - creation - time pending; median and 90th percentile",
    made_of=_CHANGES,
    reasons=(CREATED_CLOSED, UNREAD_SOLVE, BEGAN_BEFORE),
    facts=solves_less_pending,
    vendor=None,
)
_NET_ALL = replace(
    _RESOLUTION,
    title="Resolution time in our own hands",
    definition=(
        "The time from a ticket's creation to its last solve, less the time it was pending, on "
        "hold, or solved before it came back."
    ),
    formula=(
        "per ticket: last solve - creation - time pending, on hold or solved; "
        "median and 90th percentile"
    ),
    made_of=_CHANGES,
    reasons=(CREATED_CLOSED, UNREAD_SOLVE, BEGAN_BEFORE),
    facts=solves_in_our_hands,
    vendor=None,
)

RESOLUTION = with_ways(
    replace(
        _RESOLUTION,
        variants=(
            Variant(key="net", metric=_NET, words=("without pending", "minus pending")),
            Variant(key="net all", metric=_NET_ALL, words=("without waiting",)),
        ),
    ),
    "mttr",
    "mean time to resolution",
    "mean time to resolve",
)

FIRST_RESOLUTION = with_ways(
    replace(
        _RESOLUTION,
        key="first_resolution",
        other_names=("time to first resolution", "first resolution time", "first solve"),
        title="First resolution time",
        definition="The time from a ticket's creation to its first solve.",
        formula="per ticket: first solve - creation; median and 90th percentile",
        population=(
            "Tickets solved for the first time in the period, without merged, deleted and spam "
            "tickets."
        ),
        caveats=(
            "What resolution time lies above it is rework: tickets that came back.",
            "Tickets that are still open are not in it: see the backlog and its age.",
        ),
        made_of=_CHANGES,
        reasons=(CREATED_CLOSED, BEGAN_BEFORE, UNREAD_REOPEN),
        facts=first_solves,
        open=Open(spans=never_solved, words="were never solved yet", one="was never solved yet"),
        vendor=VendorTime.FIRST_RESOLUTION,
    )
)

SPEED = (
    *(FRT, ART, NEXT_REPLY, ASA),
    *(QUEUE_TIME, ASSIGN_TIME, RESOLUTION, FIRST_RESOLUTION),
)
