"""Who is who among several helpdesks: never by an equal id, never by an equal name alone."""

from __future__ import annotations

import pytest

from metrics.sources.identity import Identities, Member, SameTeams, identities
from metrics.tickets.records import Dimension

EU, US = "zendesk:eu", "zendesk:us"
SOURCES = {EU: "Acme EU", US: "Acme US"}


def team(source: str, id: str, name: str) -> Member:
    return Member(source=source, id=id, name=name)


def person(source: str, id: str, name: str, address: str = "") -> Member:
    return Member(source=source, id=id, name=name, address=address)


TEAMS = (team(EU, "5", "Billing"), team(US, "5", "Returns"), team(US, "9", "billing"))


def made(*people: Member, same: str = "", teams: tuple[Member, ...] = TEAMS) -> Identities:
    return identities(EU, SOURCES, teams, people, SameTeams.parse(same))


def test_overlapping_ids_are_two_teams_and_the_first_helpdesk_has_bare_keys() -> None:
    who = made()
    assert who.key(Dimension.TEAM, EU, "5") == "5"
    assert who.key(Dimension.TEAM, US, "5") == "zendesk:us/5"
    assert who.labels[Dimension.TEAM]["zendesk:us/5"] == "Returns"


def test_an_id_that_no_helpdesk_lists_is_still_that_of_its_source() -> None:
    who = made()
    assert who.key(Dimension.AGENT, US, "5") != who.key(Dimension.AGENT, EU, "5")
    assert who.label(who.key(Dimension.TEAM, US, "77")) == "77 (Acme US)"
    assert who.label("77") == "77"


def test_nobody_is_nobody_at_every_helpdesk() -> None:
    assert made().key(Dimension.AGENT, US, "") == ""


def test_same_named_teams_are_two_and_only_they_say_where_they_are_from() -> None:
    assert made().labels[Dimension.TEAM] == {
        "5": "Billing (Acme EU)",
        "zendesk:us/5": "Returns",
        "zendesk:us/9": "billing (Acme US)",
    }


def test_same_named_teams_are_proposed_to_be_one_with_what_to_write() -> None:
    (proposal,) = made().proposals
    assert proposal.words() == (
        '"Billing" is a team of Acme EU and Acme US: they count as 2 teams. If they are one, add '
        '"Billing" to DESKPULSE_SAME_TEAMS.'
    )


def test_a_setting_makes_same_named_teams_one_which_is_then_called_by_its_name_alone() -> None:
    who = made(same="billing")
    assert who.key(Dimension.TEAM, US, "9") == who.key(Dimension.TEAM, EU, "5") == "5"
    assert who.labels[Dimension.TEAM] == {"5": "Billing", "zendesk:us/5": "Returns"}
    assert who.proposals == ()


@pytest.mark.parametrize("same", ["Billing = Returns", "zendesk:eu/5 = zendesk:us/5"])
def test_a_setting_joins_teams_of_other_names_or_by_their_keys(same: str) -> None:
    who = made(same=same)
    assert who.key(Dimension.TEAM, US, "5") == "5"
    assert "Returns" in who.others[Dimension.TEAM]["5"]


def test_a_setting_without_a_name_says_how_it_is_written() -> None:
    with pytest.raises(ValueError, match="lacks a name; write it like"):
        SameTeams.parse("Billing = ; Front line")


def test_two_teams_of_one_helpdesk_with_one_name_are_not_its_to_propose() -> None:
    who = made(teams=(team(EU, "5", "Billing"), team(EU, "6", "Billing")))
    assert set(who.labels[Dimension.TEAM].values()) == {"Billing"}
    assert who.proposals == ()


def test_people_are_one_by_an_equal_address_and_never_by_an_equal_id_or_name() -> None:
    who = made(
        *(person(EU, "1", "Ann", "a"), person(US, "1", "Bob", "b")),
        *(person(US, "2", "Ann L", "a"), person(EU, "3", "Zoe"), person(US, "3", "Zoe")),
    )
    assert who.key(Dimension.AGENT, US, "2") == who.key(Dimension.AGENT, EU, "1") == "1"
    assert who.labels[Dimension.AGENT] == {
        "1": "Ann",
        "3": "Zoe (Acme EU)",
        "zendesk:us/1": "Bob",
        "zendesk:us/3": "Zoe (Acme US)",
    }


def test_an_address_that_one_helpdesk_gives_two_people_joins_nobody() -> None:
    who = made(person(EU, "1", "Ann", "a"), person(EU, "2", "Ben", "a"), person(US, "7", "A", "a"))
    assert who.one[Dimension.AGENT] == {}


def test_a_team_is_retired_where_each_helpdesk_that_had_it_deleted_it() -> None:
    old = Member(source=EU, id="5", name="Billing", is_active=False)
    assert made(teams=(old, team(US, "5", "Returns"))).retired == {"5"}
    joined = made(teams=(old, team(US, "9", "Billing")), same="Billing")
    assert joined.retired == set()
    gone = Member(source=US, id="9", name="Billing", is_active=False)
    assert made(teams=(old, gone), same="Billing").retired == {"5"}
