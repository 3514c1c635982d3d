"""Whether the help was any good."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.metric import Better, Family, Share, Unit
from metrics.columns import Columns, Facts, facts, picked
from metrics.records import NEVER

WEEK_SECONDS = 7 * 24 * 3600


def first_solves(columns: Columns) -> Facts:
    """The first solve of each ticket; a hit when it was reopened."""
    solves = columns.solves
    removed = columns.tickets.removed[columns.tickets.rows(solves.ticket)]
    kept = solves.first & ~removed
    return facts(
        ticket=solves.ticket[kept],
        at=solves.at[kept],
        hit_at=solves.reopened_at[kept],
        cut=picked(solves.cut, kept),
    )


def answers(columns: Columns) -> Facts:
    """The survey answers; a ticket's later answer takes the place of the one before."""
    ratings = columns.ratings
    removed = columns.tickets.removed[columns.tickets.rows(ratings.ticket)]
    kept = ~removed
    return facts(
        ticket=ratings.ticket[kept],
        at=ratings.at[kept],
        hit_at=np.where(ratings.good, ratings.at, NEVER)[kept],
        gone_at=ratings.next_at[kept],
        cut=picked(ratings.cut, kept),
    )


REOPEN = Share(
    key="reopen",
    other_names=("reopen rate", "reopened tickets", "reopened", "reopens"),
    title="Reopen rate",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="first solves",
    definition="The share of tickets that were reopened within 7 days of their first solve.",
    formula="tickets first solved in the period and reopened within 7 days / tickets first solved",
    population=(
        "Tickets solved for the first time in the period, without merged, deleted and spam tickets."
    ),
    needs=("status history",),
    caveats=(
        "Follow-up tickets hide reopens.",
        "Automatic closing after a solve caps the time in which a ticket can be reopened.",
    ),
    elsewhere="Zendesk counts the reopens of each ticket, whenever they happen.",
    horizon_seconds=WEEK_SECONDS,
    facts=first_solves,
)

CSAT = Share(
    key="csat",
    other_names=("customer satisfaction", "satisfaction", "satisfaction score", "happiness"),
    title="Customer satisfaction",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="answers",
    definition="The share of answered satisfaction surveys that were positive.",
    formula="good / (good + neutral + bad)",
    population=(
        "Surveys answered in the period, one a ticket: the last answer counts. Not answered is not "
        "negative. Merged, deleted and spam tickets are left out."
    ),
    needs=("satisfaction ratings",),
    caveats=(
        "Answers come from those who answer; a handful of them swings the figure.",
        "It says nothing about effort, and one figure hides the category that drags.",
    ),
    elsewhere="Zendesk: good / (good + bad); on five points it counts 3 as bad.",
    facts=answers,
)

QUALITY = (REOPEN, CSAT)
