"""How fast customers are answered: the first time, and every time they wait."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.catalogue import exclusions
from metrics.catalogue.ai import AI
from metrics.catalogue.metric import Better, Duration, Family, Unit, Variant
from metrics.catalogue.others import Open
from metrics.catalogue.ways import with_ways
from metrics.sources.needs import Need
from metrics.tickets.columns import Bools, Columns, Cut, Facts, Ints, Spans, facts, spans
from metrics.tickets.facts import changed
from metrics.tickets.records import NEVER
from metrics.tickets.vendor_figures import VendorTime

MESSAGES = frozenset({Need.TICKETS, Need.REPLIES})


def first_replies(columns: Columns) -> Facts:
    """The first human public reply of each ticket, with the team and author of that reply."""
    tickets = columns.tickets
    return _firsts(columns, tickets.first_reply_at, tickets.created_at, tickets.first_reply)


def first_replies_of_all(columns: Columns) -> Facts:
    """The same, those of tickets that an agent opened counted too."""
    rows = first_replies(columns)
    return changed(rows, reason=np.where(rows.reason == 1, 0, rows.reason).astype(np.int32))


def first_replies_by_any(columns: Columns) -> Facts:
    """The first public reply of each ticket by anybody, bots included."""
    tickets = columns.tickets
    return _firsts(columns, tickets.first_any_reply_at, tickets.created_at, tickets.latest)


def first_replies_after_ai(columns: Columns) -> Facts:
    """The first human public reply of each ticket an AI agent had before, from its handover."""
    tickets = columns.tickets
    return _firsts(columns, tickets.first_reply_at, tickets.handed_over_at, tickets.first_reply)


def _firsts(columns: Columns, at: Ints, start_at: Ints, cut: Cut) -> Facts:
    tickets = columns.tickets
    unread = at == NEVER
    at = np.where(unread, tickets.unread_reply_at, at)
    reasons = tickets.agent_created, at < tickets.created_at, tickets.came_closed
    return facts(
        table=tickets,
        where=~tickets.removed & (start_at < NEVER),
        ticket=tickets.key,
        at=at,
        start_at=start_at,
        cut=cut,
        reason=exclusions.codes(*reasons, tickets.began_before, unread),
    )


def every_reply(columns: Columns) -> Facts:
    """Every human reply that ended a customer's wait."""
    return _replies(columns, columns.waits.answered)


def later_replies(columns: Columns) -> Facts:
    """Every human reply that ended a wait after the ticket had been answered once."""
    return _replies(columns, columns.waits.answered & ~columns.waits.first)


def _replies(columns: Columns, which: Bools) -> Facts:
    waits = columns.waits
    return facts(
        table=waits,
        where=which & ~exclusions.removed(columns, waits.ticket),
        ticket=waits.ticket,
        at=waits.ended_at,
        start_at=waits.asked_at,
        cut=waits.cut,
    )


def first_waits(columns: Columns) -> Spans:
    """When customers waited for a first reply."""
    return _waits(columns, columns.waits.first)


def later_waits(columns: Columns) -> Spans:
    """When customers waited for another reply."""
    return _waits(columns, ~columns.waits.first)


def every_wait(columns: Columns) -> Spans:
    """When customers waited."""
    return _waits(columns, np.ones(len(columns.waits.first), dtype=np.bool_))


def _waits(columns: Columns, which: Bools) -> Spans:
    waits, tickets = columns.waits, columns.tickets
    ours = ~tickets.removed & ~tickets.ai_only & ~exclusions.answered_unread(columns)
    mask = which & ours[tickets.rows(waits.ticket)]
    return spans(
        table=waits,
        where=mask,
        ticket=waits.ticket,
        started_at=waits.started_at,
        ended_at=waits.ended_at,
        since_at=waits.asked_at,
        cut=waits.cut,
    )


_UNKNOWN = exclusions.CREATED_CLOSED, exclusions.BEGAN_BEFORE, exclusions.UNREAD_ANSWER

_FRT = Duration(
    key="frt",
    other_names=(
        *("first response time", "first reply time", "time to first response"),
        *("time to first reply", "first response", "first reply"),
        *("ttfr", "how fast do we answer"),
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
    made_of=frozenset({Need.TICKETS, Need.REPLIES}),
    reasons=(exclusions.BY_AGENT, "reply before creation (bad clock)", *_UNKNOWN),
    caveats=(
        "A fast reply is not a fast fix: read it beside resolution time and reopens.",
        "Automatic acknowledgements and AI agents do not stop the clock.",
    ),
    takes_clock=True,
    takes_percentile=True,
    facts=first_replies,
    open=Open(
        spans=first_waits, words="still wait for a first reply", one="still waits for a first reply"
    ),
    vendor=VendorTime.REPLY,
)

_ANY = replace(
    _FRT,
    title="First response time, bots included",
    definition="The time from a ticket's creation to the first public reply by a human or a bot.",
    formula="per ticket: first public reply of any kind - creation; median and 90th percentile",
    population=(
        "Tickets whose first reply of any kind falls in the period. Left out: tickets an agent "
        "opened, merged, deleted and spam tickets."
    ),
    caveats=(
        "An automatic acknowledgement makes it look perfect: it is no answer.",
        "Cut by today's team, agent and priority.",
    ),
    facts=first_replies_by_any,
    open=None,
)

_OF_ALL = replace(
    _FRT,
    title="First response time, tickets opened by agents included",
    definition=(
        "The time from a ticket's creation to the first public reply by a human agent; the message "
        "an agent opens a ticket with is no reply."
    ),
    population=(
        "Tickets whose first human reply falls in the period, those an agent opened too. Left out: "
        "tickets only a bot answered, merged, deleted and spam tickets."
    ),
    facts=first_replies_of_all,
)

_AFTER_AI = replace(
    _FRT,
    title="First response time after an AI agent",
    definition=(
        "The time from an AI agent's handover to the first public reply by a human agent: from its "
        "last word before that reply, or from when the ticket was given away from it, if later."
    ),
    formula=(
        "per ticket: first public human reply - handover by the AI agent; median and 90th "
        "percentile"
    ),
    population=(
        "Tickets an AI agent had before the first human reply, which falls in the period. Left "
        "out: tickets an agent opened, tickets only a bot answered, merged, deleted and spam "
        "tickets."
    ),
    caveats=(
        "The customer waited from creation on: that is frt.",
        "A human who takes a ticket from an AI agent unasked answers its last word.",
    ),
    made_of=MESSAGES | {Need.AI},
    elsewhere="Some start at the handover wherever there was one.",
    supply=AI,
    facts=first_replies_after_ai,
    older=first_replies,
    open=None,
    vendor=None,
)

FRT = with_ways(
    replace(
        _FRT,
        variants=(
            Variant(key="any", metric=_ANY, words=("including bots", "with bots")),
            Variant(
                key="agent-created", metric=_OF_ALL, words=("agent created", "opened by agents")
            ),
            Variant(
                key="handover",
                metric=_AFTER_AI,
                words=("from handover", "after handover", "after bot", "after ai"),
            ),
        ),
    ),
    "mean first response time",
)

ART = with_ways(
    Duration(
        key="art",
        other_names=("response time", "reply time", "every reply"),
        title="Response time",
        family=Family.SPEED,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        counts="replies",
        decided="waits",
        definition=(
            "The time from a customer's unanswered message to the next public reply by a human "
            "agent, first replies included."
        ),
        formula=(
            "per wait: public human reply - first unanswered customer message before it; median "
            "and 90th percentile"
        ),
        population=(
            "Waits that a reply ended in the period. Several messages in a row by the customer are "
            "one wait; merged, deleted and spam tickets are left out."
        ),
        made_of=MESSAGES,
        caveats=(
            "This is every reply; the first one of each ticket alone is frt.",
            "A solve without a word is no answer: who writes again has waited since before.",
        ),
        elsewhere="Some guides call the first reply alone the average response time.",
        takes_clock=True,
        takes_percentile=True,
        facts=every_reply,
        older=first_replies,
        open=Open(spans=every_wait, words="still wait for a reply", one="still waits for a reply"),
    ),
    "mean response time",
    "average response time",
)

NEXT_REPLY = with_ways(
    Duration(
        key="next_reply",
        other_names=("next reply time", "subsequent response time", "next response time", "nrt"),
        title="Next reply time",
        family=Family.SPEED,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        counts="replies",
        decided="waits",
        definition=(
            "The time from a customer's unanswered message to the next public reply by a human "
            "agent, after the first reply."
        ),
        formula=(
            "per wait: public human reply - first unanswered customer message before it; median "
            "and 90th percentile"
        ),
        population=(
            "Waits that a reply ended in the period. Several messages in a row by the customer are "
            "one wait; merged, deleted and spam tickets are left out."
        ),
        made_of=MESSAGES,
        caveats=("A solve without a word is no answer: who writes again has waited since before.",),
        takes_clock=True,
        takes_percentile=True,
        facts=later_replies,
        older=first_replies,
        open=Open(
            spans=later_waits,
            words="still wait for a next reply",
            one="still waits for a next reply",
        ),
    ),
)
