"""Whether customers can help themselves."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.files import supply
from metrics.catalogue.metric import Better, Family, Ratio, Share, Unit
from metrics.sources.needs import Need
from metrics.tickets.arrays import Imported, next_of_same
from metrics.tickets.columns import Columns, Cut, Facts, Ints, cut_of, facts
from metrics.tickets.records import NEVER

DAY_SECONDS = 24 * 3600
_NOT_PEOPLE = "Nobody of support has a part in it: there is no split by person."


def tries(columns: Columns) -> Facts:
    """Sessions of known visitors; a hit saw an answer and opened no ticket within a day.

    One without an answer that no ticket followed is no proof of anything: they may have given up.
    """
    rows = columns.imported["sessions"]
    with_ticket = rows.instants("followed_at") - rows.at <= DAY_SECONDS
    hit = (rows.numbers["answered"] == 1) & ~with_ticket
    unknown = rows.words["visitor"] == ""
    reason = np.where(unknown, 1, np.where(~with_ticket & ~hit, 2, 0))
    return facts(
        ticket=rows.ticket,
        at=rows.at,
        cut=rows.cut,
        hit_at=np.where(hit, rows.at, NEVER),
        reason=reason.astype(np.int32),
    )


def visitors_and_requesters(columns: Columns) -> Facts:
    """Visits and tickets, of which each visitor and each requester counts once in a window."""
    rows, tickets = columns.imported["sessions"], columns.tickets
    mask = ~tickets.removed & ~tickets.agent_created
    created, requester = tickets.created_at[mask], tickets.requester[mask]
    cut: Cut = {
        dimension: np.concatenate([codes, tickets.latest[dimension][mask]])
        for dimension, codes in cut_of(rows.cut, np.ones(len(rows), np.bool_)).items()
        if dimension in tickets.latest
    }
    visit = np.concatenate([np.ones(len(rows)), np.zeros(len(created))])
    return facts(
        ticket=np.concatenate([rows.ticket, tickets.key[mask]]),
        at=np.concatenate([rows.at, created]),
        gone_at=np.concatenate(
            [next_of_same(_visitors(rows), rows.at), next_of_same(requester, created)]
        ),
        cut=cut,
        amount=visit,
        of=1 - visit,
    )


def _visitors(rows: Imported) -> Ints:
    """A number for each visitor, 0 for those nobody knows."""
    names, numbers = np.unique(rows.words["visitor"], return_inverse=True)
    shift = 0 if len(names) and names[0] == "" else 1
    return numbers.ravel().astype(np.int64) + shift


DEFLECTION = Share(
    key="deflection",
    other_names=("deflection rate", "ticket deflection", "self-service rate"),
    title="Deflection",
    family=Family.AUTOMATION,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="tries",
    hits="ended without a ticket",
    definition="The share of tries to help oneself that ended with an answer and without a ticket.",
    formula=(
        "sessions with an answer and no ticket by the visitor within 24 hours / (those + sessions "
        "that a ticket followed within 24 hours)"
    ),
    population="Self-service sessions of known visitors that began in the period.",
    made_of=frozenset({Need.SESSIONS}),
    reasons=("visitor not known", "no answer seen and no ticket"),
    caveats=(
        "That no ticket came is taken for help: whoever gave up looks like a success.",
        "Views up and tickets down prove it; views alone prove nothing.",
    ),
    dimensions=frozenset(),
    minimum=100,
    team_only=_NOT_PEOPLE,
    supply=supply("sessions", "self-service sessions"),
    horizon_seconds=DAY_SECONDS,
    facts=tries,
)

SELF_SERVICE = Ratio(
    key="self_service",
    other_names=("self-service score", "self service score", "kb views to tickets"),
    title="Self-service score",
    family=Family.AUTOMATION,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    counts="visitors and requesters",
    definition="How many people used the help centre for each one who opened a ticket.",
    formula="different visitors of the help centre / different requesters of tickets",
    population=(
        "Sessions that began and tickets that customers opened in the period; a visitor nobody "
        "knows counts with each session."
    ),
    made_of=frozenset({Need.TICKETS}),
    beside=frozenset({Need.SESSIONS}),
    caveats=("Only its trend tells: the level depends on what counts as a session.",),
    dimensions=frozenset(),
    team_only=_NOT_PEOPLE,
    supply=supply("sessions", "self-service sessions"),
    facts=visitors_and_requesters,
    per_words="visitors per requester",
)

SELFSERVICE = (DEFLECTION, SELF_SERVICE)
