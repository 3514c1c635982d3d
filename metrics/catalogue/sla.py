"""Whether promises of service are kept, and which are about to be broken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from metrics.catalogue.metric import Better, Family, Level, Share, Unit
from metrics.catalogue.speed import unsolved
from metrics.catalogue.supply import Supply
from metrics.periods import Period
from metrics.sources.needs import Need
from metrics.tickets.arrays import in_order_of_all
from metrics.tickets.columns import (
    Bools,
    Columns,
    Facts,
    Ints,
    Promises,
    Spans,
    cut_of,
    facts,
    spans,
)
from metrics.tickets.records import NEVER, SlaMeasure

_CODES = {measure: code for code, measure in enumerate(SlaMeasure)}


def _promises(columns: Columns) -> Promises:
    """The promises; a measure asks only where its supply is there."""
    promises = columns.promises
    assert promises is not None
    return promises


def _outcome(promises: Promises) -> tuple[Ints, Bools]:
    """When the outcome of each promise was known, and whether it was kept: in time is enough."""
    return np.minimum(
        promises.fulfilled_at, promises.breached_at
    ), promises.fulfilled_at <= promises.breached_at


def outcomes(columns: Columns, measure: SlaMeasure | None = None) -> Facts:
    """Each promise whose outcome is known, a hit where it was kept; of one measure, if said."""
    promises = _promises(columns)
    at, in_time = _outcome(promises)
    mask = np.ones(len(at), dtype=np.bool_)
    if measure is not None:
        mask = promises.measure == _CODES[measure]
    return facts(
        table=promises,
        where=mask,
        ticket=promises.ticket,
        at=at,
        hit_at=np.where(in_time, at, NEVER),
        cut=promises.cut,
    )


def tickets(columns: Columns) -> Facts:
    """Each ticket at its last known outcome, a hit where it has had no breach up to then."""
    promises = _promises(columns)
    at, in_time = _outcome(promises)
    order = in_order_of_all(at, promises.ticket)
    order = order[at[order] < NEVER]
    ticket, at, breach = promises.ticket[order], at[order], (~in_time[order]).astype(np.int64)
    # A running sum over all rows, less what it was where the ticket begins, counts the breaches of
    # that ticket alone. A row stands until the next one of its ticket takes its place.
    first = np.searchsorted(ticket, ticket)
    breaches = np.cumsum(breach) - (np.cumsum(breach) - breach)[first]
    following = np.full(len(at), NEVER)
    following[:-1] = np.where(ticket[1:] == ticket[:-1], at[1:], NEVER)
    return facts(
        ticket=ticket,
        at=at,
        hit_at=np.where(breaches == 0, at, NEVER),
        gone_at=following,
        cut=cut_of(promises.cut, order),
    )


def risks(columns: Columns) -> Spans:
    """When promises were at risk: from when little time was left until they were fulfilled."""
    promises = _promises(columns)
    mask = promises.risky_at < promises.fulfilled_at
    return spans(
        table=promises,
        where=mask,
        ticket=promises.ticket,
        started_at=promises.risky_at,
        ended_at=promises.fulfilled_at,
        since_at=promises.started_at,
        cut=promises.cut,
    )


SUPPLY = Supply(
    there=lambda columns: columns.promises is not None,
    because="no SLA target is known",
    how="set DESKPULSE_SLA, such as 'frt urgent 1h business; frt email 8h; resolution high 2d'",
    need=Need.PROMISES,
)
_CUT = "Cut by the team, agent and priority that had the ticket when the outcome became known."
OVERDUE = "A target that is overdue counts as breached at once, not when the answer comes at last."
"""So it is of targets that are worked out here; a helpdesk that tells of its own may differ."""
_CAVEATS = (
    "The target is the one that was applied then: a later policy or priority rewrites nothing.",
    OVERDUE,
    _CUT,
)


def _share(
    key: str,
    title: str,
    names: tuple[str, ...],
    what: str,
    of: Callable[[Columns], Facts],
) -> Share:
    return Share(
        key=key,
        other_names=names,
        title=title,
        family=Family.SPEED,
        unit=Unit.SHARE,
        better=Better.HIGHER,
        counts="targets",
        hits="were met",
        definition=f"The share of {what} that were met in time.",
        formula="met / (met + breached)",
        population=(
            f"{what[0].upper()}{what[1:]} that were met or ran out in the period, whichever came "
            "first; merged, deleted and spam tickets are left out."
        ),
        made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.REPLIES, Need.PROMISES}),
        caveats=_CAVEATS,
        supply=SUPPLY,
        facts=of,
        older=unsolved,
    )


SLA_SHARE = _share(
    "sla",
    "SLA compliance",
    ("sla attainment", "sla hit rate", "on time", "service level", "sla met"),
    "SLA targets",
    outcomes,
)
SLA_FRT = _share(
    "sla_frt",
    "SLA: first reply",
    ("sla frt", "sla first reply", "first reply sla"),
    "targets for the first reply",
    partial(outcomes, measure=SlaMeasure.FRT),
)
SLA_NEXT_REPLY = _share(
    "sla_next_reply",
    "SLA: next reply",
    ("sla next reply", "next reply sla"),
    "targets for a next reply",
    partial(outcomes, measure=SlaMeasure.NEXT_REPLY),
)
SLA_RESOLUTION = _share(
    "sla_resolution",
    "SLA: resolution",
    ("sla resolution", "resolution sla"),
    "targets for the resolution",
    partial(outcomes, measure=SlaMeasure.RESOLUTION),
)
SLA_TICKET = Share(
    key="sla_ticket",
    other_names=("sla ticket", "sla tickets", "tickets within sla"),
    title="SLA: tickets without a breach",
    family=Family.SPEED,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="tickets",
    hits="had no breach",
    definition="The share of tickets none of whose SLA targets was breached.",
    formula="tickets without a breach / tickets with a target whose outcome is known",
    population=(
        "Tickets whose last known outcome falls in the period; one with a later outcome moves "
        "there. Merged, deleted and spam tickets are left out."
    ),
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.REPLIES, Need.PROMISES}),
    caveats=_CAVEATS,
    supply=SUPPLY,
    facts=tickets,
    older=unsolved,
)
SLA_RISK = Level(
    key="sla_risk",
    other_names=("at risk", "breaching soon", "sla at risk", "overdue"),
    title="SLA at risk",
    family=Family.SPEED,
    unit=Unit.COUNT,
    better=Better.LOWER,
    counts="targets",
    definition=(
        "The number of running SLA targets in their last hour or last quarter, and of those that "
        "are breached and still not met."
    ),
    formula="running targets with no more than 1 h or 25 % of their time left, or none",
    population="All targets at the end of the period, or now if it is not over.",
    made_of=frozenset({Need.TICKETS, Need.HISTORY, Need.REPLIES, Need.PROMISES}),
    caveats=(
        "The time left is counted on the target's own clock: business hours where it says so.",
        _CUT,
    ),
    own_period=Period.of("today"),
    minimum=0,
    supply=SUPPLY,
    unseen="what was promised then is not known",
    spans=risks,
    age_title="Running",
)

SLA = (SLA_SHARE, SLA_FRT, SLA_NEXT_REPLY, SLA_RESOLUTION, SLA_TICKET, SLA_RISK)


def resolves(key: str) -> bool:
    """Whether a measure counts promises of a resolution too."""
    return key in {m.key for m in (SLA_SHARE, SLA_RESOLUTION, SLA_TICKET, SLA_RISK)}
