"""How much comes in and goes out, and of what kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.catalogue.backlog import (
    AGING,
    BACKLOG,
    BACKLOG_GROWTH,
    OLDEST,
    PENDING_REPLY,
    UNASSIGNED,
)
from metrics.catalogue.contacts import first_reopened_at
from metrics.catalogue.exclusions import (
    CHILD,
    CHILDREN,
    CHILDREN_WORDS,
    CREATED_CLOSED,
    UNREAD_SOLVE,
    WITH_CHILDREN,
    codes,
    solved_elsewhere,
    solved_unread,
)
from metrics.catalogue.metric import (
    Better,
    Family,
    Flow,
    Mix,
    Share,
    Unit,
    Variant,
)
from metrics.catalogue.speed import last_solves
from metrics.sources.needs import Need
from metrics.tickets.columns import Columns, Facts, facts, subset
from metrics.tickets.facts import changed
from metrics.tickets.records import Dimension

WEEK_SECONDS = 7 * 24 * 3600


def creations(columns: Columns) -> Facts:
    """Each ticket at its creation, cut by today's team, agent and priority."""
    tickets = columns.tickets
    mask = ~tickets.removed | tickets.child
    return facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=tickets.created_at,
        cut=tickets.latest,
        reason=codes(tickets.child),
    )


def creations_of_all(columns: Columns) -> Facts:
    """The same, those that agents opened in side conversations counted too."""
    rows = creations(columns)
    return changed(rows, reason=np.zeros_like(rows.reason))


def creations_of_children(columns: Columns) -> Facts:
    """Only those that agents opened in side conversations."""
    rows = creations_of_all(columns)
    return subset(rows, columns.tickets.child[columns.tickets.rows(rows.ticket)])


def every_solve(columns: Columns) -> Facts:
    """Every step into solved, those of one ticket apart."""
    solves = columns.solves
    mask = ~columns.tickets.removed[columns.tickets.rows(solves.ticket)]
    return facts(
        table=solves,
        where=mask,
        ticket=solves.ticket,
        at=solves.at,
        cut=solves.cut,
        reason=codes(solved_elsewhere(columns)),
    )


def outcomes(columns: Columns) -> Facts:
    """Each ticket at its creation; a hit when it was solved, until it was reopened."""
    tickets = columns.tickets
    mask = ~tickets.removed
    return facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=tickets.created_at,
        hit_at=tickets.first_solved_at,
        lost_at=first_reopened_at(columns),
        cut=tickets.latest,
        reason=codes(tickets.came_closed, solved_unread(columns)),
    )


_CREATED = "Tickets created in the period, without merged, deleted and spam tickets."
_VOLUME = Flow(
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
    population=_CREATED,
    made_of=frozenset({Need.TICKETS}),
    caveats=(
        "Raw volume says little alone: a rise may be growth, an outage or a confusing change.",
        "Cut by today's team, agent and priority.",
    ),
    reasons=(CHILD,),
    minimum=0,
    facts=creations,
)

VOLUME = replace(
    _VOLUME,
    variants=(
        Variant(
            key="children",
            words=WITH_CHILDREN,
            metric=replace(
                _VOLUME,
                title="Ticket volume, side conversations included",
                definition=(
                    "The number of tickets created, those that agents opened in a side "
                    "conversation of another ticket among them."
                ),
                reasons=(),
                facts=creations_of_all,
            ),
        ),
        Variant(
            key=CHILDREN,
            words=CHILDREN_WORDS,
            metric=replace(
                _VOLUME,
                title="Side conversations",
                counts="child tickets",
                definition=(
                    "The number of tickets that agents opened in a side conversation of another "
                    "ticket."
                ),
                formula="count of child tickets created in the period",
                caveats=(
                    "They are work for colleagues and partners, and no customer's tickets.",
                    "Side conversations by e-mail or Slack make no ticket, and are not in it.",
                    "Cut by today's team, agent and priority.",
                ),
                reasons=(),
                facts=creations_of_children,
            ),
        ),
    ),
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
    population=_CREATED,
    made_of=frozenset({Need.TICKETS}),
    reasons=(CHILD,),
    caveats=("Compare shares only with the counts beside them.",),
    facts=creations,
    over=Dimension.CHANNEL,
)

CATEGORY_VOLUME = Mix(
    key="category_volume",
    other_names=("volume by issue", "top issues", "contact reasons", "top categories"),
    title="Volume by category",
    family=Family.WORKLOAD,
    unit=Unit.SHARE,
    better=Better.NEITHER,
    counts="tickets",
    definition="How the created tickets divide among the categories.",
    formula="per category: tickets created with it / all tickets created",
    population=_CREATED,
    made_of=frozenset({Need.TICKETS}),
    reasons=(CHILD,),
    caveats=(
        "Categories set by hand vary from person to person; (none) is their blind spot.",
        "A ticket about several things counts once, under its one category.",
    ),
    facts=creations,
    over=Dimension.CATEGORY,
)

_SOLVED = Flow(
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
    made_of=frozenset({Need.TICKETS, Need.HISTORY}),
    reasons=(CREATED_CLOSED, UNREAD_SOLVE),
    caveats=("A count of closed tickets says nothing about quality: read it beside reopens.",),
    minimum=0,
    facts=last_solves,
)

SOLVED = replace(
    _SOLVED,
    variants=(
        Variant(
            key="events",
            names=("solves", "solve events"),
            metric=replace(
                _SOLVED,
                title="Solves",
                counts="solves",
                definition="The number of times that tickets were solved.",
                formula="every step from unsolved to solved in the period",
                population=(
                    "Steps from unsolved to solved in the period, several of one ticket too; "
                    "without merged, deleted and spam tickets."
                ),
                reasons=(CREATED_CLOSED,),
                facts=every_solve,
            ),
        ),
    ),
)

RESOLUTION_RATE = Share(
    key="resolution_rate",
    other_names=("solve rate", "share solved"),
    title="Resolution rate",
    family=Family.WORKLOAD,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="tickets",
    hits="were solved",
    definition=(
        "The share of created tickets that were solved within 7 days, and not reopened within them."
    ),
    formula="tickets created in the period, solved and not reopened 7 days later / tickets created",
    population=_CREATED,
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES}),
    reasons=(CREATED_CLOSED, UNREAD_SOLVE),
    caveats=(
        "Solved / created of the same period is another figure: see the clearance beside the "
        "backlog's growth.",
        "Cut by today's team, agent and priority.",
    ),
    horizon_seconds=WEEK_SECONDS,
    facts=outcomes,
)

WORKLOAD = (
    *(VOLUME, CATEGORY_VOLUME, MIX, BACKLOG, BACKLOG_GROWTH, AGING, OLDEST),
    *(SOLVED, RESOLUTION_RATE, UNASSIGNED, PENDING_REPLY),
)
