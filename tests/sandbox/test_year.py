from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from sandbox.year import Year, calls, cast
from sandbox.year.dice import Dice
from sandbox.year.plan import SYSTEM, Speech
from sandbox.year.shifts import Shifts, easter, is_holiday
from sandbox.year.story import PlannedOpening, PlannedStory

ENDS = 1795564800  # a Tuesday noon in November 2026
ZONE = ZoneInfo("Europe/Berlin")
NOON = int(datetime(2026, 6, 2, 12, tzinfo=ZONE).timestamp())


@pytest.fixture(scope="module")
def year() -> Year:
    return Year.plan_until(ENDS)


def test_the_same_seed_makes_the_same_year_and_another_seed_another() -> None:
    made = [Year.plan_until(ENDS, seed, tickets_per_weekday=2).plans for seed in (7, 7, 8)]
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_a_year_is_ten_to_eleven_thousand_tickets_and_goes_on_for_some_days(year: Year) -> None:
    past = [plan for plan in year.plans if plan.created_at <= ENDS]
    assert 10_000 < len(past) < 11_500
    assert ENDS + 5 * 86_400 < year.plans[-1].created_at < ENDS + 8 * 86_400
    assert [plan.id for plan in year.plans] == sorted({plan.id for plan in year.plans})


def test_every_ticket_is_told_in_the_order_of_time(year: Year) -> None:
    for plan in year.plans:
        stamps = [step.at for step in plan.steps]
        assert stamps == sorted(stamps)
        assert stamps[0] == plan.created_at
        assert plan.holders[0].at == plan.created_at


def test_facts_and_steps_of_a_ticket_tell_the_same_story(year: Year) -> None:
    for plan in year.plans:
        said = {(s.at, s.who) for s in plan.steps if s.speech is Speech.PUBLIC}
        solved = [s.at for s in plan.steps if ("status", "solved") in s.changes]
        assert all((reply.at, reply.by.agent) in said for reply in plan.replies)
        assert all(plan.created_at <= r.asked_at <= r.at for r in plan.replies)
        assert [solve.at for solve in plan.solves] == solved
        assert sum(reply.first for reply in plan.replies) <= 1


def test_solving_and_reopening_take_turns(year: Year) -> None:
    for plan in year.plans:
        turns = sorted(
            [(s.at, "solved") for s in plan.solves] + [(at, "reopened") for at in plan.reopened_at]
        )
        assert [what for _, what in turns] == (["solved", "reopened"] * len(turns))[: len(turns)]


def test_only_members_of_a_team_or_its_owner_answer(year: Year) -> None:
    homes = {agent.id: agent.team for agent in (*cast.AGENTS, cast.FORMER)}
    astray = [
        plan.id
        for plan in year.plans
        for reply in plan.replies
        if homes[reply.by.agent or 0] != reply.by.team
    ]
    assert astray == []


def test_everything_that_happens_to_a_real_team_happens_here(year: Year) -> None:
    removals = Counter(plan.removal for plan in year.plans)
    total = len(year.plans)
    assert 0.02 < removals["deleted"] / total < 0.05
    assert 0.005 < removals["merged"] / total < 0.02
    assert {plan.channel for plan in year.plans} == {*cast.CHANNELS, "api", "other"}
    assert 0.01 < sum(plan.agent_created for plan in year.plans) / total < 0.04
    assert 0.03 < sum(plan.bot_only for plan in year.plans) / total < 0.1
    assert sum(plan.parent is not None for plan in year.plans) > 20
    assert sum(r.at == plan.created_at for plan in year.plans for r in plan.replies) >= 5
    assert any(not plan.replies and plan.solves and not plan.bot_only for plan in year.plans)
    assert any(plan.reopened_at and not plan.replies for plan in year.plans)
    assert any(len(plan.solves) == 2 and len(plan.replies) == 1 for plan in year.plans)


def test_about_six_in_a_hundred_are_reopened_and_most_ratings_are_good(year: Year) -> None:
    solved = [plan for plan in year.plans if plan.solves]
    assert 0.05 < sum(bool(plan.reopened_at) for plan in solved) / len(solved) < 0.08
    surveys = [plan.survey for plan in year.plans if plan.survey]
    answered = [survey for survey in surveys if survey.answered_at]
    assert 0.55 < len(surveys) / len(solved) < 0.65
    assert 0.27 < len(answered) / len(surveys) < 0.33
    assert 0.84 < sum(survey.good for survey in answered) / len(answered) < 0.91


def test_follow_ups_are_by_the_customer_of_a_ticket_closed_before(year: Year) -> None:
    plans = {plan.id: plan for plan in year.plans}
    for plan in year.plans:
        if plan.parent is not None and not plan.child:
            old = plans[plan.parent]
            assert old.steps[-1].at < plan.created_at
            assert plan.requester == old.requester == plan.steps[0].who


def test_children_are_opened_by_who_answered_the_ticket_they_help_with(year: Year) -> None:
    plans = {plan.id: plan for plan in year.plans}
    children = [plan for plan in year.plans if plan.child]
    assert len(children) > 100
    for child in children:
        reply = plans[child.parent or 0].replies[0]
        assert reply.at < child.created_at
        assert child.channel == "other"
        assert child.requester in {agent.id for agent in (*cast.AGENTS, cast.FORMER)}
        assert child.requester not in {reply.by.agent for reply in child.replies}


def test_incidents_are_solved_with_their_problem(year: Year) -> None:
    (problem,) = [plan for plan in year.plans if plan.kind == "problem"]
    incidents = [plan for plan in year.plans if plan.kind == "incident"]
    assert {plan.problem for plan in incidents} == {problem.id}
    assert day_of(problem.created_at) == year.outage_on
    (solved,) = problem.solves
    assert all(0 <= plan.solves[0].at - solved.at < len(incidents) for plan in incidents)
    assert {len(plan.replies) for plan in incidents} == {0, 1}


def test_what_comes_closed_nobody_solves_or_answers(year: Year) -> None:
    imported = [plan for plan in year.plans if plan.came_closed]
    assert len(imported) > 30
    assert not any(plan.solves or plan.replies or plan.survey for plan in imported)


def test_who_has_left_did_nothing_since_and_a_light_agent_answers_nobody(year: Year) -> None:
    steps = [step for plan in year.plans for step in plan.steps]
    last = max(step.at for step in steps if step.who == cast.FORMER.id)
    assert year.left_at - 30 * 86_400 < last < year.left_at
    former = [r for plan in year.plans for r in plan.replies if r.by.agent == cast.FORMER.id]
    assert len(former) > 100
    light = [(p, s) for p in year.plans for s in p.steps if s.who == cast.LIGHT.id]
    assert {step.speech for plan, step in light if plan.requester != cast.LIGHT.id} == {Speech.NOTE}
    assert sum(plan.requester == cast.LIGHT.id for plan in year.plans) > 20


def day_of(at: int) -> date:
    return datetime.fromtimestamp(at, ZONE).date()


def test_the_outage_is_one_day_of_four_times_the_tickets_and_slow_answers(year: Year) -> None:
    each = Counter(day_of(plan.created_at) for plan in year.plans)
    usual = median(n for day, n in each.items() if day.weekday() < 5)
    assert each[year.outage_on] > 3 * usual
    assert max(each, key=lambda day: each[day]) == year.outage_on
    hit = [p for p in year.plans if day_of(p.created_at) == year.outage_on]
    assert Counter(plan.category for plan in hit).most_common(1)[0][0] == cast.OUTAGE
    assert not any(p.category == cast.OUTAGE for p in year.plans if p not in hit)


def test_email_grows_slower_in_the_last_six_weeks_and_chat_does_not(year: Year) -> None:
    def waited(channel: str, low: int, high: int) -> float:
        return median(
            year.shifts.seconds_until(reply.at) - year.shifts.seconds_until(reply.asked_at)
            for plan in year.plans
            if plan.channel == channel and day_of(plan.created_at) != year.outage_on
            for reply in plan.replies
            if ENDS - low * 86_400 < reply.asked_at < ENDS - high * 86_400
        )

    assert waited("email", 10, 0) > 1.25 * waited("email", 200, 60)
    assert waited("chat", 42, 0) < 1.5 * waited("chat", 200, 60)


def test_weekends_and_holidays_are_thin(year: Year) -> None:
    each = Counter(day_of(plan.created_at) for plan in year.plans)
    weekdays = median(n for day, n in each.items() if day.weekday() < 5 and not is_holiday(day))
    quiet = median(n for day, n in each.items() if day.weekday() >= 5 or is_holiday(day))
    assert quiet < weekdays / 3


@pytest.mark.parametrize(
    ("year_number", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))],
)
def test_easter_is_when_it_was(year_number: int, sunday: date) -> None:
    assert easter(year_number) == sunday


def test_germany_has_nine_common_holidays() -> None:
    found = [date.fromordinal(n) for n in range(date(2026, 1, 1).toordinal(), 365 + 739_617)]
    assert [day.isoformat()[5:] for day in found if day.year == 2026 and is_holiday(day)] == [
        *("01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26")
    ]


def test_working_time_is_added_over_nights_weekends_and_the_change_of_clocks() -> None:
    shifts = Shifts(date(2026, 3, 20), date(2026, 4, 20), ZONE)
    friday = int(datetime(2026, 3, 27, 17, 30, tzinfo=ZONE).timestamp())
    monday = int(datetime(2026, 3, 30, 8, 30, tzinfo=ZONE).timestamp())
    assert shifts.later(friday, 3600) == monday
    assert shifts.seconds_until(monday) - shifts.seconds_until(friday) == 3600
    assert shifts.working(friday)
    assert not shifts.working(friday + 1800)
    assert shifts.later(friday + 7200, 60) == monday - 1800 + 60


def test_a_story_must_be_told_in_order() -> None:
    story = PlannedStory(
        PlannedOpening(at=NOON, channel="email", category=None, requester=1, submitter=1, team=9)
    )
    with pytest.raises(ValueError, match="comes before"):
        story.note(NOON - 1, 2)


def test_a_story_writes_down_who_had_the_ticket_at_each_fact() -> None:
    story = PlannedStory(
        PlannedOpening(at=NOON, channel="email", category=None, requester=1, submitter=1, team=9)
    )
    story.machine(NOON + 1)
    story.change(NOON + 60, 2, group_id=8, priority="high")
    story.reply(NOON + 120, 2, NOON, "solved")
    story.customer(NOON + 600, "open")
    story.change(NOON + 900, 3, assignee_id=3, status="solved")
    plan = story.plan(5)
    (reply,) = plan.replies
    assert (reply.at, reply.asked_at, reply.first) == (NOON + 120, NOON, True)
    assert (reply.by.team, reply.by.agent, reply.by.priority) == (8, 2, "high")
    assert [(s.at, s.by.agent) for s in plan.solves] == [(NOON + 120, 2), (NOON + 900, 3)]
    assert plan.reopened_at == (NOON + 600,)
    assert plan.holder(NOON + 59).team == 9
    assert plan.steps[1].who == SYSTEM


def test_dice_fall_as_asked() -> None:
    dice = Dice(1)
    draws = [dice.around(100, 0.5) for _ in range(2001)]
    assert 90 < median(draws) < 110
    assert {dice.between(1, 3) for _ in range(100)} == {1, 2, 3}
    assert not any(dice.chance(0) for _ in range(100))
    assert all(0 <= dice.skew(10) < 10 for _ in range(1000))
    assert {dice.pick({"a": 1.0, "b": 0.0}) for _ in range(50)} == {"a"}


def test_telephone_tickets_began_with_a_call_and_some_callers_gave_up(year: Year) -> None:
    told = calls.calls(year)
    assert told == calls.calls(year)
    phone = {plan.id: plan.created_at for plan in year.plans if plan.channel == "phone"}
    tickets = {call.ticket: call for call in told if call.outcome is calls.Outcome.ANSWERED}
    assert 0.9 < len(tickets) / len(phone) <= 1
    assert all(call.met_at == phone[call.ticket or 0] for call in tickets.values())
    assert {call.outcome for call in told} == set(calls.Outcome)
    assert all(call.ticket is None for call in told if call.agent is None)
    assert 15 < median(call.met_at - call.queued_at for call in tickets.values()) < 40
    assert len({call.id for call in told}) == len(told)
