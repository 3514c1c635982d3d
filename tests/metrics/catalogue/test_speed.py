"""How fast: a few tickets and the times worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.errors import UnavailableError
from metrics.office_hours.schedules import Schedules
from metrics.periods import Period
from metrics.question.query import Clock, Query
from metrics.store.database.engine import Store
from tests.metrics.desk import HOUR, NOW, Told, ask, told


def hours(value: float | None) -> float | None:
    return None if value is None else value / HOUR


def test_response_time_holds_every_wait_and_the_next_reply_all_but_the_first(store: Store) -> None:
    story = Told("1").said(0, "cleo").said(2, "ann").said(5, "cleo").said(6, "bob")
    asker = told(store, [story])
    assert hours(ask(asker, "frt").figure.value) == 2
    assert hours(ask(asker, "next_reply").figure.value) == 1
    assert hours(ask(asker, "art").figure.value) == 1.5
    assert ask(asker, "art").figure.n == 2


@pytest.mark.parametrize(
    ("variant", "value", "n"), [("", 4.0, 1), ("any", 1.0, 1), ("agent-created", 5.0, 2)]
)
def test_a_first_response_can_be_had_with_bots_and_with_what_agents_opened(
    store: Store, variant: str, value: float, n: int
) -> None:
    bot = Told("1").said(0, "cleo").said(1, "robot").said(4, "ann")
    outreach = Told("2", submitter="ann").said(0, "ann").said(3, "cleo").said(6, "ann")
    result = ask(told(store, [bot, outreach]), "frt", variant)
    assert (hours(result.figure.value), result.figure.n) == (value, n)


def test_a_first_response_can_be_had_from_the_handover_on(store: Store) -> None:
    handed = (
        Told("1")
        .agent(0, "robot", by="rule")
        .said(0.1, "robot")
        .agent(2, None, by="robot")
        .said(5, "ann")
    )
    said = Told("2").said(1, "robot").said(2, "ann")
    human = Told("3").said(9, "ann")
    alone = Told("4").said(1, "robot")
    outreach = Told("5", submitter="ann").said(0, "ann").said(1, "robot").said(3, "ann")
    asker = told(store, [handed, said, human, alone, outreach])
    result = ask(asker, "frt", "handover")
    assert (hours(result.figure.value), result.figure.n) == (2, 2)
    assert dict(result.excluded) == {"opened by an agent": 1}
    assert hours(ask(asker, "frt").figure.value) == 5


def test_without_an_ai_agent_there_is_no_handover(store: Store) -> None:
    with pytest.raises(UnavailableError, match="no answer by an AI agent is known"):
        ask(told(store, [Told("1").said(1, "ann")]), "frt", "handover")


def test_the_mean_is_had_on_request_and_the_median_is_usual(store: Store) -> None:
    asker = told(store, [Told(f"{n}").said(0, "cleo").said(n, "ann") for n in (1, 2, 9)])
    assert hours(ask(asker, "frt").figure.value) == 2
    mean = ask(asker, "frt", "mean")
    assert hours(mean.figure.value) == 4
    assert mean.statistic == "mean"


def test_a_ticket_leaves_the_queue_when_a_person_gets_it_else_when_one_touches_it(
    store: Store,
) -> None:
    given = Told("1").agent(2, "ann").said(5, "ann")
    at_once = Told("2").agent(0, "ann", by="rule").said(3, "ann", public=False)
    touched = Told("3").said(7, "bob")
    lies = Told("4")
    result = ask(told(store, [given, at_once, touched, lies]), "queue_time")
    assert (hours(result.figure.value), result.figure.n) == (3, 3)
    assert result.waiting is not None
    assert result.waiting.n == 1


def test_the_whole_queue_time_holds_what_was_given_back_too(store: Store) -> None:
    back = Told("1").agent(2, "ann").agent(5, None).team(6, "front").agent(9, "bob")
    once = Told("2").agent(1, "ann").said(3, "ann")
    asker = told(store, [back, once])
    assert hours(ask(asker, "queue_time").figure.value) == 1.5
    result = ask(asker, "queue_time", "total")  # 2 and 4 hours; and 1 hour
    assert (hours(result.figure.value), result.figure.n) == (3.5, 2)
    assert hours(result.figure.longest) == 6


@pytest.mark.parametrize(
    ("story", "total", "waiting"),
    [
        (Told("1").agent(2, "ann").agent(5, None).became(9, "solved"), 6, 0),
        (Told("1").agent(2, "ann").agent(5, None), 2, 1),
        (Told("1").agent(0, "ann", by="rule").agent(1, None).said(3, "bob").agent(4, "bob"), 4, 0),
        (Told("1").agent(2, "ann").became(3, "solved").agent(4, None).became(8, "open"), 2, 1),
        (Told("1").said(3, "ann").became(5, "solved"), 3, 0),
        (
            Told("1").agent(2, "ann").agent(3, None).agent(4, "bob").agent(6, None).agent(9, "bob"),
            6,
            0,
        ),
    ],
    ids=["solved there", "lies there", "given at once", "reopened", "never assigned", "twice"],
)
def test_a_ticket_is_in_the_queue_while_it_is_unsolved_and_nobody_has_it(
    store: Store, story: Told, total: float, waiting: int
) -> None:
    result = ask(told(store, [story]), "queue_time", "total")
    assert (hours(result.figure.value), result.figure.n) == (total, 1)
    assert (result.waiting.n if result.waiting else 0) == waiting


def test_the_first_team_ends_the_time_to_assignment(store: Store) -> None:
    story = Told("1").team(2, "front").team(9, "billing")
    assert hours(ask(told(store, [story]), "assign_time").figure.value) == 2


def test_the_first_resolution_stays_where_the_last_one_moves_on(store: Store) -> None:
    story = Told("1").became(3, "solved").became(5, "open").became(9, "solved")
    asker = told(store, [story])
    assert hours(ask(asker, "first_resolution").figure.value) == 3
    assert hours(ask(asker, "resolution").figure.value) == 9


@pytest.mark.parametrize(("variant", "value"), [("", 40), ("net", 30), ("net all", 25)])
def test_resolution_can_be_had_without_the_time_others_took(
    store: Store, variant: str, value: float
) -> None:
    story = (
        Told("1")
        .became(2, "pending")
        .became(12, "open")
        .became(20, "hold")
        .became(25, "open")
        .became(40, "solved")
    )
    assert hours(ask(told(store, [story]), "resolution", variant).figure.value) == value


@pytest.mark.parametrize(("variant", "value"), [("", 60), ("net", 50), ("net all", 36)])
def test_the_time_solved_before_a_reopening_is_not_in_our_hands(
    store: Store, variant: str, value: float
) -> None:
    story = (
        Told("1")
        .became(5, "solved")
        .became(12, "open")  # 7 hours solved
        .became(20, "pending")
        .became(30, "solved")  # after 10 hours pending
        .became(37, "closed")
        .became(37, "open")  # 7 more
        .became(60, "solved")
    )
    assert hours(ask(told(store, [story]), "resolution", variant).figure.value) == value
    assert hours(ask(told(store, [story]), "first_resolution").figure.value) == 5


def test_what_is_taken_off_is_measured_by_the_hours_of_the_whole(store: Store) -> None:
    story = Told("1").team(0, "late").became(15, "pending").team(16, "b")
    asker = told(store, [story.became(20, "open").became(21, "solved")])
    late = Schedules.parse("Late | teams: late | hours: mon-fri 14:00-22:00", asker.calendar)
    period = Period.of("2026-W46")
    net = Query(metric="resolution", variant="net", period=period, clock=Clock.BUSINESS)
    # The late team had it first: 14 to 21 less 15 to 20, whoever has it by then.
    assert hours(replace(asker, schedules=late).answer(net, NOW).figure.value) == 2


def test_what_is_taken_off_is_measured_on_the_same_clock(store: Store) -> None:
    story = Told("1").became(10, "pending").became(34, "open").became(40, "solved")
    period = Period.of("2026-W46")
    net = Query(metric="resolution", variant="net", period=period, clock=Clock.BUSINESS)
    # Monday 9 to 17 and Tuesday 9 to 16 are 15 hours, of which 8 were pending.
    assert hours(told(store, [story]).answer(net, NOW).figure.value) == 7
