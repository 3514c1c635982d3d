"""How fast customers are answered and helped: how long tickets lie, and until they are solved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from metrics.catalogue.calls import ASA
from metrics.catalogue.metric import Better, Duration, Family, Open, Unit, Variant, with_mean
from metrics.catalogue.queue import ASSIGN_TIME, QUEUE_TIME, until
from metrics.catalogue.replies import ART, FRT, NEXT_REPLY, removed
from metrics.columns import Columns, Facts, Spans, chosen, facts, picked
from metrics.overlaps import by_ticket
from metrics.records import Dimension, Status, VendorTime


def never_solved(columns: Columns) -> Spans:
    """When tickets had not been solved yet."""
    tickets = columns.tickets
    kept = ~tickets.removed
    return until(columns, tickets.first_solved_at, kept)


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


def first_solves(columns: Columns) -> Facts:
    """The first solve of each ticket, from its creation; a hit when it was reopened."""
    solves = columns.solves
    rows = columns.tickets.rows(solves.ticket)
    kept = solves.first & ~columns.tickets.removed[rows]
    return facts(
        ticket=solves.ticket[kept],
        at=solves.at[kept],
        start_at=columns.tickets.created_at[rows][kept],
        hit_at=solves.reopened_at[kept],
        cut=picked(solves.cut, kept),
    )


def solves_less(*statuses: Status) -> Callable[[Columns], Facts]:
    """What gives the last solves with the time in `statuses` taken off."""

    def less(columns: Columns) -> Facts:
        words = columns.words[Dimension.STATUS]
        codes = [code for code, word in enumerate(words) if word in statuses]
        paused = np.isin(columns.spans.cut[Dimension.STATUS], codes)
        pauses = chosen(columns.spans, paused)
        return replace(last_solves(columns), paused=by_ticket(pauses))

    return less


def unsolved(columns: Columns) -> Spans:
    """When tickets were unsolved, those left out that were merged, deleted or spam."""
    return chosen(columns.spans, ~removed(columns, columns.spans.ticket))


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
    needs=("status history",),
    caveats=(
        "Longer can be thorough; hasty closing lowers it and raises reopens.",
        "Tickets that are still open are not in it: see the backlog and its age.",
    ),
    elsewhere="Zendesk's full resolution time is the same span.",
    takes_clock=True,
    takes_percentile=True,
    facts=last_solves,
    open=Open(spans=unsolved, words="are not solved yet", one="is not solved yet"),
    vendor=VendorTime.RESOLUTION,
)

_NET = replace(
    _RESOLUTION,
    title="Resolution time without waiting for the customer",
    definition="The time from a ticket's creation to its last solve, less the time it was pending.",
    formula="per ticket: last solve - creation - time pending; median and 90th percentile",
    facts=solves_less(Status.PENDING),
    vendor=None,
)
_NET_ALL = replace(
    _RESOLUTION,
    title="Resolution time in our own hands",
    definition=(
        "The time from a ticket's creation to its last solve, less the time it was pending or on "
        "hold."
    ),
    formula=(
        "per ticket: last solve - creation - time pending or on hold; median and 90th percentile"
    ),
    facts=solves_less(Status.PENDING, Status.HOLD),
    vendor=None,
)

RESOLUTION = with_mean(
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

FIRST_RESOLUTION = with_mean(
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
        elsewhere="Zendesk's first resolution time is the same span.",
        facts=first_solves,
        open=Open(spans=never_solved, words="were never solved yet", one="was never solved yet"),
        vendor=VendorTime.FIRST_RESOLUTION,
    )
)

SPEED = (
    *(FRT, ART, NEXT_REPLY, ASA),
    *(QUEUE_TIME, ASSIGN_TIME, RESOLUTION, FIRST_RESOLUTION),
)
