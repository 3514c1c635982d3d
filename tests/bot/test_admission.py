"""Who is one of us, and what may be told where they ask: case by case."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.access import Role, policy
from bot.admission import (
    NO_FIGURES,
    NOT_FOR_YOU,
    ONLY_YOU,
    SHARED,
    admit,
    standing_by_team,
    standing_from,
    within,
)
from bot.services import Services
from bot.talk import Audience, Origin, Reach, Reply, Request
from bot.workspace import CannotCheckError, Channel, FixedWorkspace, OwnWorkspace, Person, Standing
from metrics.errors import StoreError
from metrics.sources.claims import ADDRESS
from metrics.sources.identity import fingerprint
from metrics.store.books.visitors import Visitors
from metrics.store.tables.tickets import PersonRow, table
from tests.bench.filling import SOURCE
from tests.bot import desk

PERSON = table(PersonRow)
ANA = {"source": SOURCE, "id": "a2", "role": "agent", "name": "Ana", "active": True}
ANA |= {"changed_at": 0}

ALONE = OwnWorkspace(team="T1", app="A1")
GRID = OwnWorkspace(team="T1", organisation="E1", app="A1")
OUTSIDER, BOT = Standing.OUTSIDER, Standing.BOT

TOLD: tuple[tuple[str, OwnWorkspace, Origin, Standing | None], ...] = (
    ("nothing is said", ALONE, Origin(), None),
    ("our own team", ALONE, Origin(app="A1", team="T1"), None),
    ("another team", ALONE, Origin(app="A1", team="T2"), OUTSIDER),
    ("another organisation", ALONE, Origin(organisation="E2"), OUTSIDER),
    ("another app", ALONE, Origin(app="A2", team="T1"), BOT),
    ("an app, ours is not known", OwnWorkspace(team="T1"), Origin(app="A2", team="T1"), None),
    ("a bot of our own team", ALONE, Origin(team="T1", bot=True), BOT),
    ("a bot of another team", ALONE, Origin(team="T2", bot=True), BOT),
    ("our own team in a shared channel", ALONE, Origin(team="T1", shared=True), None),
    ("on a grid our own team", GRID, Origin(team="T1", organisation="E1"), None),
    ("on a grid another team of it", GRID, Origin(team="T3", organisation="E1"), None),
    ("on a grid the organisation itself", GRID, Origin(organisation="E1"), None),
    ("on a grid some team", GRID, Origin(team="T3"), None),
    ("on a grid another organisation", GRID, Origin(team="T4", organisation="E2"), OUTSIDER),
    ("our own workspace is not known", OwnWorkspace(), Origin(team="T1"), None),
)

UNASKED: tuple[tuple[str, OwnWorkspace, Origin, Standing | None], ...] = (
    ("our own team", ALONE, Origin(team="T1", named=True), Standing.MEMBER),
    ("another team", ALONE, Origin(team="T2", named=True), OUTSIDER),
    ("our own team, by what it came in", ALONE, Origin(team="T1"), None),
    ("nothing is said", ALONE, Origin(), None),
    (
        "on a grid another team of it",
        GRID,
        Origin(team="T3", organisation="E1", named=True),
        Standing.MEMBER,
    ),
    ("on a grid some team", GRID, Origin(team="T3", named=True), OUTSIDER),
    ("our own workspace is not known", OwnWorkspace(), Origin(team="T1", named=True), None),
)


@pytest.mark.parametrize(
    ("home", "origin", "expected"), [case[1:] for case in TOLD], ids=[case[0] for case in TOLD]
)
def test_what_comes_with_a_request_says_who_it_is_of(
    home: OwnWorkspace, origin: Origin, expected: Standing | None
) -> None:
    assert standing_from(origin, home) is expected


@pytest.mark.parametrize(
    ("home", "origin", "expected"),
    [case[1:] for case in UNASKED],
    ids=[case[0] for case in UNASKED],
)
def test_where_nobody_may_be_asked_for_only_the_team_of_the_person_counts(
    home: OwnWorkspace, origin: Origin, expected: Standing | None
) -> None:
    assert standing_by_team(origin, home) is expected


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    chosen = desk.settings(tmp_path, DESKPULSE_OPEN_CHANNELS="COPEN")
    people = {
        "U1": Person("U1"),
        "U2": Person("U2", Standing.GUEST),
        "U3": Person("U3", OUTSIDER),
        "U4": Person("U4", BOT),
    }
    channels = {id: Channel(id, shared=True) for id in ("CSHARED", "COPEN")}
    known = FixedWorkspace(people=people, channels=channels, home=ALONE)
    with desk.services(chosen, tickets=0) as made:
        yield replace(made, workspace=known)


def request(person: str = "U1", channel: str = "C1", **origin: object) -> Request:
    came = replace(Origin(app="A1", team="T1", named=True), **origin)  # type: ignore[arg-type]
    return Request(words="frt", person=person, channel=channel, origin=came)


REACHED: tuple[tuple[str, bool, Request, Reach], ...] = (
    ("a channel of our own", True, request(), Reach.ALL),
    ("a conversation with the bot", True, request(channel="U1"), Reach.ALL),
    ("a shared channel", True, request(channel="CSHARED"), Reach.ALONE),
    ("one that the event says is shared", True, request(shared=True), Reach.ALONE),
    ("a shared channel named as open", True, request(channel="COPEN"), Reach.OPEN),
    ("without the scopes", False, request(), Reach.FIGURES),
    ("without the scopes, named as open", False, request(channel="COPEN"), Reach.FIGURES),
)


@pytest.mark.parametrize(
    ("complete", "asked", "expected"),
    [case[1:] for case in REACHED],
    ids=[case[0] for case in REACHED],
)
def test_what_may_be_told_hangs_on_who_reads_along(
    services: Services, complete: bool, asked: Request, expected: Reach
) -> None:
    workspace = replace(services.workspace, complete=complete)  # type: ignore[type-var]
    assert admit(asked, replace(services, workspace=workspace)) == replace(asked, reach=expected)


@pytest.mark.parametrize("addressed", [True, False])
def test_without_the_scopes_who_is_not_named_as_one_of_us_gets_no_figures(
    services: Services, *, addressed: bool
) -> None:
    workspace = replace(services.workspace, complete=False)  # type: ignore[type-var]
    unable = replace(services, workspace=workspace)
    outcome = admit(request(named=False), unable, addressed=addressed)
    if addressed:
        assert isinstance(outcome, Reply)
        assert (outcome.text, outcome.audience) == (NO_FIGURES, Audience.ME)
    else:
        assert outcome is None


@pytest.mark.parametrize("person", ["U2", "U3"])
def test_who_is_not_one_of_us_is_told_so_once_a_day(services: Services, person: str) -> None:
    outcome = admit(request(person), services)
    assert isinstance(outcome, Reply)
    assert (outcome.text, outcome.audience) == (NOT_FOR_YOU, Audience.ME)
    assert admit(request(person), services) is None
    tomorrow = replace(services, now=lambda: desk.NOW + 86400)
    assert isinstance(admit(request(person), tomorrow), Reply)


def test_what_a_stranger_did_not_say_to_the_bot_gets_silence(services: Services) -> None:
    assert admit(request("U3"), services, addressed=False) is None
    assert isinstance(admit(request("U3"), services), Reply), "silence does not use up the day"


@pytest.mark.parametrize("asked", [request("U4"), request("U1", bot=True), request(app="A2")])
def test_bots_always_get_silence(services: Services, asked: Request) -> None:
    assert admit(asked, services) is None


def test_somebody_without_an_id_is_nobody(services: Services) -> None:
    assert admit(request(""), services) is None


class Silent(FixedWorkspace):
    """A Slack that cannot be asked."""

    def person(self, id: str) -> Person:
        raise CannotCheckError

    def channel(self, id: str) -> Channel:
        raise CannotCheckError


def test_where_slack_cannot_be_asked_that_is_said(services: Services) -> None:
    outcome = admit(request(), replace(services, workspace=Silent(home=ALONE)))
    assert isinstance(outcome, Reply)
    assert outcome.text == "I cannot check right now, ask again in a minute."
    assert outcome.audience is Audience.ME


def test_nor_is_anybody_taken_for_less_while_a_group_cannot_be_read(
    services: Services, tmp_path: Path
) -> None:
    def away(group: str) -> frozenset[str]:
        raise CannotCheckError

    named = desk.settings(tmp_path, DESKPULSE_LEADS="S0LEADS")
    outcome = admit(request(), replace(services, settings=named, members=away))
    assert isinstance(outcome, Reply)
    assert outcome.text.startswith("I cannot check right now")


def test_and_nothing_yet_where_nobody_spoke_to_the_bot(services: Services) -> None:
    away = replace(services, workspace=Silent(home=ALONE))
    with pytest.raises(CannotCheckError):
        admit(request(), away, addressed=False)
    assert admit(request(bot=True), away) is None


def test_what_slack_says_of_the_team_needs_no_asking(services: Services) -> None:
    outcome = admit(request(team="T2"), replace(services, workspace=Silent(home=ALONE)))
    assert isinstance(outcome, Reply)
    assert outcome.text == NOT_FOR_YOU


def test_where_the_store_fails_nobody_is_turned_away_twice(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> bool:
        raise StoreError("The database is away.")

    monkeypatch.setattr(Visitors, "due", broken)
    with caplog.at_level(logging.ERROR):
        assert admit(request("U3"), services) is None
    assert "U3" in caplog.text


FIGURES = Reply(text="2 h", head=({"type": "divider"},), figures=True)
NAMES = replace(FIGURES, figures=False)


@pytest.mark.parametrize(
    ("reach", "reply", "why"),
    [
        (Reach.ALL, NAMES, None),
        (Reach.OPEN, FIGURES, None),
        (Reach.OPEN, NAMES, SHARED),
        (Reach.ALONE, FIGURES, SHARED),
        (Reach.FIGURES, FIGURES, ONLY_YOU),
    ],
)
def test_a_reply_goes_as_far_as_its_request_reaches(
    reach: Reach, reply: Reply, why: str | None
) -> None:
    kept = within(replace(request(), reach=reach), reply)
    if why is None:
        assert kept is reply
        return
    assert kept.audience is Audience.ME
    assert kept.text == f"2 h {why}"
    assert why in str(kept.head[0])


def test_what_is_for_one_person_anyway_needs_no_reason() -> None:
    own = replace(FIGURES, audience=Audience.ME)
    assert within(replace(request(), reach=Reach.ALONE), own) is own


def test_who_has_an_agents_address_is_that_agent_until_they_say_otherwise(tmp_path: Path) -> None:
    address = fingerprint("ana@lumen.example")
    ana = Person("U7", address=address)
    with desk.services(desk.settings(tmp_path)) as made:
        with made.asker.store.write() as connection:
            connection.execute(insert(PERSON), [{**ANA, "address": address}])
        services = replace(made, workspace=FixedWorkspace(people={"U7": ana}))
        for _ in range(2):
            assert admit(request("U7"), services) is not None
        assert services.claims.agents() == {"U7": "a2"}
        assert policy(services).role("U7") is Role.AGENT
        claim = services.claims.of("U7")
        assert claim is not None
        assert claim.decided_by == ADDRESS
        services.claims.withdraw("U7", desk.NOW)
        admit(request("U7"), services)
        assert services.claims.agents() == {}


def test_settings_come_before_addresses(tmp_path: Path) -> None:
    address = fingerprint("ana@lumen.example")
    people = {"U7": Person("U7", address=address)}
    with desk.services(desk.settings(tmp_path, DESKPULSE_AGENT_IDS="U9=a2")) as made:
        with made.asker.store.write() as connection:
            connection.execute(insert(PERSON), [{**ANA, "address": address}])
        admit(request("U7"), replace(made, workspace=FixedWorkspace(people=people)))
        assert made.claims.agents() == {}


def test_a_match_ends_with_the_address_and_is_told_once_in_the_audit(tmp_path: Path) -> None:
    address = fingerprint("ana@lumen.example")
    people = {id: Person(id, address=address) for id in ("U7", "U8")}
    with desk.services(desk.settings(tmp_path)) as made:
        with made.asker.store.write() as connection:
            connection.execute(insert(PERSON), [{**ANA, "address": address}])
        services = replace(made, workspace=FixedWorkspace(people=people))
        for person in ("U7", "U8", "U8", "U7"):
            admit(request(person), services)
        assert services.claims.agents() == {"U7": "a2"}
        assert [look.person for look in services.looks.since(0)] == ["U7"]
        gone = {"U7": Person("U7"), "U8": people["U8"]}
        admit(request("U7"), replace(services, workspace=FixedWorkspace(people=gone)))
        assert services.claims.agents() == {}
