from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.year import Year, cast
from sandbox.year.recast import Recast
from sandbox.year.story import PlannedOpening, PlannedStory

ONE, OTHER, NOW = cast.FRONT_LINE, cast.BILLING, 1_790_000_000
ANN, BOB, EVE = 1, 2, 3


def story() -> PlannedStory:
    opening = PlannedOpening(
        at=NOW, channel="email", category="", requester=ANN, submitter=ANN, team=ONE
    )
    story = PlannedStory(opening)
    story.reply(NOW + 60, BOB, NOW, "pending")
    story.change(NOW + 90, BOB, group_id=OTHER)
    story.note(NOW + 95, BOB, group_id=ONE)
    story.customer(NOW + 120, "open")
    story.change(NOW + 150, BOB, status="open", assignee_id=EVE)
    story.reply(NOW + 180, EVE, NOW + 120, "solved")
    return story


def test_nobody_elses_place_is_taken() -> None:
    plan = story().plan(7)
    assert Recast().plan(plan) == plan
    assert Recast(people={99: EVE}, teams={98: ONE}).plan(plan) == plan


def test_what_somebody_did_is_done_by_the_one_in_their_place() -> None:
    plan = story().plan(7)
    other = Recast(people={BOB: 9}).plan(plan)
    assert [step.who for step in other.steps] == [ANN, 9, 9, 9, ANN, 9, EVE]
    assert [reply.by.agent for reply in other.replies] == [9, EVE]
    assert other.solves == plan.solves
    assert [step.at for step in other.steps] == [step.at for step in plan.steps]


def test_a_move_between_two_that_are_one_is_none() -> None:
    one = Recast(people={EVE: BOB}, teams={OTHER: ONE}).plan(story().plan(7))
    assert [holder.team for holder in one.holders] == [ONE, ONE]
    assert [holder.agent for holder in one.holders] == [None, BOB]
    changes = [step.changes for step in one.steps]
    assert NOW + 90 not in {step.at for step in one.steps}  # it had changed nothing else
    assert () in changes  # the note is left without the move
    assert (("status", "open"),) in changes  # twice: such a change was none before either
    assert sum(changes.count(each) for each in ((("status", "open"),),)) == 2


@pytest.fixture(scope="module")
def year() -> Year:
    return Year.plan_until(NOW, tickets_per_weekday=3)


def test_a_year_of_one_team_has_its_people_only_and_the_same_tickets(year: Year) -> None:
    members = cast.AGENTS[3:5]
    one = year.of_one_team("Shops", members)
    assert one.teams == {cast.FRONT_LINE: "Shops"}
    assert {holder.team for plan in one.plans for holder in plan.holders} <= {ONE, None}
    workers = {reply.by.agent for plan in one.plans for reply in plan.replies}
    assert workers <= {*(each.id for each in members), cast.FORMER.id, cast.LIGHT.id}
    assert {one.team for one in one.people} == {cast.FRONT_LINE}
    same = [replace(p, steps=(), holders=(), replies=(), solves=(), survey=None) for p in one.plans]
    assert [plan.id for plan in same] == [plan.id for plan in year.plans]
    assert [len(plan.replies) for plan in one.plans] == [len(p.replies) for p in year.plans]
