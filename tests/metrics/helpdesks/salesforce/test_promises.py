from __future__ import annotations

import pytest

from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.promises import steps
from metrics.service_levels.promises import stretches
from metrics.tickets.records import SlaEvent, SlaMeasure, SlaStep
from tests.metrics.helpdesks.salesforce import examples
from tests.metrics.helpdesks.salesforce.examples import CREATED, Raw, stamp

_, APPLY, BREACH, FULFILL = "", SlaStep.APPLY, SlaStep.BREACH, SlaStep.FULFILL


def by_step(raw: Raw) -> dict[SlaStep, SlaEvent]:
    return {event.step: event for event in steps(raw, Reading())}


def test_a_milestone_is_applied_and_its_breach_stands_there_before_it_comes() -> None:
    events = by_step(examples.milestone(seen_at=CREATED + 60))
    assert events.keys() == {APPLY, BREACH}
    assert (events[APPLY].at, events[APPLY].target_seconds) == (CREATED + 15, 3600)
    assert events[APPLY].measure is SlaMeasure.FRT
    assert (events[BREACH].at, events[BREACH].dropped) == (CREATED + 3600, False)
    (stretch,) = stretches(events.values())
    assert (stretch.fulfilled_at, stretch.breached_at) == (None, CREATED + 3600)


@pytest.mark.parametrize(("done", "kept"), [(3599, True), (3600, True), (3601, False)])
def test_what_is_done_by_the_minute_is_kept(done: int, kept: bool) -> None:
    raw = examples.milestone(CompletionDate=stamp(done), IsCompleted=True)
    events = by_step(raw)
    assert events[FULFILL].at == CREATED + done
    assert events[BREACH].dropped is kept
    (stretch,) = stretches(events.values())
    assert (stretch.breached_at is None) is kept


def test_one_that_is_past_its_time_and_not_violated_stands_still() -> None:
    late = CREATED + 7200
    assert by_step(examples.milestone(seen_at=late))[BREACH].dropped
    violated = examples.milestone(seen_at=late, IsViolated=True)
    assert not by_step(violated)[BREACH].dropped
    unsaid = examples.milestone(seen_at=late, IsViolated=None)
    assert not by_step(unsaid)[BREACH].dropped
    assert not by_step(examples.milestone(seen_at=CREATED + 3630))[BREACH].dropped


def test_a_milestone_that_was_deleted_promises_nothing() -> None:
    events = by_step(examples.milestone(IsDeleted=True))
    assert all(event.dropped for event in events.values())
    assert list(stretches(events.values())) == []


@pytest.mark.parametrize(
    ("minutes", "target", "business"),
    [(60, 3600, False), (59, 3540, True), (None, 3585, False)],
)
def test_office_hours_show_in_a_due_time_that_is_not_the_target_after_the_start(
    minutes: int | None, target: int, business: bool
) -> None:
    apply = by_step(examples.milestone(TargetResponseInMins=minutes))[APPLY]
    assert (apply.target_seconds, apply.business) == (target, business)


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("First Response", SlaMeasure.FRT),
        ("Initial response to Customer", SlaMeasure.FRT),
        ("Next Response", SlaMeasure.NEXT_REPLY),
        ("Subsequent Reply", SlaMeasure.NEXT_REPLY),
        ("Status update", SlaMeasure.UPDATE),
        ("Resolution Time", SlaMeasure.RESOLUTION),
        ("Case closed", SlaMeasure.RESOLUTION),
    ],
)
def test_what_a_milestone_measures_says_its_name(name: str, measure: SlaMeasure) -> None:
    raw = examples.milestone(MilestoneType={"Name": name})
    assert {event.measure for event in steps(raw, Reading())} == {measure}


def test_a_milestone_that_nobody_knows_is_counted_and_left_out() -> None:
    reading = Reading()
    raw = examples.milestone(MilestoneType={"Name": "Erste Antwort"})
    assert list(steps(raw, reading)) == []
    assert dict(reading.unknown) == {"milestone:Erste Antwort": 1}
