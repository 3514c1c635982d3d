"""Who may see and do what, and where."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.access import (
    CHANGES,
    REFUSALS,
    VIEWS,
    ChannelKind,
    Policy,
    ReadableNames,
    Role,
    Verdict,
    View,
    What,
    open_work,
    policy,
)
from bot.grammar import parse
from bot.services import Members, nobody
from metrics.ask import Owner
from metrics.periods import Period
from metrics.question.query import Directory, Filter, Query
from metrics.tickets.records import Dimension
from tests.bot import desk

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
    (Role.LEAD, What.WORK): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.FILE): (ALONE, ALONE, ALONE, ALONE),
    (Role.LEAD, What.TARGET): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.SCHEDULE): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.ALERT): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.NOTE): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.IDENTITY): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.CORE): (HERE, HERE, HERE, HERE),
    (Role.LEAD, What.IMPORT): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.METRIC): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.SPLIT): (NO, NO, NO, NO),
    (Role.ADMIN, What.PERSON): (NO, NO, NO, NO),
    (Role.ADMIN, What.OWN): (ALONE, ALONE, ALONE, ALONE),
    (Role.ADMIN, What.LIST): (ALONE, ALONE, ALONE, ALONE),
    (Role.ADMIN, What.WORK): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.FILE): (ALONE, ALONE, ALONE, ALONE),
    (Role.ADMIN, What.TARGET): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.SCHEDULE): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.ALERT): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.NOTE): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.IDENTITY): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.CORE): (HERE, HERE, HERE, HERE),
    (Role.ADMIN, What.IMPORT): (HERE, HERE, HERE, HERE),
    (Role.AGENT, What.METRIC): (HERE, HERE, HERE, HERE),
    (Role.AGENT, What.SPLIT): (NO, NO, NO, NO),
    (Role.AGENT, What.PERSON): (NO, NO, NO, NO),
    (Role.AGENT, What.OWN): (ALONE, ALONE, ALONE, ALONE),
    (Role.AGENT, What.LIST): (ALONE, ALONE, ALONE, ALONE),
    (Role.AGENT, What.WORK): (HERE, HERE, HERE, HERE),
    (Role.AGENT, What.FILE): (ALONE, ALONE, ALONE, ALONE),
    (Role.AGENT, What.TARGET): (NO, NO, NO, NO),
    (Role.AGENT, What.SCHEDULE): (NO, NO, NO, NO),
    (Role.AGENT, What.ALERT): (NO, NO, NO, NO),
    (Role.AGENT, What.NOTE): (NO, NO, NO, NO),
    (Role.AGENT, What.IDENTITY): (NO, NO, NO, NO),
    (Role.AGENT, What.CORE): (NO, NO, NO, NO),
    (Role.AGENT, What.IMPORT): (NO, NO, NO, NO),
    (Role.ANYONE, What.METRIC): (HERE, HERE, HERE, HERE),
    (Role.ANYONE, What.SPLIT): (NO, NO, NO, NO),
    (Role.ANYONE, What.PERSON): (NO, NO, NO, NO),
    (Role.ANYONE, What.LIST): (ALONE, ALONE, ALONE, ALONE),
    (Role.ANYONE, What.WORK): (HERE, HERE, HERE, HERE),
    (Role.ANYONE, What.FILE): (ALONE, ALONE, ALONE, ALONE),
    (Role.ANYONE, What.TARGET): (NO, NO, NO, NO),
    (Role.ANYONE, What.SCHEDULE): (NO, NO, NO, NO),
    (Role.ANYONE, What.ALERT): (NO, NO, NO, NO),
    (Role.ANYONE, What.NOTE): (NO, NO, NO, NO),
    (Role.ANYONE, What.IDENTITY): (NO, NO, NO, NO),
    (Role.ANYONE, What.CORE): (NO, NO, NO, NO),
    (Role.ANYONE, What.IMPORT): (NO, NO, NO, NO),
}
CASES = [
    pytest.param(role, place, what, verdict, id=f"{role}, {place}, {what}")
    for (role, what), verdicts in TABLE.items()
    for place, verdict in zip(ChannelKind, verdicts, strict=True)
]
CLOSED = {
    **dict.fromkeys((What.METRIC, What.WORK), HERE),
    **dict.fromkeys((What.OWN, What.LIST, What.FILE), ALONE),
    **dict.fromkeys((What.SPLIT, What.PERSON, *CHANGES), NO),
}
"""What anybody gets where nobody is named, wherever they ask."""


def question(*agents: str, split: tuple[Dimension, ...] = ()) -> Query:
    where = (Filter(Dimension.AGENT, agents),) if agents else ()
    return Query(metric="frt", period=Period.of("last week"), where=where, split=split)


@pytest.mark.parametrize(("role", "place", "what", "verdict"), CASES)
def test_each_role_place_and_wish_gets_what_is_written(
    role: Role, place: ChannelKind, what: What, verdict: Verdict
) -> None:
    assert NAMED.verdict(role, place, what) is verdict


def test_the_table_is_whole_but_for_own_figures_of_no_agent() -> None:
    assert set(product(Role, What)) - set(TABLE) == {(Role.ANYONE, What.OWN)}


@pytest.mark.parametrize(("place", "what"), list(product(ChannelKind, What)))
def test_where_nobody_is_named_people_see_their_own_figures_and_change_nothing(
    place: ChannelKind, what: What
) -> None:
    assert NOBODY.verdict(NOBODY.role("UOTHER"), place, what) is CLOSED[what]


@pytest.mark.parametrize("what", list(What))
def test_until_somebody_is_named_slacks_own_administrators_make_changes(what: What) -> None:
    role = NOBODY.role("UOPS", administrator=True)
    assert NOBODY.verdict(role, ChannelKind.PUBLIC, what) is (
        HERE if what in CHANGES else CLOSED[what]
    )
    for rules in (Policy(leads=frozenset({"ULEAD"})), Policy(admins=frozenset({"UADMIN"}))):
        role = rules.role("UOPS", administrator=True)
        assert rules.verdict(role, ChannelKind.PUBLIC, what) is CLOSED[what]


@pytest.mark.parametrize("what", [What.SPLIT, What.PERSON, *sorted(CHANGES)])
def test_a_refusal_says_who_can_name_somebody_where_nobody_is(what: What) -> None:
    setting = "DESKPULSE_ADMINS" if what in CHANGES else "DESKPULSE_LEADS"
    assert setting in NOBODY.refusal(what)
    assert "whoever runs Deskpulse names" in NOBODY.refusal(what).replace("Who", "who")
    assert "DESKPULSE" not in NAMED.refusal(what)
    only = Policy(admins=frozenset({"UADMIN"}))
    assert ("DESKPULSE_LEADS" in only.refusal(what)) is (what not in CHANGES)


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
    ChannelKind.PUBLIC: "C1",
    ChannelKind.PRIVATE: "G1",
    ChannelKind.LEADS: "CLEADS",
    ChannelKind.DIRECT: "D1",
}


@pytest.mark.parametrize(("role", "dimension"), list(product(Role, Dimension)))
def test_only_a_split_by_agent_is_for_leads(role: Role, dimension: Dimension) -> None:
    agents = dimension is Dimension.AGENT
    for split in ((dimension,), (Dimension.CHANNEL, dimension), (dimension, Dimension.TEAM)):
        what = NAMED.people(question(split=split), PERSONS[role])
        for place, channel in CHANNELS.items():
            wanted = TABLE[role, What.SPLIT if agents else What.METRIC]
            verdict = NAMED.verdict(role, NAMED.place(channel), what)
            assert verdict is wanted[list(ChannelKind).index(place)]


@pytest.mark.parametrize(("role", "place"), list(product(Role, ChannelKind)))
def test_tickets_are_linked_only_where_nobody_else_reads(role: Role, place: ChannelKind) -> None:
    for rules in (NAMED, NOBODY):
        assert rules.lists(PERSONS[role], CHANNELS[place]) is (place is ChannelKind.DIRECT)
        assert rules.lists(PERSONS[role], CHANNELS[place], alone=True)


def test_administrators_alone_keep_targets_and_see_no_figures_of_people() -> None:
    only = Policy(admins=frozenset({"UADMIN"}))
    assert only.verdict(Role.ANYONE, ChannelKind.PUBLIC, What.TARGET) is NO
    assert only.verdict(Role.ANYONE, ChannelKind.PUBLIC, What.SPLIT) is NO


def test_whatever_is_refused_has_a_sentence_that_says_who_may() -> None:
    refused = {what for (_, what), verdicts in TABLE.items() if NO in verdicts}
    assert set(REFUSALS) == refused
    assert all("lead" in sentence for sentence in REFUSALS.values())


def test_people_have_the_strongest_role_they_are_named_for() -> None:
    roles = [NAMED.role(person) for person in ("ULEAD", "UADMIN", "UAGENT", "UOTHER")]
    assert roles == [Role.LEAD, Role.ADMIN, Role.AGENT, Role.ANYONE]


def test_a_channel_that_says_nothing_of_itself_is_public() -> None:
    places = [NAMED.place(channel) for channel in ("C1", "G1", "CLEADS", "D1", "U1", "")]
    direct = ChannelKind.DIRECT
    assert places == [
        ChannelKind.PUBLIC,
        ChannelKind.PRIVATE,
        ChannelKind.LEADS,
        direct,
        direct,
        ChannelKind.PUBLIC,
    ]


def test_only_ones_own_figures_alone_are_ones_own() -> None:
    by_agent = (Dimension.AGENT,)
    assert NAMED.people(question("7"), "UAGENT") is What.OWN
    assert NAMED.people(question("7", split=by_agent), "UAGENT") is What.OWN
    assert NAMED.people(question("7", "9"), "UAGENT") is What.PERSON
    assert NAMED.people(question("9"), "UAGENT") is What.PERSON
    assert NAMED.people(question("7"), "UOTHER") is What.PERSON
    assert NAMED.people(question(split=by_agent), "UAGENT") is What.SPLIT
    assert NAMED.people(question(), "UAGENT") is What.METRIC


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
    assert rules.verdict(role, ChannelKind.PUBLIC, what) is NO


def test_whose_names_stand_in_lists() -> None:
    everybody, own, nobody_ = (NAMED.names(person) for person in ("ULEAD", "UAGENT", "UOTHER"))
    rows = [{"ticket": id, "agent": Owner(id, f"Agent {id}")} for id in ("7", "8")]

    def read(names: ReadableNames) -> list[object]:
        return [names.row(row)["agent"] for row in rows]

    assert (read(everybody), everybody.note) == (["Agent 7", "Agent 8"], "")
    assert (read(own), "Names of other agents are left out" in own.note) == (["Agent 7", ""], True)
    assert (read(nobody_), "Names of agents are left out" in nobody_.note) == (["", ""], True)
    assert "DESKPULSE_LEADS" in NOBODY.names("UOTHER").note


@pytest.mark.parametrize(
    ("words", "open_"),
    [
        ("backlog", True),
        ("aging email", True),
        ("backlog this week", True),
        ("oldest", True),
        ("backlog last month", False),
        ("frt", False),
        ("volume today", False),
        ("solved today", False),
        ("csat", False),
    ],
)
def test_open_work_is_what_is_open_now(words: str, *, open_: bool) -> None:
    query = parse(words, Directory())
    assert open_work(query, desk.NOW, ZoneInfo("Europe/Berlin")) is open_
