"""Time that agents noted down, as work on a ticket."""

from __future__ import annotations

from typing import Any

import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.freshdesk import Freshdesk, Reading
from metrics.helpdesks.freshdesk.entries import work
from metrics.tickets.records import Handling
from tests.metrics.helpdesks.freshdesk import examples

PATH = "/time_entries"
DATE = {"Date": "Mon, 02 Mar 2026 12:00:00 GMT"}


def read(**changes: Any) -> Handling | None:
    return work(examples.time_entry(**changes), Reading())


def test_an_entry_is_work_on_its_ticket_that_ended_when_it_was_done() -> None:
    assert read() == Handling(
        id="41",
        ended_at=examples.CREATED + 5000,
        talk_seconds=3900,
        contact="1517",
        ticket="1517",
        agent="501",
    )


@pytest.mark.parametrize(
    ("text", "seconds"), [("01:05", 3900), ("00:00", 0), ("125:30", 451_800), ("00:01:30", 90)]
)
def test_hours_and_minutes_are_read_where_no_seconds_are_told(text: str, seconds: int) -> None:
    found = read(time_spent_in_seconds=None, time_spent=text)
    assert found is not None
    assert found.talk_seconds == seconds


def test_a_timer_that_runs_says_nothing_yet() -> None:
    assert read(timer_running=True) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"time_spent_in_seconds": None, "time_spent": "an hour"},
        {"time_spent_in_seconds": None, "time_spent": None},
        {"ticket_id": None},
        {"executed_at": None},
    ],
    ids=str,
)
def test_an_entry_without_its_time_or_ticket_is_malformed(broken: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        read(**broken)


def test_entries_are_asked_for_by_when_the_work_was_done(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    route = api.get(PATH).respond(json=[examples.time_entry()], headers=DATE)
    page = freshdesk.page("time_entries", None, examples.CREATED)
    (found,) = page.records
    assert isinstance(found, Handling)
    assert (page.caught_up, page.unknown) == (True, {})
    params = route.calls.last.request.url.params
    assert params["executed_after"] == "2026-03-02T08:00:00Z"
    assert "created_since" not in params


def test_a_plan_without_time_tracking_lacks_nothing_else(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    api.get(PATH).respond(403, json={"code": "require_feature"})
    with pytest.raises(HelpdeskError) as refusal:
        freshdesk.page("time_entries", None, examples.CREATED)
    assert refusal.value.refused
    assert "time_entries" in freshdesk.optional
