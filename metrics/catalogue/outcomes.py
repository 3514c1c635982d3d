"""What it took to help: one reply or several, one ticket or several, one team or several."""

from __future__ import annotations

from dataclasses import replace

from metrics.catalogue.contacts import (
    WEEK_SECONDS,
    escalations,
    first_contacts,
    first_contacts_of_all,
    handed_on,
    repeats,
    silent_solves,
    tiers_known,
    touches,
)
from metrics.catalogue.exclusions import BEGAN_BEFORE, BY_AGENT, CREATED_CLOSED, UNREAD_ANSWER
from metrics.catalogue.metric import Better, Family, Score, Share, Unit, Variant
from metrics.catalogue.reviews import FCR_SURVEY
from metrics.catalogue.supply import Supply
from metrics.sources.needs import Need

_SOLVED = "Tickets whose last solve falls in the period, without merged, deleted and spam tickets."
_TOUCHED = (CREATED_CLOSED, BEGAN_BEFORE, UNREAD_ANSWER)

ONE_TOUCH = Share(
    key="one_touch",
    other_names=("one-touch", "one touch resolution", "single-reply resolution", "single reply"),
    title="One-touch resolution",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="solved tickets",
    hits="took one reply",
    definition="The share of solved tickets that took exactly one public human reply.",
    formula="tickets solved with one human reply before / tickets solved",
    population=_SOLVED,
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES, Need.REPLIES}),
    reasons=_TOUCHED,
    caveats=("Tickets solved without any reply are no hits: see one_touch none.",),
    facts=touches,
    variants=(
        Variant(
            key="none",
            words=("zero", "without reply"),
            names=("zero touch", "zero-touch"),
            metric=Share(
                key="one_touch",
                other_names=(),
                title="Solved without a reply",
                hits="had no reply",
                family=Family.QUALITY,
                unit=Unit.SHARE,
                better=Better.NEITHER,
                counts="solved tickets",
                definition="The share of solved tickets to which no human had replied.",
                formula="tickets solved with no human reply before / tickets solved",
                population=_SOLVED,
                made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES, Need.REPLIES}),
                reasons=_TOUCHED,
                caveats=("Bots, calls and closing without a word all look alike here.",),
                facts=silent_solves,
            ),
        ),
    ),
)

_FCR = Share(
    key="fcr",
    other_names=(
        "first contact resolution",
        "first call resolution",
        "one-and-done",
        "resolved on first contact",
    ),
    title="First contact resolution",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="first solves",
    hits="took one contact",
    definition=(
        "The share of solved tickets that took one reply at most: not reopened, not escalated, and "
        "with no new ticket by the same customer about the same category within 7 days."
    ),
    formula="tickets first solved in the period on first contact / tickets first solved",
    population=(
        "Tickets first solved in the period that a human answered or that came by phone. Left out: "
        "those only a bot handled, those an agent opened to reach out, merged, deleted and spam "
        "tickets."
    ),
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES, Need.REPLIES}),
    reasons=(
        BY_AGENT,
        CREATED_CLOSED,
        BEGAN_BEFORE,
        UNREAD_ANSWER,
        "solved without a human reply",
    ),
    caveats=(
        "An agent's closing is no proof that it is resolved: asking the customer is.",
        "Without a category a later ticket is not known to be about the same.",
        "Escalations count against it once the tiers of teams are imported.",
    ),
    elsewhere="Some divide by all tickets: see fcr all.",
    horizon_seconds=WEEK_SECONDS,
    facts=first_contacts,
)

_FCR_OF_ALL = replace(
    _FCR,
    title="First contact resolution of all tickets",
    counts="tickets",
    definition=(
        "The share of all created tickets that were solved on first contact within 7 days: with "
        "one reply at most, and in the 7 days after the solve not reopened, not escalated and not "
        "followed by another one of the same customer and category."
    ),
    formula="tickets created in the period and solved on first contact / tickets created",
    population=(
        "Tickets created in the period, solved or not, without merged, deleted and spam tickets; "
        "those only a bot handled or an agent opened are none solved on first contact."
    ),
    reasons=(),
    caveats=(
        "What is still open counts as not solved: it ripens for 14 days.",
        "Without a category a later ticket is not known to be about the same.",
        "Cut by today's team, agent and priority.",
    ),
    elsewhere="The usual way divides by the tickets that were solved.",
    horizon_seconds=2 * WEEK_SECONDS,
    facts=first_contacts_of_all,
)

FCR = replace(
    _FCR,
    variants=(
        Variant(
            key="touch",
            words=("by touch", "touches"),
            metric=Share(
                key="fcr",
                other_names=(),
                title="First contact resolution by touches",
                hits="took one reply",
                family=Family.QUALITY,
                unit=Unit.SHARE,
                better=Better.HIGHER,
                counts="solved tickets",
                definition=ONE_TOUCH.definition,
                formula=ONE_TOUCH.formula,
                population=_SOLVED,
                made_of=ONE_TOUCH.made_of,
                reasons=ONE_TOUCH.reasons,
                caveats=("This is one_touch: a later contact does not count against it.",),
                facts=touches,
            ),
        ),
        Variant(key="survey", words=("by survey",), metric=FCR_SURVEY),
        Variant(key="all", words=("of all", "basis all"), metric=_FCR_OF_ALL),
    ),
)

_REPEAT = Share(
    key="repeat",
    other_names=("repeat contact rate", "repeat contacts", "recontact", "contacts again"),
    title="Repeat contacts",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="tickets",
    hits="were followed by another",
    definition=(
        "The share of tickets after which the same customer opened another one about the same "
        "category within 7 days."
    ),
    formula="tickets followed by another of the same customer and category in 7 days / tickets",
    population=(
        "Tickets that customers opened in the period, of a known customer and category, without "
        "merged, deleted and spam tickets."
    ),
    made_of=frozenset({Need.TICKETS}),
    reasons=("opened by an agent", "without a category", "of an unknown customer"),
    caveats=(
        "A heavy user may have several issues of one category.",
        "Cut by today's team, agent and priority.",
    ),
    elsewhere="Some count customers with two tickets or more, not tickets.",
    horizon_seconds=WEEK_SECONDS,
    facts=repeats,
)

REPEAT = replace(
    _REPEAT,
    variants=(
        Variant(
            key="30",
            words=("30 days", "within 30 days", "30d"),
            metric=replace(
                _REPEAT,
                title="Repeat contacts within 30 days",
                definition=_REPEAT.definition.replace("7 days", "30 days"),
                formula=_REPEAT.formula.replace("7 days", "30 days"),
                horizon_seconds=30 * 24 * 3600,
            ),
        ),
    ),
)

_HANDOFF = Share(
    key="handoff",
    other_names=("handoffs", "reassignments", "transfers", "ping-pong"),
    title="Handoffs",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="solved tickets",
    hits="were handed on",
    definition="The share of solved tickets that went from one person or team to another.",
    formula="tickets handed on at least once before their last solve / tickets solved",
    population=_SOLVED,
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES}),
    reasons=(CREATED_CLOSED, BEGAN_BEFORE),
    caveats=("The first assignment is no handoff, nor is one from a bot to a person.",),
    facts=handed_on,
)

HANDOFF = replace(
    _HANDOFF,
    variants=(
        Variant(
            key="mean",
            names=("mean handoffs", "handoffs per ticket"),
            metric=Score(
                key="handoff",
                other_names=(),
                title="Handoffs per ticket",
                family=Family.QUALITY,
                unit=Unit.RATIO,
                better=Better.LOWER,
                counts="solved tickets",
                definition=(
                    "How many times, on average, a solved ticket went from one person or team to "
                    "another."
                ),
                formula="handoffs before the last solve of each ticket / tickets solved",
                population=_SOLVED,
                made_of=_HANDOFF.made_of,
                reasons=_HANDOFF.reasons,
                caveats=("A few tickets that went round and round rule it.", *_HANDOFF.caveats),
                facts=handed_on,
            ),
        ),
    ),
)

ESCALATION = Share(
    key="escalation",
    other_names=("escalation rate", "escalations", "tier-2 rate"),
    title="Escalation rate",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.NEITHER,
    counts="tickets",
    hits="were escalated",
    definition=(
        "The share of tickets that moved to a team of a higher tier within 7 days of creation."
    ),
    formula="tickets that came to a higher tier than their first one / tickets worked on",
    population=(
        "Tickets created in the period that anybody worked on, without merged, deleted and spam "
        "tickets."
    ),
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES}),
    beside=frozenset({Need.TIERS}),
    reasons=("not worked on yet",),
    caveats=(
        "It is not bad as such: look at the categories it comes from.",
        "A move within a tier is a handoff and no escalation.",
        "Cut by today's team, agent and priority.",
    ),
    horizon_seconds=WEEK_SECONDS,
    supply=Supply(
        there=tiers_known,
        because="nobody has said yet which teams are higher tiers",
        how="say which with `deskpulse import tiers FILE`, one line a team",
        file="tiers",
    ),
    facts=escalations,
)
