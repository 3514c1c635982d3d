"""Every way in, tried by a partner, a guest and one of us, in a Slack on this machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.admission import INSTALL_AGAIN, NO_FIGURES, NOT_FOR_YOU, ONLY_YOU, SHARED, SHARED_WITH
from bot.services import Services
from bot.slack.connection import web_client
from bot.slack.reception import Reception
from bot.slack.workspace import READS, SlackWorkspace
from sandbox.slack.people import ANNA, CARLA, FINN, PARTNERS, PIA, SUPPORT
from sandbox.slack.records import Message, Trouble
from sandbox.slack.server import Running
from tests import patience
from tests.bot import desk
from tests.bot.slack.talking import control, kept, phrase, reply

HERE = {PIA.id: PARTNERS.id, FINN.id: SUPPORT.id}
"""Where each of the two meets the bot."""


@pytest.fixture
def card(connected: Running) -> Message:
    """A card of ours, for anybody to press."""
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt last month")
    return reply(connected)


def command(slack: Running, person: str, card: Message) -> None:
    slack.command(person, HERE.get(person, SUPPORT.id), "/kpi", "frt")


def mention(slack: Running, person: str, card: Message) -> None:
    slack.say(person, HERE.get(person, SUPPORT.id), "@deskpulse frt by agent")


def button(slack: Running, person: str, card: Message) -> None:
    slack.press(person, card, control(card, "Tickets"))


def menu(slack: Running, person: str, card: Message) -> None:
    slack.press(person, card, "card:period", options(card)[0])


def form(slack: Running, person: str, card: Message) -> None:
    slack.command(person, HERE.get(person, SUPPORT.id), "/kpi", "schedule")


def target(slack: Running, person: str, card: Message) -> None:
    slack.command(person, HERE.get(person, SUPPORT.id), "/kpi", "target frt 1h")


def file(slack: Running, person: str, card: Message) -> None:
    slack.say(person, HERE.get(person, SUPPORT.id), "@deskpulse frt last month csv")


WAYS: tuple[Callable[[Running, str, Message], None], ...] = (
    command,
    mention,
    button,
    menu,
    form,
    target,
    file,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("person", [PIA.id, FINN.id])
def test_who_is_not_one_of_us_gets_one_polite_sentence_and_nothing_else(
    connected: Running,
    card: Message,
    reception: Reception,
    services: Services,
    person: str,
    way: Callable[[Running, str, Message], None],
) -> None:
    slack, before = connected, len(all_messages(connected))
    way(slack, person, card)
    slack.workspace.wait_for(lambda: len(said_to(slack, person)) == 1)
    way(slack, person, card)
    assert reception.pool.close(patience.SECONDS)
    assert reception.notices.close(patience.SECONDS)
    (only,) = said_to(slack, person)
    assert only.text == NOT_FOR_YOU
    own = [m for m in all_messages(slack)[before:] if m.author == person]
    assert len(all_messages(slack)) == before + 1 + len(own)
    assert slack.workspace.views.stack(person) == ()
    assert list(services.schedules.all()) == []
    assert services.asker.all_targets().in_force(services.now()) == ()


def test_a_workspace_of_our_own_is_answered_as_ever(connected: Running, card: Message) -> None:
    for number, way in enumerate((mention, button, menu), 2):
        way(connected, CARLA.id, card)
        assert NOT_FOR_YOU not in reply(connected, number=number).text


def test_in_a_shared_channel_the_asker_alone_sees_the_answer_and_why(connected: Running) -> None:
    connected.say(CARLA.id, PARTNERS.id, "@deskpulse frt last month")
    told = reply(connected, PARTNERS.id)
    assert told.only_for == CARLA.id
    assert SHARED in told.text
    assert "Share" not in str(told.blocks)


def test_nothing_is_shared_into_such_a_channel(connected: Running, services: Services) -> None:
    connected.command(CARLA.id, PARTNERS.id, "/kpi", "frt last month")
    told = reply(connected, PARTNERS.id)
    (receipt,) = set(re.findall("made ([0-9a-f]{8})", str(told.blocks)))
    connected.command(CARLA.id, PARTNERS.id, "/kpi", f"share {receipt}")
    refused = reply(connected, PARTNERS.id, 2)
    assert (refused.only_for, SHARED_WITH in refused.text) == (CARLA.id, True)


class TestOpenChannels:
    """A channel that another company reads, named as open for it."""

    @pytest.fixture
    def services(self, slack: Running, tmp_path: Path) -> Iterator[Services]:
        yield from near(slack, tmp_path, DESKPULSE_OPEN_CHANNELS=PARTNERS.id)

    def test_figures_are_told_to_all(self, connected: Running) -> None:
        connected.say(CARLA.id, PARTNERS.id, "@deskpulse frt last month by team")
        assert reply(connected, PARTNERS.id).only_for is None

    @pytest.mark.parametrize(
        "words",
        [
            "frt last month by agent",
            "frt last month list",
            "oldest",
            "standup",
            "targets",
            "frt last month explain",
            "frt why",
        ],
    )
    def test_people_tickets_and_all_else_to_the_asker(self, connected: Running, words: str) -> None:
        connected.command(CARLA.id, PARTNERS.id, "/kpi", words)
        assert reply(connected, PARTNERS.id).only_for == CARLA.id

    def test_a_file_goes_to_the_asker(self, connected: Running) -> None:
        connected.command(CARLA.id, PARTNERS.id, "/kpi", "frt last month csv")
        assert reply(connected, PARTNERS.id).only_for == CARLA.id
        own = connected.workspace.direct(CARLA.id).id
        connected.workspace.wait_for(
            lambda: any(m.files for m in connected.workspace.messages(own))
        )
        assert not any(m.files for m in connected.workspace.messages(PARTNERS.id))


class TestWithoutTheScopes:
    """An installation of before: it may not ask who somebody is, nor who reads a channel."""

    @pytest.fixture
    def slack(self, slack: Running) -> Running:
        slack.workspace.settings.scopes -= set(READS)
        return slack

    def test_our_own_people_get_figures_alone(self, connected: Running) -> None:
        connected.command(CARLA.id, SUPPORT.id, "/kpi", "frt last month")
        told = reply(connected)
        assert told.only_for == CARLA.id
        assert ONLY_YOU in told.text
        assert "image" in [block["type"] for block in told.blocks]

    @pytest.mark.parametrize(
        "words",
        [
            "frt by agent",
            "frt list",
            "frt csv",
            "frt explain",
            "frt why",
            "oldest",
            "standup",
            "target frt 1h",
            "schedule weekly",
            "alert frt above 4h",
            "note outage",
        ],
    )
    def test_and_nothing_of_people_tickets_files_or_changes(
        self, connected: Running, services: Services, words: str
    ) -> None:
        connected.command(CARLA.id, SUPPORT.id, "/kpi", words)
        refused = reply(connected)
        assert refused.only_for == CARLA.id
        assert INSTALL_AGAIN in refused.text
        assert list(services.schedules.all()) == []
        assert list(services.alerts.all()) == []

    def test_other_companies_people_are_turned_away(self, connected: Running) -> None:
        connected.say(PIA.id, PARTNERS.id, "@deskpulse frt")
        assert reply(connected, PARTNERS.id).text == NOT_FOR_YOU

    @pytest.mark.parametrize("person", [CARLA.id, FINN.id])
    def test_home_shows_nothing_but_what_would_mend_it(
        self, connected: Running, person: str
    ) -> None:
        connected.open_home(person)
        home = connected.workspace.wait_for(lambda: connected.workspace.views.home(person))
        (only,) = home.payload["blocks"]
        assert only["text"]["text"] == NO_FIGURES

    def test_who_is_not_named_as_one_of_us_gets_no_figures(self, connected: Running) -> None:
        connected.say(FINN.id, SUPPORT.id, "@deskpulse frt last month")
        told = reply(connected)
        assert (told.only_for, told.text) == (FINN.id, NO_FIGURES)


@pytest.mark.parametrize("method", ["users.info", "conversations.info"])
def test_where_slack_cannot_be_asked_one_question_waits_and_the_next_is_answered(
    connected: Running, method: str
) -> None:
    refusal = Trouble(status=200, body={"ok": False, "error": "team_access_not_granted"})
    connected.workspace.journal.script(method, refusal)
    connected.command(CARLA.id, SUPPORT.id, "/kpi", "frt last month")
    told = reply(connected)
    assert told.only_for == CARLA.id
    assert "I cannot check right now, ask again in a minute." in told.text
    connected.command(CARLA.id, SUPPORT.id, "/kpi", "frt last month")
    assert phrase(reply(connected, number=2)) == "frt oct 2026"


@pytest.mark.parametrize("person", [PIA.id, FINN.id])
def test_a_home_tab_that_a_stranger_opens_stays_as_it_is(
    connected: Running, reception: Reception, person: str
) -> None:
    connected.open_home(person)
    connected.open_home(ANNA.id)
    connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    assert reception.homes.close(patience.SECONDS)
    assert connected.workspace.views.home(person) is None
    assert said_to(connected, person) == []


def test_a_strangers_plain_reply_gets_silence(
    connected: Running, card: Message, reception: Reception, services: Services
) -> None:
    kept(services, card.ts, 1)
    connected.say(FINN.id, SUPPORT.id, "by channel", thread_ts=card.ts)
    connected.say(ANNA.id, SUPPORT.id, "by team", thread_ts=card.ts)
    assert phrase(reply(connected, number=2)) == "frt oct 2026 by team"
    assert reception.pool.close(patience.SECONDS)
    assert said_to(connected, FINN.id) == []
    assert len(connected.workspace.thread(SUPPORT.id, card.ts)) == 3


def options(card: Message) -> list[str]:
    """What can be chosen in a card's menu of periods."""
    elements = [each for block in card.blocks for each in block.get("elements", ())]
    (menu,) = [each for each in elements if each.get("action_id") == "card:period"]
    return [str(option["value"]) for option in menu["options"]]


def near(slack: Running, folder: Path, **given: str) -> Iterator[Services]:
    address = {"SLACK_API_URL": slack.api_url, "SLACK_APP_TOKEN": "xapp-sandbox"}
    chosen = desk.settings(folder, **address, **given)
    with desk.services(chosen) as made:
        yield replace(made, workspace=SlackWorkspace(web_client(chosen), made.now))


def said_to(slack: Running, person: str) -> list[Message]:
    """What the bot said where only that person sees it."""
    own = slack.workspace.direct(person).id
    bot = slack.workspace.bot.id
    return [
        m
        for m in all_messages(slack)
        if m.author == bot and (m.only_for == person or m.channel == own)
    ]


def all_messages(slack: Running) -> list[Message]:
    return [m for c in slack.workspace.channels() for m in slack.workspace.messages(c.id)]
