"""Who may see and do what, and where."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from bot.access import (
    REFUSALS,
    VIEWS,
    Place,
    Policy,
    Role,
    Verdict,
    View,
    What,
    merged,
    merged_why,
    policy,
)
from bot.services import Members, nobody
from metrics.explanation import Carrier, Explanation, Shift, Side
from metrics.periods import Period
from metrics.query import Filter, Query
from metrics.records import Dimension
from metrics.result import Change
from metrics.result import Verdict as Step
from tests.bot import desk
from tests.bot.samples import answer, figure, parts

HERE, ALONE, NO = Verdict.HERE, Verdict.PRIVATELY, Verdict.REFUSED
NAMED = Policy(
    leads=frozenset({"ULEAD"}),
    admins=frozenset({"UADMIN"}),
    lead_channels=frozenset({"CLEADS"}),
    agents={"UAGENT": "7", "ULEAD": "8"},
)
NOBODY = Policy()
TABLE = {  # by role: in a public channel, in a private one, in one named for leads, directly
    (Role.LEAD, What.METRIC): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.SPLIT): (ALONE, ALONE, HERE, ALONE),
    (Role.LEAD, What.PERSON): (ALONE, ALONE, HERE, ALONE),
    (Role.LEAD, What.OWN): (ALONE, ALONE, HERE, ALONE),
    (Role.LEAD, What.LIST): (ALONE, ALONE, ALONE, ALONE),
    (Role.LEAD, What.FILE): (ALONE, ALONE, ALONE, ALONE),
    (Role.LEAD, What.TARGET): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.SCHEDULE): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.ALERT): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.METRIC): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.SPLIT): (NO, NO, NO, NO),
    (Role.ADMIN, What.PERSON): (NO, NO, NO, NO),
    (Role.ADMIN, What.OWN): (ALONE, ALONE, ALONE, ALONE),
    (Role.ADMIN, What.LIST): (ALONE, ALONE, ALONE, ALONE),
    (Role.ADMIN, What.FILE): (ALONE, ALONE, ALONE, ALONE),
    (Role.ADMIN, What.TARGET): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.SCHEDULE): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.ALERT): (HERE, HERE, HERE, HERE),
    (Role.AGENT, What.METRIC): (HERE, HERE, HERE, HERE),
    (Role.AGENT, What.SPLIT): (NO, NO, NO, NO),
    (Role.AGENT, What.PERSON): (NO, NO, NO, NO),
    (Role.AGENT, What.OWN): (ALONE, ALONE, ALONE, ALONE),
    (Role.AGENT, What.LIST): (ALONE, ALONE, ALONE, ALONE),
    (Role.AGENT, What.FILE): (ALONE, ALONE, ALONE, ALONE),
    (Role.AGENT, What.TARGET): (NO, NO, NO, NO),
    (Role.AGENT, What.SCHEDULE): (NO, NO, NO, NO),
    (Role.AGENT, What.ALERT): (NO, NO, NO, NO),
    (Role.ANYONE, What.METRIC): (HERE, HERE, HERE, HERE),
    (Role.ANYONE, What.SPLIT): (NO, NO, NO, NO),
    (Role.ANYONE, What.PERSON): (NO, NO, NO, NO),
    (Role.ANYONE, What.LIST): (ALONE, ALONE, ALONE, ALONE),
    (Role.ANYONE, What.FILE): (ALONE, ALONE, ALONE, ALONE),
    (Role.ANYONE, What.TARGET): (NO, NO, NO, NO),
    (Role.ANYONE, What.SCHEDULE): (NO, NO, NO, NO),
    (Role.ANYONE, What.ALERT): (NO, NO, NO, NO),
}
CASES = [
    pytest.param(role, place, what, verdict, id=f"{role}, {place}, {what}")
    for (role, what), verdicts in TABLE.items()
    for place, verdict in zip(Place, verdicts, strict=True)
]
OPEN = {What.METRIC: HERE, What.TARGET: HERE, What.SCHEDULE: HERE, What.ALERT: HERE}


def question(*agents: str, split: tuple[Dimension, ...] = ()) -> Query:
    where = (Filter(Dimension.AGENT, agents),) if agents else ()
    return Query(metric="frt", period=Period.of("last week"), where=where, split=split)


@pytest.mark.parametrize(("role", "place", "what", "verdict"), CASES)
def test_each_role_place_and_wish_gets_what_is_written(
    role: Role, place: Place, what: What, verdict: Verdict
) -> None:
    assert NAMED.verdict(role, place, what) is verdict


def test_the_table_is_whole_but_for_own_figures_of_no_agent() -> None:
    assert set(product(Role, What)) - set(TABLE) == {(Role.ANYONE, What.OWN)}


@pytest.mark.parametrize(("place", "what"), list(product(Place, What)))
def test_where_nobody_is_named_nobody_is_refused(place: Place, what: What) -> None:
    assert NOBODY.verdict(Role.ANYONE, place, what) is OPEN.get(what, ALONE)


PERSONS = {
    Role.LEAD: "ULEAD",
    Role.ADMIN: "UADMIN",
    Role.AGENT: "UAGENT",
    Role.ANYONE: "UOTHER",
}
SHOWN = {View.EXECUTIVE: HERE, View.MANAGER: ALONE, View.AGENT: ALONE}
USUAL = {
    Role.LEAD: View.MANAGER,
    Role.ADMIN: View.EXECUTIVE,
    Role.AGENT: View.AGENT,
    Role.ANYONE: View.EXECUTIVE,
}


@pytest.mark.parametrize(("role", "view"), list(product(Role, View)))
def test_each_role_may_open_each_view_of_its_home(role: Role, view: View) -> None:
    person = PERSONS[role]
    for rules in (NAMED, NOBODY):
        verdict = rules.verdict(rules.role(person), rules.place(person), VIEWS[view])
        assert verdict is SHOWN[view]
    assert NAMED.usual_view(person) is USUAL[role]
    assert NOBODY.usual_view(person) is View.EXECUTIVE


CHANNELS = {
    Place.PUBLIC: "C1",
    Place.PRIVATE: "G1",
    Place.LEADS: "CLEADS",
    Place.DIRECT: "D1",
}


@pytest.mark.parametrize(("role", "dimension"), list(product(Role, Dimension)))
def test_only_a_split_by_agent_is_for_leads(role: Role, dimension: Dimension) -> None:
    agents = dimension is Dimension.AGENT
    for split in ((dimension,), (Dimension.CHANNEL, dimension), (dimension, Dimension.TEAM)):
        what = NAMED.people(question(split=split), PERSONS[role])
        for place, channel in CHANNELS.items():
            wanted = TABLE[role, What.SPLIT if agents else What.METRIC]
            verdict = NAMED.verdict(role, NAMED.place(channel), what)
            assert verdict is wanted[list(Place).index(place)]


@pytest.mark.parametrize(("role", "place"), list(product(Role, Place)))
def test_tickets_are_linked_only_where_nobody_else_reads(role: Role, place: Place) -> None:
    for rules in (NAMED, NOBODY):
        assert rules.lists(PERSONS[role], CHANNELS[place]) is (place is Place.DIRECT)
        assert rules.lists(PERSONS[role], CHANNELS[place], alone=True)


def test_administrators_alone_keep_targets_and_leave_figures_open() -> None:
    only = Policy(admins=frozenset({"UADMIN"}))
    assert only.verdict(Role.ANYONE, Place.PUBLIC, What.TARGET) is NO
    assert only.verdict(Role.ANYONE, Place.PUBLIC, What.SPLIT) is ALONE


def test_whatever_is_refused_has_a_sentence_that_says_who_may() -> None:
    refused = {what for (_, what), verdicts in TABLE.items() if NO in verdicts}
    assert set(REFUSALS) == refused
    assert all("lead" in sentence for sentence in REFUSALS.values())


def test_people_have_the_strongest_role_they_are_named_for() -> None:
    roles = [NAMED.role(person) for person in ("ULEAD", "UADMIN", "UAGENT", "UOTHER")]
    assert roles == [Role.LEAD, Role.ADMIN, Role.AGENT, Role.ANYONE]


def test_a_channel_that_says_nothing_of_itself_is_public() -> None:
    places = [NAMED.place(channel) for channel in ("C1", "G1", "CLEADS", "D1", "U1", "")]
    direct = Place.DIRECT
    assert places == [Place.PUBLIC, Place.PRIVATE, Place.LEADS, direct, direct, Place.PUBLIC]


def test_only_ones_own_figures_alone_are_ones_own() -> None:
    by_agent = (Dimension.AGENT,)
    assert NAMED.people(question("7"), "UAGENT") is What.OWN
    assert NAMED.people(question("7", split=by_agent), "UAGENT") is What.OWN
    assert NAMED.people(question("7", "9"), "UAGENT") is What.PERSON
    assert NAMED.people(question("9"), "UAGENT") is What.PERSON
    assert NAMED.people(question("7"), "UOTHER") is What.PERSON
    assert NAMED.people(question(split=by_agent), "UAGENT") is What.SPLIT
    assert NAMED.people(question(), "UAGENT") is What.METRIC


def test_groups_of_people_under_five_become_one_without_a_value() -> None:
    people = [("Ann", figure(60.0, 40)), ("Ben", figure(90.0, 4)), ("Eve", figure(10.0, 2))]
    result = merged(answer(**parts(people, Dimension.AGENT)))
    assert [part.label for part in result.parts] == ["Ann", "(fewer than 5)"]
    assert result.parts[1].figure.value is None
    assert result.parts[1].figure.n == 6
    assert sum(part.share or 0.0 for part in result.parts) == pytest.approx(1.0)


def test_a_group_that_could_be_told_by_subtraction_takes_the_next_smallest_along() -> None:
    people = [("Ann", figure(60.0, 40)), ("Ben", figure(90.0, 9)), ("Eve", figure(10.0, 2))]
    result = merged(answer(**parts(people, Dimension.AGENT)))
    assert [part.label for part in result.parts] == ["Ann", "(fewer than 5)"]
    assert result.parts[1].figure.n == 11


def test_five_are_enough_and_other_groups_stay_as_they_are() -> None:
    five = answer(**parts([("Ann", figure(60.0, 5))], Dimension.AGENT))
    assert merged(five) == five
    channels = answer(**parts([("Email", figure(60.0, 2))]))
    assert merged(channels) == channels


def test_the_other_side_of_a_person_is_not_told_where_it_is_under_five() -> None:
    people = [("Ann", figure(60.0, 40)), ("Ben", figure(90.0, 30)), ("Cal", figure(9.0, 20))]
    ann, ben, cal = answer(**parts([*people], Dimension.AGENT)).parts
    step = Change(difference=1.0, relative=0.1, verdict=Step.HIGHER)
    gone = replace(cal, key=("Eve",), label="Eve", figure=figure(None, 0))
    told = (
        replace(ann, previous=figure(50.0, 44), change=step),
        replace(ben, previous=figure(50.0, 9), change=step),
        replace(cal, previous=figure(50.0, 3), change=step),
        replace(gone, previous=figure(50.0, 4)),
    )
    result = merged(answer(parts=told, split=(Dimension.AGENT,)))
    assert [part.label for part in result.parts] == ["Ann", "Ben", "Cal"]
    assert [part.previous and part.previous.n for part in result.parts] == [44, 9, None]
    assert [bool(part.change) for part in result.parts] == [True, True, False]
    # Three alone could be told by subtraction, so the next smallest goes along.
    alone = merged(answer(parts=told[:3], split=(Dimension.AGENT,)))
    assert [part.previous and part.previous.n for part in alone.parts] == [44, None, None]


SMALL = [("One", figure(60.0, 40)), ("Two", figure(90.0, 4)), ("Three", figure(10.0, 2))]


@pytest.mark.parametrize(
    ("key", "split", "agents", "few"),
    [
        ("frt", Dimension.TEAM, (), True),
        ("volume", Dimension.TEAM, (), False),
        ("frt", Dimension.CHANNEL, (), False),
        ("frt", Dimension.CHANNEL, ("7",), True),
        ("volume", Dimension.CHANNEL, ("7",), True),
    ],
)
def test_parts_that_tell_of_peoples_work_are_merged_whatever_they_are_split_by(
    key: str, split: Dimension, agents: tuple[str, ...], *, few: bool
) -> None:
    asked = replace(question(*agents, split=(split,)), metric=key)
    result = merged(answer(key, **{**parts(SMALL, split), "query": asked}))
    assert [part.label for part in result.parts][1:] == (
        ["(fewer than 5)"] if few else ["Two", "Three"]
    )


def explanation(dimension: Dimension, *sizes: tuple[int, int]) -> Explanation:
    """Parts with so many rows before and now, each slower by its number."""
    told = tuple(
        Shift(
            label=f"Part {at}",
            old=Side(Fraction(60 * old), Fraction(old), old),
            new=Side(Fraction(90 * new), Fraction(new), new),
            rate=Fraction(at + 1),
        )
        for at, (old, new) in enumerate(sizes)
    )
    carrier = Carrier(ticket="12", amount=60.0, adds=Fraction(1))
    return Explanation(
        result=answer(), dimension=dimension, counts=False, parts=told, tickets=(carrier,)
    )


def test_small_parts_of_an_explanation_become_one_and_its_sums_stay() -> None:
    before = explanation(Dimension.TEAM, (40, 40), (4, 2), (1, 3), (2, 9))
    after = merged_why(before)
    assert [part.label for part in after.parts] == ["Part 0", "Part 3", "(fewer than 5)"]
    assert (after.whole.both, after.whole.new) == (before.whole.both, before.whole.new)
    assert after.tickets == before.tickets


def test_of_other_splits_no_small_group_of_people_is_named() -> None:
    told = explanation(Dimension.CHANNEL, (40, 40), (4, 4))
    named = tuple((split, part) for split in ("team", "category") for part in told.parts)
    after = merged_why(replace(told, also=named))
    assert [(split, part.label) for split, part in after.also] == [
        ("team", "Part 0"),
        ("category", "Part 0"),
        ("category", "Part 1"),
    ]


def test_tickets_of_a_part_that_is_merged_are_not_named() -> None:
    assert merged_why(explanation(Dimension.TEAM, (3, 3), (40, 40))).tickets == ()


def test_an_explanation_that_tells_of_no_people_stays_as_it_is() -> None:
    channels = explanation(Dimension.CHANNEL, (3, 3), (40, 40))
    assert merged_why(channels) == channels
    teams = explanation(Dimension.TEAM, (5, 5), (40, 40))
    assert merged_why(teams) == teams


def named(folder: Path, members: Members = nobody, **given: str) -> Policy:
    """The policy of a bot with these settings."""
    with desk.services(desk.settings(folder, **given), tickets=0) as services:
        return policy(replace(services, members=members))


def test_the_settings_name_who_is_who(tmp_path: Path) -> None:
    found = named(
        tmp_path,
        DESKPULSE_LEADS="ULEAD",
        DESKPULSE_ADMINS="UADMIN",
        DESKPULSE_LEAD_CHANNELS="CLEADS",
        DESKPULSE_AGENT_IDS="UAGENT = 7, ULEAD=8",
    )
    assert found == NAMED


def test_whoever_is_in_a_named_user_group_has_its_role(tmp_path: Path) -> None:
    groups = {"SLEADS": frozenset({"UANN", "UBEN"}), "SOPS": frozenset({"UOPS"})}
    given = {"DESKPULSE_LEADS": "SLEADS, UCAT", "DESKPULSE_ADMINS": "SOPS"}
    rules = named(tmp_path, groups.__getitem__, **given)
    roles = [rules.role(person) for person in ("UANN", "UBEN", "UCAT", "UOPS", "UEVE")]
    assert roles == [Role.LEAD, Role.LEAD, Role.LEAD, Role.ADMIN, Role.ANYONE]


@pytest.mark.parametrize(("what", "role"), [(What.SPLIT, Role.ANYONE), (What.TARGET, Role.ANYONE)])
def test_a_group_that_cannot_be_read_lets_nobody_in(tmp_path: Path, what: What, role: Role) -> None:
    rules = named(tmp_path, DESKPULSE_LEADS="SLEADS")
    assert rules.role("UANN") is role
    assert rules.verdict(role, Place.PUBLIC, what) is NO
