"""What is read through the stand-in's API and built into timelines tells the figures as planned."""

from __future__ import annotations

from collections import defaultdict

import pytest

from metrics.tickets.pieces import Timeline
from metrics.tickets.records import Event, Person, Rating, RatingScore, Role, Ticket
from metrics.tickets.timeline import timeline
from sandbox.helpdesks.zendesk import zendesk_app
from sandbox.year import Year, cast
from tests import truth
from tests.sandbox.serving import served
from tests.sandbox.small_year import ENDS, NOW, YEAR
from tests.sandbox.test_zendesk import Clock, synced

BEFORE = NOW - 60
ALL = truth.Asked(start=0, end=ENDS, now=BEFORE)
IMPORTED = {str(plan.id) for plan in YEAR.plans if plan.came_closed}
Told = list[tuple[Ticket, Timeline]]


@pytest.fixture(scope="module")
def told() -> Told:
    """Every customer's ticket with its timeline."""
    clock = Clock(NOW)
    with served(zendesk_app(YEAR, clock=clock, exports_per_minute=10_000)) as address:
        found = synced(address, clock)
    tickets = {record.id: record for record in found if isinstance(record, Ticket)}
    events: dict[str, dict[str, Event]] = defaultdict(dict)
    for event in (record for record in found if isinstance(record, Event)):
        events[event.ticket][event.id] = event
    roles = {record.id: record.role for record in found if isinstance(record, Person)}
    assert roles[str(cast.FORMER.id)] is Role.CUSTOMER
    roles[str(cast.FORMER.id)] = Role.AGENT
    return [
        (
            ticket,
            timeline(ticket, list(events[ticket.id].values()), lambda who, _: roles.get(who or "")),
        )
        for ticket in tickets.values()
        if not ticket.child
    ]


def solved(told: Told) -> Told:
    """Those that were solved here: what came closed was so elsewhere."""
    return [each for each in live(told) if each[1].solves and each[0].id not in IMPORTED]


def live(told: Told) -> Told:
    return [(ticket, line) for ticket, line in told if ticket.removal is None]


def test_first_replies_are_those_planned_for_every_agent(told: Told) -> None:
    for agent in (*cast.AGENTS, cast.FORMER):
        asked = truth.Asked(start=0, end=ENDS, now=BEFORE, agent=agent.id)
        read = [
            (ticket.created_at, line.first_reply_at)
            for ticket, line in live(told)
            if line.first_reply_agent == str(agent.id) and not line.agent_created
        ]
        assert sorted(truth.frt(YEAR, asked)) == sorted(read, key=str)
        assert read


@pytest.mark.parametrize("priority", ["urgent", "high", "normal", "low", ""])
def test_first_replies_are_those_planned_for_every_priority(told: Told, priority: str) -> None:
    asked = truth.Asked(start=0, end=ENDS, now=BEFORE, priority=priority)
    read = [
        (ticket.created_at, line.first_reply_at or 0)
        for ticket, line in live(told)
        if line.first_reply_at is not None
        and not line.agent_created
        and (line.first_reply_priority or "") == priority
    ]
    assert sorted(truth.frt(YEAR, asked)) == sorted(read)


def test_later_waits_are_those_planned(told: Told) -> None:
    read = [
        (wait.started_at, wait.ended_at or 0)
        for _, line in live(told)
        for wait in line.waits
        if wait.answered and not wait.first
    ]
    assert sorted(truth.next_reply(YEAR, ALL)) == sorted(read)
    assert len(read) > 300


@pytest.mark.parametrize("team", cast.TEAMS)
def test_solves_are_those_planned_for_every_team(told: Told, team: int) -> None:
    asked = truth.Asked(start=0, end=ENDS, now=BEFORE, team=team)
    lines = solved(told)
    for planned, number in ((truth.resolution, -1), (truth.first_resolution, 0)):
        solves = [(ticket.created_at, line.solves[number]) for ticket, line in lines]
        read = [(created_at, s.at) for created_at, s in solves if s.team == str(team)]
        assert sorted(planned(YEAR, asked)) == sorted(read)
    count = sum(solve.team == str(team) for _, line in lines for solve in line.solves)
    assert truth.solves(YEAR, asked) == count


def test_volume_is_what_was_planned(told: Told) -> None:
    assert truth.volume(YEAR, ALL) == len(live(told))
    by_agents = sum(line.agent_created for _, line in live(told))
    assert truth.volume(YEAR, ALL, agent_created=True) == by_agents
    assert sum(truth.mix(YEAR, ALL).values()) == len(live(told))


@pytest.mark.parametrize("days", [0, 1, 30, 56, 100, 250, 360])
def test_the_backlog_of_any_day_is_what_was_planned(told: Told, days: int) -> None:
    at = BEFORE - days * truth.DAY
    read = [
        at - ticket.created_at
        for ticket, line in told
        for span in line.spans
        if span.started_at <= at and (span.ended_at is None or span.ended_at > at)
    ]
    assert sorted(truth.ages(YEAR, at, ALL)) == sorted(read)
    assert truth.backlog(YEAR, at, ALL) == len(read) > 0


def test_reopened_tickets_are_those_planned(told: Told) -> None:
    firsts = [line.solves[0] for _, line in solved(told)]
    hits = [
        solve
        for solve in firsts
        if solve.reopened_at is not None and solve.reopened_at <= solve.at + truth.REOPEN_HORIZON
    ]
    assert truth.reopen(YEAR, ALL) == (len(hits), len(firsts))


def test_ratings_are_those_planned() -> None:
    clock = Clock(NOW)
    with served(zendesk_app(YEAR, clock=clock, exports_per_minute=10_000)) as address:
        found = synced(address, clock)
    ratings = {record.id: record for record in found if isinstance(record, Rating)}
    gone = {t.id for t in found if isinstance(t, Ticket) and t.removal is not None}
    scores = [r.score for r in ratings.values() if r.ticket not in gone]
    good, answered = scores.count(RatingScore.GOOD), len(scores) - scores.count(RatingScore.OFFERED)
    assert truth.csat(YEAR, ALL) == (good, answered)
    assert {RatingScore.GOOD, RatingScore.NEUTRAL, RatingScore.BAD} < set(scores)


def test_the_naive_walker_counts_office_hours_across_nights_and_changed_clocks() -> None:
    hours = truth.Hours(zone="Europe/Berlin")
    friday = 1774627200  # 2026-03-27 17:00 there
    monday = friday + 2 * truth.DAY + 15 * 3600  # 09:00 there with an hour lost on Sunday
    assert truth.business_seconds((friday - 1800, monday + 600), hours) == 2400
    assert truth.business_seconds((friday, friday), hours) == 0
    assert truth.business_seconds((friday - 100, friday - 100 + 7 * truth.DAY), hours) > 0


def test_a_moment_is_quiet_when_nothing_was_planned_before_it() -> None:
    year: Year = YEAR
    assert NOW <= ENDS
    assert not any(NOW - 120 < step.at <= NOW for plan in year.plans for step in plan.steps)
