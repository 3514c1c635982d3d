"""The SLA measures over a few promises, the numbers worked out by hand."""

from __future__ import annotations

from metrics.catalogue.sla import SUPPLY, outcomes, risks, tickets
from metrics.service_levels.promises import MEASURES
from metrics.store.tickets.snapshot import Snapshot
from metrics.tickets.columns import Promises
from metrics.tickets.records import NEVER, SlaMeasure
from tests.metrics import small

FRT, RESOLUTION = MEASURES.index(SlaMeasure.FRT), MEASURES.index(SlaMeasure.RESOLUTION)


def made() -> Snapshot:
    """Ticket 1: a first reply in time, a late solve. Ticket 2: overdue and running. 3: running."""
    told = small.rows(
        Promises,
        4,
        ticket=[1, 1, 2, 3],
        measure=[FRT, RESOLUTION, FRT, FRT],
        started_at=[0, 0, 100, 200],
        risky_at=[60, 200, 150, 900],
        due_at=[100, 300, 200, 1000],
        fulfilled_at=[100, 500, NEVER, NEVER],
        breached_at=[NEVER, 300, 200, NEVER],
    )
    return small.columns(small.tickets([0, 100, 200]), promise=lambda: told)


def test_an_outcome_is_known_when_a_target_is_met_or_runs_out() -> None:
    found = outcomes(made())
    assert found.at.tolist() == [100, 200, 300]
    assert [hit == at for hit, at in zip(found.hit_at, found.at, strict=True)] == [
        True,
        False,
        False,
    ]


def test_one_measure_can_be_asked_for_alone() -> None:
    assert outcomes(made(), SlaMeasure.RESOLUTION).at.tolist() == [300]
    assert outcomes(made(), SlaMeasure.NEXT_REPLY).at.tolist() == []


def test_a_ticket_counts_once_and_as_good_until_its_first_breach() -> None:
    found = tickets(made())
    rows = zip(found.ticket, found.at, found.hit_at, found.gone_at, strict=True)
    assert [tuple(map(int, row)) for row in rows] == [
        (1, 100, 100, 300),
        (2, 200, NEVER, NEVER),
        (1, 300, NEVER, NEVER),
    ]


def test_a_target_is_at_risk_until_it_is_fulfilled_even_when_it_is_overdue() -> None:
    found = risks(made())
    assert {at: sorted(found.at(at).ticket.tolist()) for at in (50, 80, 250, 450, 600, 999)} == {
        50: [],
        80: [1],
        250: [1, 2],
        450: [1, 2],
        600: [2],
        999: [2, 3],
    }


def test_without_a_policy_there_is_nothing_to_tell() -> None:
    assert not SUPPLY.there(small.columns(small.tickets([])))
    assert SUPPLY.there(made())
