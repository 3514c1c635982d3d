"""How much comes in, goes out and lies there."""

from __future__ import annotations

from metrics.catalogue.metric import (
    DIMENSIONS,
    Age,
    Better,
    Family,
    Flow,
    Level,
    Mix,
    Unit,
)
from metrics.catalogue.speed import last_solves
from metrics.columns import Columns, Facts, Spans, facts, picked
from metrics.periods import Period
from metrics.records import Dimension


def creations(columns: Columns) -> Facts:
    """Each ticket at its creation, cut by today's team, agent and priority."""
    tickets = columns.tickets
    kept = ~tickets.removed
    return facts(
        ticket=tickets.key[kept], at=tickets.created_at[kept], cut=picked(tickets.latest, kept)
    )


def unsolved(columns: Columns) -> Spans:
    """When tickets were unsolved, up to their removal for those merged, deleted or spam."""
    return columns.spans


_NOW = Period.of("today")
_SNAPSHOT = DIMENSIONS | {Dimension.STATUS}

VOLUME = Flow(
    key="volume",
    other_names=(
        "ticket volume",
        "tickets created",
        "new tickets",
        "inbound",
        "demand",
        "how many tickets",
    ),
    title="Ticket volume",
    family=Family.WORKLOAD,
    unit=Unit.COUNT,
    better=Better.NEITHER,
    counts="tickets",
    definition="The number of tickets created.",
    formula="count of tickets created in the period",
    population="Tickets created in the period, without merged, deleted and spam tickets.",
    needs=("tickets",),
    caveats=(
        "Raw volume says little alone: a rise may be growth, an outage or a confusing change.",
        "Cut by today's team, agent and priority.",
    ),
    minimum=0,
    facts=creations,
)

MIX = Mix(
    key="mix",
    other_names=("channel mix", "channel split", "channel share"),
    title="Channel mix",
    family=Family.WORKLOAD,
    unit=Unit.SHARE,
    better=Better.NEITHER,
    counts="tickets",
    definition="How the created tickets divide among the channels.",
    formula="per channel: tickets created there / all tickets created",
    population="Tickets created in the period, without merged, deleted and spam tickets.",
    needs=("tickets",),
    caveats=("Compare shares only with the counts beside them.",),
    facts=creations,
    over=Dimension.CHANNEL,
)

BACKLOG = Level(
    key="backlog",
    other_names=("open tickets", "unsolved", "unsolved tickets", "queue size", "queue"),
    title="Backlog",
    family=Family.WORKLOAD,
    unit=Unit.COUNT,
    better=Better.LOWER,
    counts="unsolved tickets",
    definition="The number of unsolved tickets (new, open, pending, on hold) at one instant.",
    formula="tickets created by then, unsolved, and not merged, deleted or marked spam by then",
    population="All tickets at the end of the period, or now if it is not over.",
    needs=("status history",),
    caveats=(
        "A low backlog with poor answers is no success; read its age and trend.",
        "Cut by the team, agent, priority and status of that instant.",
    ),
    elsewhere="Zendesk takes one snapshot a day, between 23:00 and 01:00.",
    dimensions=_SNAPSHOT,
    default_period=_NOW,
    minimum=0,
    spans=unsolved,
)

AGING = Age(
    key="aging",
    other_names=("backlog age", "ticket age", "ageing", "age of backlog"),
    title="Backlog age",
    family=Family.WORKLOAD,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    counts="unsolved tickets",
    definition="How long ago the tickets that are unsolved at one instant were created.",
    formula="per unsolved ticket: that instant - creation; median and 90th percentile",
    population="All unsolved tickets at the end of the period, or now if it is not over.",
    needs=("status history",),
    caveats=("The oldest ones deserve the first look.",),
    elsewhere="Zendesk shows bands of 1, 7 and 30 days.",
    dimensions=_SNAPSHOT,
    default_period=_NOW,
    takes_clock=True,
    takes_percentile=True,
    spans=unsolved,
)

SOLVED = Flow(
    key="solved",
    other_names=(
        "tickets solved",
        "tickets closed",
        "tickets resolved",
        "how many tickets solved",
        "how many tickets closed",
        "throughput",
        "output",
    ),
    title="Tickets solved",
    family=Family.WORKLOAD,
    unit=Unit.COUNT,
    better=Better.NEITHER,
    counts="tickets",
    definition="The number of tickets that were solved.",
    formula="tickets with a solve in the period, each counted once",
    population=(
        "Tickets that went from unsolved to solved in the period, cut by the team, agent and "
        "priority of their last solve there; without merged, deleted and spam tickets."
    ),
    needs=("status history",),
    caveats=("A count of closed tickets says nothing about quality: read it beside reopens.",),
    elsewhere="Zendesk's 'solved' shrinks when a ticket is reopened later.",
    minimum=0,
    facts=last_solves,
)

WORKLOAD = (VOLUME, MIX, BACKLOG, AGING, SOLVED)
