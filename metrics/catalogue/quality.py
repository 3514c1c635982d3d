"""Whether the help was any good."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.catalogue.contacts import came_back
from metrics.catalogue.exclusions import (
    BEGAN_BEFORE,
    CREATED_CLOSED,
    UNREAD_REOPEN,
    codes,
    removed,
    solved_elsewhere,
)
from metrics.catalogue.metric import (
    DIMENSIONS,
    Better,
    Family,
    Share,
    Spread,
    Unit,
    Variant,
)
from metrics.catalogue.outcomes import ESCALATION, FCR, HANDOFF, ONE_TOUCH, REPEAT
from metrics.catalogue.reviews import csat_answers, on_one_scale
from metrics.catalogue.speed import first_solves
from metrics.catalogue.supply import Supply
from metrics.catalogue.workload import RESOLUTION_RATE
from metrics.sources.needs import Need
from metrics.tickets.columns import Bools, Columns, Facts, facts
from metrics.tickets.dimensions import SENTIMENT as TONE
from metrics.tickets.records import NEVER, Dimension

WEEK_SECONDS = 7 * 24 * 3600


def answers(columns: Columns) -> Facts:
    """The survey answers; a ticket's later answer takes the place of the one before."""
    ratings = columns.ratings
    return facts(
        table=ratings,
        where=~removed(columns, ratings.ticket),
        ticket=ratings.ticket,
        at=ratings.at,
        hit_at=np.where(ratings.good, ratings.at, NEVER),
        gone_at=ratings.next_at,
        cut=ratings.cut,
    )


def all_answers(columns: Columns) -> Facts:
    """The answers the helpdesk knows and those that were imported; scales do not mix."""
    return on_one_scale(answers(columns), csat_answers(columns))


def surveys(columns: Columns) -> Facts:
    """Each survey when it was sent; a hit when it was answered."""
    ratings = columns.ratings
    return facts(
        table=ratings,
        where=~removed(columns, ratings.ticket),
        ticket=ratings.ticket,
        at=ratings.offered_at,
        hit_at=ratings.at,
        cut=ratings.cut,
    )


def surveys_known(columns: Columns) -> bool:
    """Whether anybody tells when surveys were sent."""
    return bool((columns.ratings.offered_at < NEVER).any())


def solves_and_reopens(columns: Columns) -> Facts:
    """Every solve, repeated ones too; a hit when the ticket was reopened after it."""
    solves = columns.solves
    return facts(
        table=solves,
        where=~removed(columns, solves.ticket),
        ticket=solves.ticket,
        at=solves.at,
        hit_at=solves.reopened_at,
        cut=solves.cut,
        reason=codes(solved_elsewhere(columns), _reopened_unread(columns)),
    )


def _reopened_unread(columns: Columns) -> Bools:
    tickets = columns.tickets
    return tickets.unread_reopen[tickets.rows(columns.solves.ticket)]


_REOPEN = Share(
    key="reopen",
    other_names=("reopen rate", "reopened tickets", "reopened", "reopens"),
    title="Reopen rate",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="first solves",
    hits="were reopened",
    definition="The share of tickets that were reopened within 7 days of their first solve.",
    formula="tickets first solved in the period and reopened within 7 days / tickets first solved",
    population=(
        "Tickets solved for the first time in the period, without merged, deleted and spam tickets."
    ),
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.CHANGES}),
    reasons=(CREATED_CLOSED, BEGAN_BEFORE, UNREAD_REOPEN),
    caveats=(
        "Follow-up tickets hide reopens.",
        "Automatic closing after a solve caps the time in which a ticket can be reopened.",
    ),
    horizon_seconds=WEEK_SECONDS,
    facts=first_solves,
)

REOPEN = replace(
    _REOPEN,
    variants=(
        Variant(
            key="events",
            names=("reopen events",),
            metric=replace(
                _REOPEN,
                title="Reopens of all solves",
                counts="solves",
                definition=(
                    "The share of all solves, repeated ones too, that were undone within 7 days."
                ),
                formula="solves in the period and reopened within 7 days / solves in the period",
                population=(
                    "Steps from unsolved to solved in the period, several of one ticket too; "
                    "without merged, deleted and spam tickets."
                ),
                reasons=(CREATED_CLOSED, UNREAD_REOPEN),
                facts=solves_and_reopens,
            ),
        ),
        Variant(
            key="strict",
            words=("without thanks",),
            metric=replace(
                _REOPEN,
                title="Reopen rate without thank-yous",
                definition=(
                    "The share of tickets that were reopened within 7 days of their first solve "
                    "for more than a thank you."
                ),
                formula=(
                    "tickets first solved in the period and reopened within 7 days, but not solved "
                    "again without another human reply / tickets first solved"
                ),
                caveats=(
                    "A reopened ticket counts until it is solved again without another reply; what "
                    "is still open after 7 days stays counted.",
                    *_REOPEN.caveats,
                ),
                facts=came_back,
            ),
        ),
    ),
)

CSAT = Share(
    key="csat",
    other_names=("customer satisfaction", "satisfaction", "satisfaction score", "happiness"),
    title="Customer satisfaction",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="answers",
    hits="were good",
    definition="The share of answered satisfaction surveys that were positive.",
    formula="positive / all answers (good; 2 of 2, 3 of 3, 4 and 5 of 5, 9 and 10 of 10)",
    population=(
        "Surveys answered in the period, one a ticket: the last answer counts. Not answered is not "
        "negative. Merged, deleted and spam tickets are left out."
    ),
    made_of=frozenset({Need.TICKETS, Need.SURVEYS}),
    caveats=(
        "Answers come from those who answer; a handful of them swings the figure.",
        "It says nothing about effort, and one figure hides the category that drags.",
    ),
    reasons=("on another scale than most answers",),
    facts=all_answers,
)

CSAT_RESPONSE = Share(
    key="csat_response",
    other_names=("survey response rate", "response volume", "csat response rate", "answer rate"),
    title="Survey response rate",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="surveys",
    hits="were answered",
    definition="The share of satisfaction surveys that were answered within 7 days.",
    formula="surveys answered within 7 days / surveys sent",
    population="Surveys sent in the period, without merged, deleted and spam tickets.",
    made_of=frozenset({Need.TICKETS, Need.SURVEYS}),
    caveats=("Below 10% the answers are self-selected: read satisfaction with care.",),
    horizon_seconds=WEEK_SECONDS,
    supply=Supply(
        there=surveys_known,
        because="nobody has told when surveys were sent",
        how="switch satisfaction surveys on in your helpdesk",
    ),
    facts=surveys,
)


def toned(columns: Columns) -> Facts:
    """Each ticket that the helpdesk gives a tone, at its creation; a hit where it is negative."""
    tickets = columns.tickets
    codes = columns.attributes.get(TONE, np.zeros(len(tickets.key), np.int32))
    negative = np.array(["negative" in word for word in columns.words.get(TONE, ("",))])
    mask = ~tickets.removed & (codes > 0)
    return facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=tickets.created_at,
        hit_at=np.where(negative[codes], tickets.created_at, NEVER),
        cut=tickets.latest,
    )


SENTIMENT = Share(
    key="sentiment",
    other_names=("tone", "frustration", "customer sentiment"),
    title="Sentiment",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="tickets",
    hits="sounded negative",
    definition="The share of tickets whose first message the helpdesk calls negative.",
    formula="tickets called negative or very negative / tickets with a tone",
    population=(
        "Tickets created in the period that the helpdesk gives a tone, without merged, deleted and "
        "spam tickets; those without one are not in it."
    ),
    made_of=frozenset({Need.TONE}),
    caveats=(
        "A machine's reading of a tone is no answer by a customer.",
        "Cut by today's team, agent and priority.",
    ),
    supply=Supply(
        there=lambda columns: TONE in columns.attributes,
        because="no ticket that I know has a tone, and Deskpulse stores no text to judge it by",
        how="ask customers instead: csat and ces say how they feel",
        need=Need.TONE,
    ),
    facts=toned,
)


def _range_of(share: Share, title: str) -> Spread:
    return Spread(
        key="omni",
        other_names=(),
        title=title,
        family=Family.QUALITY,
        unit=Unit.SHARE,
        better=Better.LOWER,
        counts=share.counts,
        definition=f"How far the best and the worst channel lie apart: {share.title.lower()}.",
        formula=f"highest - lowest {share.key} of the channels with at least 30 {share.counts}",
        population=share.population,
        made_of=share.made_of,
        reasons=share.reasons,
        caveats=("It takes two channels that have enough; the others are shown beside them.",),
        dimensions=DIMENSIONS - {Dimension.CHANNEL},
        of=share,
        over=Dimension.CHANNEL,
    )


OMNI = replace(
    _range_of(CSAT, "Omnichannel consistency"),
    other_names=("omnichannel consistency", "channel consistency", "omnichannel"),
    variants=(
        Variant(
            key="first-contact",
            metric=_range_of(FCR, "Omnichannel consistency of first contact resolution"),
        ),
        Variant(
            key="resolved-share",
            metric=_range_of(RESOLUTION_RATE, "Omnichannel consistency of the resolution rate"),
        ),
    ),
)

QUALITY = (
    *(FCR, ONE_TOUCH, REPEAT, REOPEN, ESCALATION, HANDOFF),
    *(CSAT, CSAT_RESPONSE, SENTIMENT, OMNI),
)
