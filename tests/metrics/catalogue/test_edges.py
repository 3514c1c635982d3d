"""What a figure leaves out, and says: a few tickets, the figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from metrics.policies import Policies
from metrics.store.engine import Store
from tests.metrics.desk import HOUR, Told, ask, hits, told

TEAM_POLICIES = Policies.parse("frt 1h; next_reply 1h; resolution 8h", ZoneInfo("UTC"))


def imported(id: str = "imported", hour: float = 0) -> Told:
    """As Zendesk tells a ticket that its import API took closed: a comment and Create events."""
    story = Told(id, hour, status="closed").said(hour, "cleo").became(hour, "closed", by="cleo")
    story.events[-1] = replace(story.events[-1], old=None)
    return story


@pytest.mark.parametrize(
    ("metric", "variant", "n"),
    [
        ("resolution", "", 1),
        ("resolution", "net", 1),
        ("first_resolution", "", 1),
        ("solved", "", 1),
        ("solved", "events", 1),
        ("reopen", "", 1),
        ("reopen", "events", 1),
        ("reopen", "strict", 1),
        ("one_touch", "", 1),
        ("one_touch", "none", 1),
        ("fcr", "", 1),
        ("handoff", "", 1),
        ("resolution_rate", "", 1),
    ],
)
def test_measures_of_solves_leave_out_what_came_closed_and_say_it(
    store: Store, metric: str, variant: str, n: int
) -> None:
    result = ask(told(store, [imported(), Told("ours").solved(1, 3)]), metric, variant)
    assert result.figure.n == n
    assert dict(result.excluded) == {"created closed": 1}


def test_what_came_closed_is_volume_and_waits_for_nothing(store: Store) -> None:
    asker = told(store, [imported(), Told("ours").solved(1, 3)])
    assert ask(asker, "volume").figure.value == 2
    frt = ask(asker, "frt")
    assert (frt.figure.value, frt.waiting.n if frt.waiting else None) == (HOUR, 0)
    assert ask(asker, "pending_reply").figure.value == 0


def test_a_ticket_that_came_closed_and_came_back_is_owed_a_next_reply(store: Store) -> None:
    story = imported().said(20, "cleo").became(20, "open", by="cleo").said(22, "ann")
    asker = told(store, [story])
    assert ask(asker, "frt").figure.n == 0
    assert dict(ask(asker, "frt").excluded) == {"created closed": 1}
    assert ask(asker, "next_reply").figure.value == ask(asker, "art").figure.value == 2 * HOUR


def test_what_came_closed_is_promised_nothing(store: Store) -> None:
    asker = told(store, [imported(), Told("ours").solved(0.5, 3)])
    asker = replace(asker, policies=TEAM_POLICIES)
    assert ask(asker, "sla_risk").figure.value == 0
    assert hits(ask(asker, "sla")) == (2, 2)
