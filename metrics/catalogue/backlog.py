"""How much lies there, how old it is, and what of it nobody has or has answered."""

from __future__ import annotations

from dataclasses import replace

from metrics.catalogue.exclusions import CHILDREN, CHILDREN_WORDS, WITH_CHILDREN
from metrics.catalogue.metric import (
    SNAPSHOT,
    Age,
    Better,
    Family,
    Growth,
    Level,
    Unit,
    Variant,
)
from metrics.catalogue.moves import STEPS, moves
from metrics.catalogue.unsolved import (
    ownerless,
    unanswered,
    unsolved,
    unsolved_again,
    unsolved_children,
    unsolved_of_all,
    unsolved_unheard,
)
from metrics.catalogue.ways import with_ways
from metrics.periods import Period
from metrics.sources.needs import Need

_NOW = Period.of("today")
_AT_ONE_INSTANT = "at the end of the period, or now if it is not over."

_BACKLOG = Level(
    key="backlog",
    other_names=("open tickets", "unsolved", "unsolved tickets", "queue size", "queue"),
    title="Backlog",
    family=Family.WORKLOAD,
    unit=Unit.COUNT,
    better=Better.LOWER,
    counts="unsolved tickets",
    definition="The number of unsolved tickets (new, open, pending, on hold) at one instant.",
    formula="tickets created by then, unsolved, and not merged, deleted or marked spam by then",
    population=f"All tickets {_AT_ONE_INSTANT}",
    made_of=frozenset({Need.TICKETS, Need.HISTORY}),
    caveats=(
        "A low backlog with poor answers is no success; read its age and trend.",
        "Cut by the team, agent, priority and status of that instant.",
        "What agents opened in side conversations is left out: see backlog side conversations.",
    ),
    dimensions=SNAPSHOT,
    own_period=_NOW,
    minimum=0,
    spans=unsolved,
)

BACKLOG = replace(
    _BACKLOG,
    variants=(
        Variant(
            key="children",
            words=WITH_CHILDREN,
            metric=replace(
                _BACKLOG,
                title="Backlog, side conversations included",
                definition=(
                    "The number of unsolved tickets at one instant, those that agents opened in a "
                    "side conversation of another ticket among them."
                ),
                spans=unsolved_of_all,
            ),
        ),
        Variant(
            key=CHILDREN,
            words=CHILDREN_WORDS,
            metric=replace(
                _BACKLOG,
                title="Unsolved side conversations",
                counts="unsolved child tickets",
                definition=(
                    "The number of unsolved tickets at one instant that agents opened in a side "
                    "conversation of another ticket."
                ),
                caveats=("Each keeps the ticket waiting that it was opened for.",),
                spans=unsolved_children,
            ),
        ),
    ),
)

BACKLOG_GROWTH = Growth(
    key="backlog_growth",
    other_names=("backlog trend", "backlog growth rate", "net flow", "backlog change"),
    title="Backlog growth",
    family=Family.WORKLOAD,
    unit=Unit.COUNT,
    better=Better.LOWER,
    counts="unsolved tickets",
    definition="By how many tickets the backlog grew, or shrank, from one instant to another.",
    formula="backlog at the end - backlog at the start = created + reopened - solved - removed",
    population=(
        "All steps after the start of the period and up to its end, those of tickets that were "
        "merged, deleted or marked spam later too; tickets that changed hands are steps of a part."
    ),
    made_of=frozenset({Need.TICKETS, Need.HISTORY}),
    caveats=(
        "It is called growing only if it rose in 3 of the last 4 weeks, or if more was created "
        "than solved beyond what chance would do.",
        "Cut by the team, agent and priority of the time: within a part, tickets move in and out.",
    ),
    minimum=0,
    facts=moves,
    steps=STEPS,
)

_AGING = Age(
    key="aging",
    other_names=("backlog age", "ticket age", "ageing", "age of backlog"),
    title="Backlog age",
    family=Family.WORKLOAD,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    counts="unsolved tickets",
    definition="How long ago the tickets that are unsolved at one instant were created.",
    formula="per unsolved ticket: that instant - creation; median and 90th percentile",
    population=f"All unsolved tickets {_AT_ONE_INSTANT}",
    made_of=frozenset({Need.TICKETS, Need.HISTORY}),
    caveats=("The oldest ones deserve the first look.",),
    dimensions=SNAPSHOT,
    own_period=_NOW,
    takes_clock=True,
    takes_percentile=True,
    spans=unsolved,
)

_SINCE = (
    Variant(
        key="reopened",
        words=("since reopened", "since reopening", "current spell", "spell"),
        metric=replace(
            _AGING,
            title="Backlog age since the last reopening",
            definition=(
                "How long the tickets that are unsolved at one instant have been so without a "
                "break: since their last reopening, or their creation if there was none."
            ),
            formula=(
                "per unsolved ticket: that instant - its last reopening, or else its creation; "
                "median and 90th percentile"
            ),
            caveats=(
                "A ticket that came back is as young as its return: see its whole age.",
                "What has been unsolved since before the history is left out.",
            ),
            unseen="since when they have been unsolved is not known",
            spans=unsolved_again,
        ),
    ),
    Variant(
        key="reply",
        words=("since reply", "since last reply", "since the last reply", "silence"),
        metric=replace(
            _AGING,
            title="Backlog age since the last reply",
            definition=(
                "How long the customers of the tickets that are unsolved at one instant have "
                "heard nothing from a human: since the last public reply, or the ticket's "
                "creation if there was none."
            ),
            formula=(
                "per unsolved ticket: that instant - the last public human reply, or else its "
                "creation; median and 90th percentile"
            ),
            made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.REPLIES}),
            caveats=(
                "Answers by a bot do not count.",
                "What began before the history and had no reply since is left out.",
            ),
            unseen="when they were last answered is not known",
            spans=unsolved_unheard,
        ),
    ),
)
AGING = with_ways(replace(_AGING, variants=_SINCE))

OLDEST = Age(
    key="oldest",
    other_names=("oldest ticket", "oldest tickets", "oldest open ticket", "oldest open tickets"),
    title="Oldest tickets",
    family=Family.WORKLOAD,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    counts="unsolved tickets",
    definition="How long ago the oldest ticket that is unsolved at one instant was created.",
    formula="the greatest of: that instant - creation",
    population=f"All unsolved tickets {_AT_ONE_INSTANT}",
    made_of=frozenset({Need.TICKETS, Need.HISTORY}),
    caveats=("Its list of tickets begins with the oldest.",),
    dimensions=SNAPSHOT,
    own_period=_NOW,
    minimum=0,
    takes_clock=True,
    oldest=True,
    names_tickets=True,
    spans=unsolved,
)

UNASSIGNED = Level(
    key="unassigned",
    other_names=("unassigned tickets", "tickets without owner", "without owner", "unowned"),
    title="Unassigned tickets",
    family=Family.WORKLOAD,
    unit=Unit.COUNT,
    better=Better.LOWER,
    counts="unassigned tickets",
    definition="The number of unsolved tickets that nobody has at one instant.",
    formula="unsolved tickets without an assigned agent",
    population=f"All unsolved tickets {_AT_ONE_INSTANT}",
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES}),
    dimensions=SNAPSHOT,
    own_period=_NOW,
    minimum=0,
    spans=ownerless,
)

PENDING_REPLY = Level(
    key="pending_reply",
    other_names=("pending replies", "unreplied", "unanswered", "waiting for us"),
    title="Pending replies",
    family=Family.WORKLOAD,
    unit=Unit.COUNT,
    better=Better.LOWER,
    counts="tickets",
    definition="The number of unsolved tickets whose customer waits for a human answer.",
    formula="unsolved tickets whose last public message is from the customer",
    population=(
        f"All unsolved tickets {_AT_ONE_INSTANT} Merged, deleted and spam tickets are left out."
    ),
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.REPLIES}),
    caveats=("An answer by a bot does not end the wait.",),
    unseen="whether the customer waits is not known",
    dimensions=SNAPSHOT,
    own_period=_NOW,
    minimum=0,
    spans=unanswered,
    age_title="Waiting",
)
