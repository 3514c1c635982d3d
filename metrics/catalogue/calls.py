"""How fast the phone is answered."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.metric import Better, Duration, Family, Unit
from metrics.catalogue.supply import Supply
from metrics.catalogue.ways import with_ways
from metrics.sources.needs import Need
from metrics.tickets.columns import Columns, Facts, facts
from metrics.tickets.records import NEVER


def answered_calls(columns: Columns) -> Facts:
    """Calls that a person answered, from when they entered the queue."""
    calls = columns.imported["calls"]
    answered_at, queued_at = calls.instants("answered_at"), calls.instants("queued_at")
    given_up = (answered_at == NEVER) & (calls.instants("abandoned_at") < NEVER)
    return facts(
        ticket=calls.ticket,
        at=np.where(given_up, calls.instants("abandoned_at"), answered_at),
        start_at=queued_at,
        cut=calls.cut,
        reason=given_up.astype(np.int32),
    )


def calls_known(columns: Columns) -> bool:
    """Whether anybody has told about calls."""
    return len(columns.imported["calls"].at) > 0


ASA = with_ways(
    Duration(
        key="asa",
        other_names=("pick-up time", "phone answer time"),
        title="Speed of answer",
        family=Family.SPEED,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        counts="answered calls",
        decided="answered calls",
        definition="The time a call waited in the queue until a person answered it.",
        formula="per call: answered - entered the queue; median and 90th percentile",
        population="Calls answered in the period; those given up are counted beside them.",
        made_of=frozenset({Need.CALLS}),
        reasons=("given up by the caller",),
        caveats=("It is no first response time of a ticket, and stands beside it.",),
        elsewhere="Contact centres usually tell the mean.",
        takes_clock=True,
        takes_percentile=True,
        supply=Supply(
            there=calls_known,
            because="tickets do not tell when a call entered the queue and when it was answered",
            how="hand over your telephone system's log with `deskpulse import calls FILE`",
            file="calls",
            need=Need.CALLS,
        ),
        facts=answered_calls,
    ),
    "average speed of answer",
)
