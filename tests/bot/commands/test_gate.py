"""The gate that every answer about people goes through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.grammar import parse, render
from bot.services import Services
from bot.talk import Audience, Reply, Request
from bot.workspace import CannotCheckError, FixedWorkspace, Person
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Age, Level
from metrics.errors import AskError, PeopleError, StoreError
from metrics.question.query import Filter, Query
from metrics.store.books.audit import Looks
from metrics.tickets.records import Dimension
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    chosen = desk.settings(
        tmp_path,
        DESKPULSE_LEADS="ULEAD",
        DESKPULSE_ADMINS="UADMIN",
        DESKPULSE_LEAD_CHANNELS="CLEADS",
        DESKPULSE_AGENT_IDS="UAGENT = a2",
    )
    with desk.services(chosen) as made:
        yield made


def say(services: Services, words: str, person: str, channel: str = "C1") -> Reply:
    return answer(Request(words=words, person=person, channel=channel), services)


def own(services: Services, words: str = "frt last month") -> str:
    (agent,) = services.settings.agent_ids().values()
    plain = parse(words, services.asker.directory())
    where = (Filter(Dimension.AGENT, (agent,)),)
    named = Query(metric=plain.metric, period=plain.period, where=where)
    return render(named, services.asker.directory())


def test_a_lead_sees_people_alone_and_in_a_channel_for_leads_with_all(services: Services) -> None:
    assert say(services, "frt by agent", "ULEAD").audience is Audience.ME
    assert say(services, "frt by agent", "ULEAD", "CLEADS").audience is Audience.CHANNEL
    assert say(services, "oldest by agent", "ULEAD", "CLEADS").audience is Audience.ME


def test_an_agent_sees_their_own_figures_alone(services: Services) -> None:
    assert say(services, own(services), "UAGENT").audience is Audience.ME


@pytest.mark.parametrize("words", ["my frt", "frt me", "my tickets", "my backlog csv"])
def test_my_figures_are_ones_own_and_private_and_nobody_is_given_those_of_all(
    services: Services, words: str
) -> None:
    mine = say(services, words, "UAGENT")
    assert mine.audience is Audience.ME
    (look,) = services.looks.since(0)
    (agent,) = services.settings.agent_ids().values()
    name = services.asker.directory().label(Dimension.AGENT, agent)
    assert (look.person, look.allowed, name in look.phrase) == ("UAGENT", True, True)
    with pytest.raises(AskError, match="Say /kpi i am") as refused:
        say(services, words, "UOTHER")
    assert refused.value.suggestions
    assert "agent" not in refused.value.suggestions[0]


@pytest.mark.parametrize("words", ["frt by agent", "frt by agent csv", "frt by agent list"])
def test_others_are_told_why_not_and_who_may(services: Services, words: str) -> None:
    with pytest.raises(AskError, match="for leads and for that agent alone"):
        say(services, words, "UADMIN", "CLEADS")


def test_no_way_round_leads_to_the_figures(services: Services) -> None:
    kept = say(services, own(services), "ULEAD").receipt
    baseline = f"baseline {own(services, 'frt')}"
    for words in (f"receipt {kept}", f"share {kept}", f"re:{kept} last week", baseline):
        with pytest.raises(AskError, match="for leads and for that agent alone"):
            say(services, words, "UOTHER")


def test_what_people_see_is_shared_by_a_lead_among_leads_only(services: Services) -> None:
    kept = say(services, "frt by agent", "ULEAD").receipt
    assert say(services, f"share {kept}", "ULEAD", "CLEADS").audience is Audience.CHANNEL
    with pytest.raises(AskError, match="do not share"):
        say(services, f"share {kept}", "ULEAD")


def test_each_look_is_kept_and_other_questions_are_not(services: Services) -> None:
    say(services, "frt email", "ULEAD")
    say(services, "frt by agent", "ULEAD")
    with pytest.raises(AskError):
        say(services, "frt by agent", "UOTHER")
    looks = services.looks.since(0)
    assert [(look.person, look.channel, look.phrase, look.allowed) for look in looks] == [
        ("ULEAD", "C1", "frt 17..23 nov 2026 by agent", True),
        ("UOTHER", "C1", "frt 17..23 nov 2026 by agent", False),
    ]


MEASURED = [key for key, metric in CATALOGUE.items() if not isinstance(metric, Level | Age)]
OPEN = [key for key, metric in CATALOGUE.items() if isinstance(metric, Level | Age)]
LISTED = ("{} last 90 days list", "{} last 90 days worst 10", "{} last 90 days csv")
BESIDE = (
    *("frt last 90 days", "frt by team", "frt why", "resolution explain", "oldest", "standup"),
    *("digest weekly", "digest standup", "baseline frt", "benchmark frt", "define frt", "targets"),
    *("alerts", "schedules", "notes", "help", "sources", "frt last 90 days vs last month csv"),
    *("backlog last month list", "oldest last month list", "backlog vs last year csv"),
)
"""Whatever else can be asked that shows something measured, or may come to do so."""
CHANGING = (
    *("target frt email 4h", "schedule weekly monday 9:00", "alert frt above 4h", 'note "sale"'),
)
"""What changes something for everybody, once for each kind of thing."""
NAME = re.compile(r"\ba\d{1,2}\b")
"""How the agents of these tickets are called."""


class Away(FixedWorkspace):
    """A workspace that cannot be asked now."""

    def person(self, id: str) -> Person:
        """Nobody can tell."""
        raise CannotCheckError


def names(reply: Reply) -> set[str]:
    """The agents that a reply names, in whatever form: blocks, text, alt text, table, file."""
    bare = replace(reply, picture=replace(reply.picture, png=b"") if reply.picture else None)
    return set(NAME.findall(f"{bare!r}{written(reply)}"))


def written(reply: Reply) -> str:
    """What stands in the file of a reply."""
    if reply.file is None:
        return ""
    reply.file.content.seek(0)
    return reply.file.content.read().decode()


def tried(services: Services, words: str, person: str) -> Reply | None:
    """What somebody gets; None where nobody can be answered."""
    try:
        return say(services, words, person)
    except AskError:
        return None


def listed(services: Services, keys: Sequence[str], person: str) -> set[str]:
    """The agents that somebody reads of in the lists of these measures."""
    replies = [tried(services, words.format(key), person) for key in keys for words in LISTED]
    answered = [reply for reply in replies if reply and (reply.listing or reply.file)]
    assert len(answered) > len(keys)
    return set().union(*map(names, answered))


def test_no_list_and_no_file_shows_a_plain_member_who_has_what_was_measured(
    services: Services,
) -> None:
    assert listed(services, MEASURED, "UOTHER") == set()
    assert not services.looks.since(0)


@pytest.mark.parametrize("words", BESIDE)
def test_nothing_else_names_an_agent_to_a_plain_member(services: Services, words: str) -> None:
    reply = tried(services, words, "UOTHER")
    assert reply is None or not names(reply)


def test_a_list_says_that_owners_are_left_out(services: Services) -> None:
    listing, file = (
        say(services, "frt last 90 days list", "UOTHER"),
        say(services, "frt last 90 days csv", "UOTHER"),
    )
    assert "Owner" not in str(listing.listing)
    for reply in (listing, file):
        assert "Names of agents are left out" in str((reply.head, reply.tail))
    # For machines every file has the same columns.
    assert "agent" in written(file).splitlines()[0].split(",")


def test_an_agent_reads_only_their_own_name_and_a_lead_all(services: Services) -> None:
    (own,) = services.settings.agent_ids().values()
    assert listed(services, ["frt", "resolution"], "UAGENT") == {own}
    assert len(listed(services, ["frt", "resolution"], "ULEAD")) > 10


def test_each_list_that_names_people_is_kept(services: Services) -> None:
    for person in ("ULEAD", "UAGENT", "UOTHER"):
        say(services, "frt csv", person)
        say(services, "frt worst 10", person)
        say(services, "backlog list", person)
    assert [(look.person, look.phrase, look.allowed) for look in services.looks.since(0)] == [
        ("ULEAD", "frt 17..23 nov 2026 csv", True),
        ("ULEAD", "frt 17..23 nov 2026 worst 10", True),
        ("UAGENT", "frt 17..23 nov 2026 csv", True),
        ("UAGENT", "frt 17..23 nov 2026 worst 10", True),
    ]


def test_who_has_an_open_ticket_is_for_every_member(services: Services) -> None:
    for key in ("backlog", "aging", "oldest"):
        assert key in OPEN
        assert names(say(services, f"{key} list", "UOTHER"))
        assert names(say(services, f"{key} csv", "UOTHER"))
    # How many one agent has is a figure of theirs, and who had what then is no work of today.
    with pytest.raises(AskError, match="for leads and for that agent alone"):
        say(services, own(services, "backlog"), "UOTHER")
    then = "backlog last month list"
    assert names(say(services, then, "ULEAD"))
    assert not names(say(services, then, "UOTHER"))


def test_whoever_forgets_the_gate_learns_nothing_of_people(services: Services) -> None:
    query = parse("frt last 90 days by agent", services.asker.directory())
    with pytest.raises(PeopleError):
        services.asker.answer(query, desk.NOW)
    rows = services.asker.tickets(replace(query, split=()), desk.NOW)
    owners = [str(row["agent"]) for row in rows]
    assert owners
    assert not any(owners)


class TestNobodyIsNamed:
    """What a new installation does, of which nobody has said who leads."""

    @pytest.fixture
    def services(self, tmp_path: Path) -> Iterator[Services]:
        people = {"UOPS": Person("UOPS", administrator=True)}
        chosen = desk.settings(tmp_path, DESKPULSE_AGENT_IDS="UAGENT = a2")
        with desk.services(chosen) as made:
            yield replace(made, workspace=FixedWorkspace(people=people))

    @pytest.mark.parametrize("person", ["UAGENT", "UOPS", "UOTHER"])
    def test_nobody_sees_the_figures_of_others(self, services: Services, person: str) -> None:
        for words in ("frt by agent", "frt agent a38", "frt by agent csv"):
            with pytest.raises(AskError, match="names them in DESKPULSE_LEADS"):
                say(services, words, person)
        own = {"a2"} if person == "UAGENT" else set()
        assert listed(services, ["frt", "resolution", "volume"], person) == own
        assert "DESKPULSE_LEADS" in str(say(services, "frt last 90 days list", person).tail)

    def test_ones_own_figures_are_ones_own(self, services: Services) -> None:
        assert say(services, "frt agent a2 last 90 days", "UAGENT").audience is Audience.ME

    @pytest.mark.parametrize("words", CHANGING)
    def test_changes_are_for_slacks_own_administrators(
        self, services: Services, words: str
    ) -> None:
        with pytest.raises(AskError, match="DESKPULSE_LEADS and DESKPULSE_ADMINS"):
            say(services, words, "UOTHER")
        assert say(services, words, "UOPS").text

    @pytest.mark.parametrize("words", CHANGING)
    def test_where_slack_cannot_be_asked_that_is_said(self, services: Services, words: str) -> None:
        with pytest.raises(CannotCheckError, match="ask again in a minute"):
            say(replace(services, workspace=Away()), words, "UOPS")
        assert say(replace(services, workspace=Away()), "frt", "UOPS").text

    def test_what_exists_goes_on_and_is_taken_on_by_members(self, services: Services) -> None:
        for words in CHANGING:
            say(services, words, "UOPS")
        (alert,) = services.alerts.all()
        (schedule,) = services.schedules.all()
        with pytest.raises(AskError, match="It is not firing"):
            say(services, f"alert ack {alert.alert.id}", "UOTHER")
        assert say(services, f"alert snooze {alert.alert.id} 1h", "UOTHER").text
        for words in (f"alert delete {alert.alert.id}", f"schedule pause {schedule.id}"):
            with pytest.raises(AskError, match="DESKPULSE_ADMINS"):
                say(services, words, "UOTHER")
        assert "sale" in say(services, "notes", "UOTHER").text


def test_a_look_that_cannot_be_kept_shows_nothing(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("The database is away.")

    monkeypatch.setattr(Looks, "keep", broken)
    for words in ("frt by agent", "frt csv"):
        with pytest.raises(StoreError):
            say(services, words, "ULEAD")


def test_targets_are_set_by_leads_and_administrators_and_read_by_all(services: Services) -> None:
    with pytest.raises(AskError, match="only leads and administrators"):
        say(services, "target frt email 4h", "UOTHER")
    assert "4h" in say(services, "target frt email 4h", "UADMIN").text
    assert "4h" in say(services, "targets", "UOTHER").text


@pytest.mark.parametrize(
    "words",
    [
        "alert frt agent a5 above 4h",
        "alert frt by agent above 4h",
        "alert drift frt agent a5",
        "alert growing agent a5",
        "digest weekly agent a5",
        "schedule weekly agent a5",
        "standup agent a5",
        "standup by agent",
    ],
)
@pytest.mark.parametrize("person", ["UOTHER", "ULEAD"])
def test_a_refused_wish_about_a_person_is_kept_whatever_its_form(
    services: Services, words: str, person: str
) -> None:
    with pytest.raises(PeopleError):
        say(services, words, person)
    (look,) = services.looks.since(0)
    assert (look.person, look.phrase, look.allowed) == (person, words, False)


@pytest.mark.parametrize("words", ["alert frt abov 4h", "digest weekly ags", "standup nowhere"])
def test_what_nobody_can_read_is_no_look(services: Services, words: str) -> None:
    with pytest.raises(AskError):
        say(services, words, "UOTHER")
    assert services.looks.since(0) == ()


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("frt by agent last month", "frt last month by team"),
        ("solved by agent by channel last month", "solved last month by team and channel"),
    ],
)
def test_who_may_not_see_people_is_offered_teams(
    services: Services, words: str, groups: str
) -> None:
    with pytest.raises(AskError, match="single people") as refused:
        say(services, words, "UAGENT")
    (offered,) = refused.value.suggestions
    directory = services.asker.directory()
    expected = services.asker.with_dates(parse(groups, directory), services.now())
    assert parse(offered, directory) == expected
