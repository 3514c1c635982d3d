"""Whether bots and AI agents help, and how well what they solve stays solved.

An AI agent is a bot that signs what it writes; what a trigger acknowledges is automation, not AI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from metrics.catalogue.ai import AI, began, took_part
from metrics.catalogue.contacts import first_reopened_at
from metrics.catalogue.exclusions import (
    BEGAN_BEFORE,
    BY_AGENT,
    CREATED_CLOSED,
    UNREAD_ANSWER,
    UNREAD_REOPEN,
    answered_unread,
    codes,
)
from metrics.catalogue.metric import Better, Family, Share, Unit, Variant
from metrics.catalogue.quality import CSAT, all_answers
from metrics.catalogue.speed import first_solves
from metrics.sources.needs import Need
from metrics.tickets.columns import Bools, Columns, Facts, Ints, facts, subset
from metrics.tickets.records import NEVER

RIPENING_SECONDS = 3 * 24 * 3600


def all_conversations(columns: Columns) -> Facts:
    """Each conversation at its start; a hit when an AI agent alone resolved it."""
    return _conversations(columns, np.ones(len(columns.tickets.key), dtype=np.bool_))


def ai_conversations(columns: Columns) -> Facts:
    """Those an AI agent took part in; a hit when it alone resolved them."""
    return _conversations(columns, took_part(columns))


def _conversations(columns: Columns, which: Bools) -> Facts:
    tickets = columns.tickets
    alone = took_part(columns) & (tickets.first_ai_reply_at <= tickets.first_solved_at)
    return _conversation_facts(
        columns,
        which,
        hit_at=np.where(alone, tickets.first_solved_at, NEVER),
        lost_at=np.minimum(tickets.first_touch_at, first_reopened_at(columns)),
    )


def takeovers(columns: Columns) -> Facts:
    """Conversations an AI agent began; a hit when a human stepped in."""
    return _conversation_facts(columns, began(columns), hit_at=columns.tickets.first_touch_at)


def containment(columns: Columns) -> Facts:
    """Conversations an AI agent began; a hit unless a human stepped in."""
    tickets = columns.tickets
    return _conversation_facts(
        columns, began(columns), hit_at=tickets.created_at, lost_at=tickets.first_touch_at
    )


def _conversation_facts(
    columns: Columns, which: Bools, *, hit_at: Ints, lost_at: Ints | None = None
) -> Facts:
    tickets = columns.tickets
    mask = which & ~tickets.removed
    return facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=tickets.created_at,
        hit_at=hit_at,
        lost_at=lost_at,
        cut=tickets.latest,
        reason=codes(tickets.agent_created, answered_unread(columns)),
    )


def by_handler(make: Callable[[Columns], Facts], *, by_ai: bool) -> Callable[[Columns], Facts]:
    """What gives the facts of tickets that an AI agent handled alone until then, or a human."""

    def facts_of(columns: Columns) -> Facts:
        rows, tickets = make(columns), columns.tickets
        if not len(tickets.key):
            return subset(rows, np.zeros(len(rows), dtype=np.bool_))
        known = np.isin(rows.ticket, tickets.key)
        row = tickets.rows(np.where(known, rows.ticket, tickets.key[:1]))
        by_human = tickets.first_touch_at[row] <= rows.at
        known_whole = ~tickets.began_before & ~answered_unread(columns)
        alone = (tickets.first_ai_reply_at[row] <= rows.at) & ~by_human & known_whole[row]
        return subset(rows, known & (alone if by_ai else by_human))

    return facts_of


_CONVERSATIONS = (
    "Conversations that customers began in the period; those an agent opened, merged, deleted and "
    "spam tickets are left out."
)
_OMISSIONS = (BY_AGENT, UNREAD_ANSWER)
_MADE_OF = frozenset({Need.TICKETS, Need.HISTORY, Need.REPLIES, Need.AI})
_TODAY = "Cut by today's team, agent and priority."

CONTAINMENT = Share(
    key="containment",
    other_names=("containment rate", "contained", "bot containment"),
    title="Containment",
    family=Family.AUTOMATION,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="conversations",
    hits="reached no human",
    definition=(
        "The share of conversations an AI agent began in which no human stepped in within 3 days."
    ),
    formula="conversations begun by an AI agent without a human / conversations begun by one",
    population=_CONVERSATIONS,
    made_of=_MADE_OF,
    reasons=_OMISSIONS,
    caveats=("Contained is less than resolved: a customer who gave up is in it too.", _TODAY),
    horizon_seconds=RIPENING_SECONDS,
    supply=AI,
    facts=containment,
)

AI_AUTOMATION = Share(
    key="ai_automation",
    other_names=("automation rate", "ai automation rate", "automation"),
    title="AI automation rate",
    family=Family.AUTOMATION,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="conversations",
    hits="were resolved by AI alone",
    definition=(
        "The share of all conversations that an AI agent resolved within 3 days with no human and "
        "no reopening."
    ),
    formula="conversations resolved by AI alone / all conversations that customers began",
    population=_CONVERSATIONS,
    made_of=_MADE_OF,
    reasons=_OMISSIONS,
    caveats=("Solved and not asked again is assumed to be resolved.", _TODAY),
    horizon_seconds=RIPENING_SECONDS,
    supply=AI,
    facts=all_conversations,
)

AI_RESOLUTION = replace(
    AI_AUTOMATION,
    key="ai_resolution",
    other_names=("ai resolution rate", "bot resolution", "ai resolved"),
    title="AI resolution rate",
    definition=(
        "The share of conversations with an AI agent that it resolved within 3 days with no human "
        "and no reopening."
    ),
    formula="conversations resolved by AI alone / conversations where AI answered",
    elsewhere="Others divide by all tickets: that is ai_automation.",
    facts=ai_conversations,
)

TAKEOVER = Share(
    key="takeover",
    other_names=("human takeover rate", "ai escalation rate", "handover", "bot handoff"),
    title="Human takeover rate",
    family=Family.AUTOMATION,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="conversations",
    hits="went on to a human",
    definition=(
        "The share of conversations an AI agent began in which a human stepped in within 3 days."
    ),
    formula="conversations begun by an AI agent with a human later / conversations begun by one",
    population=_CONVERSATIONS,
    made_of=_MADE_OF | {Need.CHANGES},
    reasons=_OMISSIONS,
    caveats=("A human may be asked for, be called by a rule or step in unasked.", _TODAY),
    elsewhere="Some divide by all conversations.",
    horizon_seconds=RIPENING_SECONDS,
    supply=AI,
    facts=takeovers,
)


def _quality(title: str, who: str, *, by_ai: bool) -> Share:
    return replace(
        CSAT,
        key="ai_quality",
        other_names=(),
        title=title,
        family=Family.AUTOMATION,
        definition=f"The share of satisfaction surveys about {who} that were answered positively.",
        formula=f"positive / all answers about {who}",
        population=f"Surveys answered in the period about {who}, one a ticket.",
        made_of=frozenset({Need.SURVEYS, *_MADE_OF}),
        caveats=(
            "A bot that closes without helping does not show in its resolution rate, but here.",
            "Read it beside ai_quality human and ai_quality reopen-share.",
        ),
        supply=AI,
        facts=by_handler(all_answers, by_ai=by_ai),
        older=all_answers,
        variants=(),
    )


_REOPENED = Share(
    key="ai_quality",
    other_names=(),
    title="Reopens after AI",
    family=Family.AUTOMATION,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="first solves",
    hits="were reopened",
    definition="The share of tickets solved by AI alone that were reopened within 7 days.",
    formula="tickets first solved by AI alone and reopened within 7 days / those solved by it",
    population="Tickets that AI alone solved for the first time in the period.",
    made_of=_MADE_OF | {Need.CHANGES},
    reasons=(CREATED_CLOSED, BEGAN_BEFORE, UNREAD_REOPEN),
    caveats=("Customers who give up do not reopen.",),
    horizon_seconds=7 * 24 * 3600,
    supply=AI,
    facts=by_handler(first_solves, by_ai=True),
    older=first_solves,
)

AI_QUALITY = replace(
    _quality("Satisfaction with AI", "tickets that AI handled alone", by_ai=True),
    other_names=("ai csat", "ai qa", "ai satisfaction"),
    variants=(
        Variant(
            key="human",
            words=("with humans",),
            metric=_quality("Satisfaction with humans", "tickets a human worked on", by_ai=False),
        ),
        Variant(key="reopen-share", words=("reopens-after",), metric=_REOPENED),
    ),
)

AUTOMATION = (CONTAINMENT, AI_AUTOMATION, AI_RESOLUTION, TAKEOVER, AI_QUALITY)
