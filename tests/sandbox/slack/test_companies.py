"""Who is who: our own people, guests, another company in a shared channel, and a grid."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack.people import ANNA, BEN, BOT, FINN, PARTNERS, PIA, SUPPORT
from sandbox.slack.records import Message, Team
from sandbox.slack.server import Running
from sandbox.slack.settings import ACME
from tests import patience
from tests.sandbox.slack.conftest import client_of, refused

Bodies = queue.Queue[dict[str, Any]]
BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    ],
}
MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [{"type": "divider"}],
}


@pytest.fixture
def bodies(app: App, connect: Callable[[], None]) -> Bodies:
    """Every payload that a connected app gets."""
    heard: Bodies = queue.Queue()

    @app.middleware
    def hear(body: dict[str, Any], ack: Ack) -> Any:
        heard.put(body)
        return ack()

    connect()
    return heard


def told(client: WebClient, person: str) -> dict[str, Any]:
    user: dict[str, Any] = client.users_info(user=person)["user"]
    return user


def channel(client: WebClient, id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.conversations_info(channel=id)["channel"]
    return found


def test_our_own_people_are_told_apart(slack: Running, client: WebClient) -> None:
    names = ("is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "is_bot")
    slack.workspace.keep_person(replace(BEN, is_admin=False, is_owner=True))
    lone = slack.workspace.keep_person(
        replace(FINN, id="U0LONE", is_guest=False, is_single_channel_guest=True)
    )
    rights = {p.id: tuple(told(client, p.id)[n] for n in names) for p in (ANNA, BEN, FINN, lone)}
    assert rights == {
        ANNA.id: (False, False, False, False, False),
        BEN.id: (True, True, False, False, False),
        FINN.id: (False, False, True, False, False),
        lone.id: (False, False, True, True, False),
    }
    assert told(client, BOT.id)["is_bot"] is True
    assert "is_stranger" not in told(client, ANNA.id)


def test_of_other_companies_people_no_rights_are_told(slack: Running, client: WebClient) -> None:
    partner = told(client, PIA.id)
    assert (partner["team_id"], partner["profile"]["team"]) == (ACME.id, ACME.id)
    assert partner["is_stranger"] is False
    assert {"is_admin", "is_restricted", "enterprise_user"} & set(partner) == set()
    slack.workspace.keep_channel(replace(PARTNERS, members=PARTNERS.members - {PIA.id}))
    assert told(client, PIA.id)["is_stranger"] is True


def test_of_those_who_left_no_rights_are_told(slack: Running, client: WebClient) -> None:
    slack.workspace.keep_person(replace(BEN, deleted=True))
    left = told(client, BEN.id)
    assert (left["deleted"], "is_admin" in left) == (True, False)


def test_in_a_grid_the_other_workspaces_people_are_ours(slack: Running, client: WebClient) -> None:
    settings = slack.workspace.settings
    settings.enterprise_id, settings.enterprise_name = "E0LUMEN", "Lumen"
    settings.others = (Team(id="T0SISTER", name="Sister", domain="sister", enterprise="E0LUMEN"),)
    slack.workspace.keep_person(replace(BEN, team="T0SISTER"))
    sister = told(client, BEN.id)
    assert (sister["team_id"], sister["is_admin"]) == ("T0SISTER", True)
    assert sister["enterprise_user"]["enterprise_id"] == "E0LUMEN"
    assert client.auth_test()["enterprise_id"] == "E0LUMEN"


@pytest.mark.parametrize(
    ("change", "shared"),
    [
        ({}, ()),
        ({"teams": (ACME.id,)}, ("is_shared", "is_ext_shared")),
        ({"invited_teams": (ACME.id,)}, ("is_pending_ext_shared",)),
        ({"org_wide": True}, ("is_shared", "is_org_shared")),
    ],
)
def test_a_channel_says_with_whom_it_is_shared(
    slack: Running, client: WebClient, change: dict[str, Any], shared: tuple[str, ...]
) -> None:
    slack.workspace.keep_channel(replace(SUPPORT, **change))
    shape = channel(client, SUPPORT.id)
    names = ("is_shared", "is_ext_shared", "is_pending_ext_shared", "is_org_shared")
    assert tuple(name for name in names if shape[name]) == shared
    assert shape["is_private"] is False


def test_a_partners_mention_names_their_company_beside_ours(slack: Running, bodies: Bodies) -> None:
    slack.workspace.settings.events = frozenset({"app_mention"})
    slack.say(PIA.id, PARTNERS.id, "@deskpulse frt")
    body = bodies.get(timeout=patience.SECONDS)
    event = body["event"]
    assert body["is_ext_shared_channel"] is True
    assert (body["team_id"], body["authorizations"][0]["team_id"]) == ("T0SANDBOX", "T0SANDBOX")
    assert (event["team"], event["user_team"], event["source_team"]) == (
        *("T0SANDBOX", ACME.id, ACME.id),
    )
    slack.say(ANNA.id, PARTNERS.id, "@deskpulse frt")
    own = bodies.get(timeout=patience.SECONDS)
    assert own["is_ext_shared_channel"] is True
    assert (own["event"]["team"], "user_team" in own["event"]) == ("T0SANDBOX", False)


def test_a_mention_from_another_grid_names_only_the_grid(slack: Running, bodies: Bodies) -> None:
    slack.workspace.settings.events = frozenset({"app_mention"})
    slack.workspace.settings.others = (replace(ACME, enterprise="E0ACME"),)
    slack.say(PIA.id, PARTNERS.id, "@deskpulse frt")
    assert bodies.get(timeout=patience.SECONDS)["event"]["user_team"] == "E0ACME"


def test_a_partners_message_comes_out_of_their_workspace(slack: Running, bodies: Bodies) -> None:
    slack.workspace.settings.events = frozenset({"message.channels"})
    slack.say(PIA.id, PARTNERS.id, "Hi")
    body = bodies.get(timeout=patience.SECONDS)
    assert (body["team_id"], body["event"]["team"]) == (ACME.id, ACME.id)
    assert (body["context_team_id"], "user_team" in body["event"]) == ("T0SANDBOX", False)


def test_a_command_names_the_workspace_of_whoever_runs_it(slack: Running, bodies: Bodies) -> None:
    for person, team in ((PIA, ACME.id), (ANNA, "T0SANDBOX")):
        slack.command(person.id, PARTNERS.id, "/kpi", "frt")
        body = bodies.get(timeout=patience.SECONDS)
        assert (body["team_id"], body["is_enterprise_install"]) == (team, "false")


def test_a_button_names_ours_and_beside_it_theirs(
    slack: Running, client: WebClient, bodies: Bodies
) -> None:
    client.chat_postMessage(channel=PARTNERS.id, text="Card", blocks=[BUTTON])
    (card,) = slack.workspace.messages(PARTNERS.id)
    slack.press(PIA.id, card, "go")
    body = bodies.get(timeout=patience.SECONDS)
    assert (body["team"]["id"], body["user"]["team_id"]) == ("T0SANDBOX", ACME.id)
    assert (body["enterprise"], body["is_enterprise_install"]) == (None, False)


def test_a_form_names_theirs_and_within_it_ours(
    slack: Running, client: WebClient, bodies: Bodies
) -> None:
    slack.command(PIA.id, PARTNERS.id, "/kpi", "build")
    trigger = bodies.get(timeout=patience.SECONDS)["trigger_id"]
    client.views_open(trigger_id=trigger, view=MODAL)
    slack.submit(PIA.id, slack.workspace.views.stack(PIA.id)[0])
    body = bodies.get(timeout=patience.SECONDS)
    assert (body["team"]["id"], body["user"]["team_id"]) == (ACME.id, ACME.id)
    assert (body["view"]["team_id"], body["view"]["app_installed_team_id"]) == (
        *(ACME.id, "T0SANDBOX"),
    )


def test_an_app_for_the_whole_grid_is_told_no_workspace(
    slack: Running, client: WebClient, bodies: Bodies
) -> None:
    settings = slack.workspace.settings
    settings.enterprise_id, settings.org_install = "E0LUMEN", True
    slack.workspace.post(
        Message(channel=SUPPORT.id, ts="", author=BOT.id, blocks=(BUTTON,), from_app=True)
    )
    slack.press(ANNA.id, slack.workspace.messages(SUPPORT.id)[0], "go")
    body = bodies.get(timeout=patience.SECONDS)
    assert (body["team"], body["enterprise"]["id"]) == (None, "E0LUMEN")
    assert body["is_enterprise_install"] is True


def test_the_granted_scopes_are_told_to_the_tokens_owner_alone(
    slack: Running, client: WebClient
) -> None:
    slack.workspace.settings.scopes = frozenset({"chat:write", "commands"})
    assert client.auth_test().headers["x-oauth-scopes"] == "chat:write,commands"
    with pytest.raises(SlackApiError) as error:
        client_of(slack, "xoxb-wrong").auth_test()
    assert "x-oauth-scopes" not in error.value.response.headers


@pytest.mark.parametrize(
    ("granted", "needed"),
    [
        ({"chat:write"}, "channels:read,groups:read,mpim:read,im:read"),
        ({"groups:read"}, "channels:read"),
    ],
)
def test_a_channel_cannot_be_asked_about_without_its_scope(
    slack: Running, client: WebClient, granted: set[str], needed: str
) -> None:
    slack.workspace.settings.scopes = frozenset(granted)
    with pytest.raises(SlackApiError) as error:
        client.conversations_info(channel=SUPPORT.id)
    answer = error.value.response
    assert (refused(error), answer["needed"]) == ("missing_scope", needed)
    assert answer["provided"] == ",".join(granted)


def test_an_event_needs_its_scope(slack: Running, bodies: Bodies) -> None:
    slack.workspace.settings.scopes = frozenset({"app_mentions:read"})
    slack.say(ANNA.id, SUPPORT.id, "Hi")
    slack.say(ANNA.id, SUPPORT.id, "@deskpulse frt")
    assert bodies.get(timeout=patience.SECONDS)["event"]["type"] == "app_mention"
    assert bodies.empty()
