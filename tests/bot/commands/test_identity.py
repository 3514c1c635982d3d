"""I am Ana Lopez: said by that person, confirmed by a lead or an administrator, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.access import Role, policy
from bot.commands.identity import confirmers
from bot.commands.kpi import answer
from bot.deliveries.payload import load
from bot.services import Services
from bot.talk import Audience, Reach, Reply, Request
from bot.workspace import FixedWorkspace, Person
from metrics.errors import AskError
from metrics.posting.deliveries import Delivery
from metrics.sources.claims import Claim, Decision
from metrics.tickets.records import Dimension
from tests.bot import desk

ANA, BEN, LEAD, ADMIN = "U1ANA", "U2BEN", "ULEAD", "UADMIN"
SET = {"DESKPULSE_LEADS": LEAD, "DESKPULSE_ADMINS": ADMIN, "DESKPULSE_AGENT_IDS": "USET = a9"}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, **SET)) as made:
        yield made


def say(services: Services, words: str, person: str = ANA) -> Reply:
    return answer(Request(words=words, person=person, channel="C1"), services)


def name(services: Services, agent: str = "a2") -> str:
    return services.asker.directory().label(Dimension.AGENT, agent)


def claim(services: Services, person: str = ANA) -> Claim:
    found = services.claims.of(person)
    assert found is not None
    return found


def notices(services: Services) -> list[tuple[str, str]]:
    """Who is written to, and what, as text and blocks."""
    told = list[Delivery]()
    while (each := services.outbox.claim(desk.NOW)) is not None:
        services.outbox.mark_sending(each, desk.NOW)
        services.outbox.mark_posted(each, "D1", f"{len(told)}.5", desk.NOW)
        told.append(each)
    replies = ((each.channel, load(each.payload or "", None)) for each in told)
    return [(to, f"{reply.text} {reply.head}") for to, reply in replies]


@pytest.mark.parametrize(
    "form", ["i am {}", "I am {}", "i'm {}", "i am agent {}", "I\u2019m {}", 'i am "{}"']
)
def test_it_is_said_by_name_and_a_named_administrator_is_asked(
    services: Services, form: str
) -> None:
    reply = say(services, form.format(name(services)))
    assert reply.audience is Audience.ME
    assert "Until then your own figures are not shown" in reply.text
    assert (claim(services).agent, claim(services).decision) == ("a2", Decision.OPEN)
    ((to, question),) = notices(services)
    assert to == ADMIN
    assert ANA in question
    for button in (f"confirm agent {claim(services).id}", f"refuse agent {claim(services).id}"):
        assert button in question


def test_until_it_is_confirmed_they_see_no_figures_of_their_own(services: Services) -> None:
    say(services, "i am agent a2")
    with pytest.raises(AskError, match="which agent you are"):
        say(services, "my frt")
    assert policy(services).role(ANA) is Role.ANYONE
    say(services, f"confirm agent {claim(services).id}", ADMIN)
    assert policy(services).role(ANA) is Role.AGENT
    assert say(services, "my frt").audience is Audience.ME


def test_each_decision_is_kept_in_the_audit_trail_and_told_to_the_person(
    services: Services,
) -> None:
    for verb, allowed in (("refuse", False), ("confirm", True)):
        say(services, "i am agent a2")
        notices(services)
        say(services, f"{verb} agent {claim(services).id}", LEAD)
        look = services.looks.since(0)[-1]
        assert (look.person, look.allowed) == (LEAD, allowed)
        assert look.phrase == f"{ANA} is agent {name(services)}"
        ((to, told),) = notices(services)
        assert to == ANA
        assert ("confirmed that" if allowed else "did not confirm") in told
        services = replace(services, now=lambda: desk.NOW + 1)


def test_nobody_else_decides_and_an_administrator_not_for_themselves(services: Services) -> None:
    say(services, "i am agent a2")
    for person in (ANA, BEN):
        with pytest.raises(AskError, match="only leads and administrators confirm"):
            say(services, f"confirm agent {claim(services).id}", person)
    say(services, "i am agent a3", ADMIN)
    with pytest.raises(AskError, match="Somebody else has to confirm"):
        say(services, f"confirm agent {claim(services, ADMIN).id}", ADMIN)
    assert services.claims.agents() == {}
    with pytest.raises(AskError, match="nobody who says that"):
        say(services, "confirm agent 00000000", ADMIN)


def test_who_leads_needs_nobody_since_they_see_everybodys_figures(services: Services) -> None:
    say(services, "i am agent a2", LEAD)
    assert services.claims.agents() == {LEAD: "a2"}
    assert services.looks.since(0)[-1].person == LEAD


def test_whoever_confirms_is_told_who_is_that_agent_by_now(services: Services) -> None:
    say(services, "i am agent a2")
    say(services, f"confirm agent {claim(services).id}", ADMIN)
    notices(services)
    say(services, "i am agent a2", BEN)
    ((_, question),) = notices(services)
    assert "Mind: by now that agent is" in question
    assert ANA in question
    say(services, f"confirm agent {claim(services, BEN).id}", ADMIN)
    assert services.claims.agents() == {BEN: "a2"}


def test_the_settings_come_first(services: Services) -> None:
    with pytest.raises(AskError, match="The settings say already"):
        say(services, "i am agent a2", "USET")
    say(services, "i am agent a9")
    ((_, question),) = notices(services)
    assert "USET" in question
    with pytest.raises(AskError, match="they come first"):
        say(services, f"confirm agent {claim(services).id}", ADMIN)
    assert ANA not in policy(services).agents


def test_it_is_decided_once(services: Services) -> None:
    say(services, "i am agent a2")
    say(services, f"refuse agent {claim(services).id}", ADMIN)
    again = say(services, f"confirm agent {claim(services).id}", LEAD)
    assert again.text.startswith("Refused")
    assert services.claims.agents() == {}


def test_it_can_be_taken_back(services: Services) -> None:
    say(services, "i am agent a2")
    say(services, f"confirm agent {claim(services).id}", ADMIN)
    assert "Taken back" in say(services, "i am nobody").text
    assert services.claims.agents() == {}
    assert "nothing to take back" in say(services, "i am nobody").text


def test_who_is_that_agent_already_is_told_so(services: Services) -> None:
    say(services, "i am agent a2")
    say(services, f"confirm agent {claim(services).id}", ADMIN)
    assert "already" in say(services, "i am agent a2").text


def test_a_name_that_the_helpdesk_does_not_have_gets_near_ones(services: Services) -> None:
    known = name(services)
    with pytest.raises(AskError, match="no agent called") as refused:
        say(services, f"i am {known}x")
    assert f"i am {known}" in refused.value.suggestions


def test_an_installation_that_cannot_tell_guests_takes_no_claim(services: Services) -> None:
    request = Request(words="i am agent a2", person=ANA, channel="C1", reach=Reach.FIGURES)
    with pytest.raises(AskError, match="lack permissions"):
        answer(request, services)


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ({"DESKPULSE_ADMINS": f"{ADMIN}, {ANA}", "DESKPULSE_LEADS": LEAD}, (ADMIN,)),
        ({"DESKPULSE_ADMINS": ANA, "DESKPULSE_LEADS": LEAD}, (LEAD,)),
        ({"DESKPULSE_LEADS": LEAD}, (LEAD,)),
        ({"DESKPULSE_ADMINS": ANA}, ()),
        ({}, ("UOWNER",)),
    ],
)
def test_named_administrators_are_asked_else_leads_else_slacks_own(
    tmp_path: Path, named: dict[str, str], asked: tuple[str, ...]
) -> None:
    people = {id: Person(id, administrator=True) for id in ("UOWNER", ANA)}
    with desk.services(desk.settings(tmp_path, **named)) as made:
        services = replace(made, workspace=FixedWorkspace(people=people))
        assert confirmers(ANA, policy(services), services) == asked
        if not asked:
            with pytest.raises(AskError, match="nobody else who could confirm"):
                say(services, "i am agent a2")
