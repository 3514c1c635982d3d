"""Who is who by what Slack says, kept for a while and asked by nobody on another's account."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.slack.cache import AGAIN_SECONDS
from bot.slack.workspace import CHANNEL_SECONDS, KEPT_SECONDS, SlackWorkspace, is_shared, person
from bot.workspace import CannotCheckError, Channel, OwnWorkspace, Person, Standing
from metrics.sources.identity import fingerprint
from sandbox.slack.people import ANNA, BEN, BOT, SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from tests.bot.slack.talking import Clock

INFO = "users.info"
ALONE = OwnWorkspace(team="T1")
GRID = OwnWorkspace(team="T1", organisation="E1")

USERS: tuple[tuple[str, OwnWorkspace, dict[str, Any], Person], ...] = (
    ("a member", ALONE, {"team_id": "T1"}, Person("U1")),
    (
        "an administrator",
        ALONE,
        {"team_id": "T1", "is_admin": True},
        Person("U1", administrator=True),
    ),
    ("an owner", ALONE, {"team_id": "T1", "is_owner": True}, Person("U1", administrator=True)),
    ("a guest", ALONE, {"team_id": "T1", "is_restricted": True}, Person("U1", Standing.GUEST)),
    (
        "a guest of one channel",
        ALONE,
        {"team_id": "T1", "is_ultra_restricted": True},
        Person("U1", Standing.GUEST),
    ),
    (
        "somebody who left",
        ALONE,
        {"team_id": "T1", "deleted": True},
        Person("U1", Standing.OUTSIDER),
    ),
    ("a partner", ALONE, {"team_id": "T2"}, Person("U1", Standing.OUTSIDER)),
    (
        "a partner with whom a channel is shared",
        ALONE,
        {"team_id": "T2", "is_stranger": False, "is_admin": True},
        Person("U1", Standing.OUTSIDER),
    ),
    (
        "a stranger",
        ALONE,
        {"team_id": "T1", "is_stranger": True},
        Person("U1", Standing.OUTSIDER),
    ),
    ("a bot", ALONE, {"team_id": "T1", "is_bot": True}, Person("U1", Standing.BOT)),
    ("a partner's bot", ALONE, {"team_id": "T2", "is_bot": True}, Person("U1", Standing.BOT)),
    (
        "a workflow",
        ALONE,
        {"team_id": "T1", "is_workflow_bot": True},
        Person("U1", Standing.BOT),
    ),
    (
        "a colleague in another workspace of the organisation",
        GRID,
        {"team_id": "T3", "enterprise_user": {"enterprise_id": "E1"}},
        Person("U1"),
    ),
    (
        "a colleague whose team is told as the organisation",
        GRID,
        {"team_id": "E1"},
        Person("U1"),
    ),
    (
        "a guest in another workspace of the organisation",
        GRID,
        {"team_id": "T3", "is_restricted": True, "enterprise_user": {"enterprise_id": "E1"}},
        Person("U1", Standing.GUEST),
    ),
    (
        "somebody of another organisation",
        GRID,
        {"team_id": "T4", "enterprise_user": {"enterprise_id": "E2"}},
        Person("U1", Standing.OUTSIDER),
    ),
    (
        "somebody of another organisation, seen from no organisation",
        ALONE,
        {"team_id": "T4", "enterprise_user": {"enterprise_id": ""}},
        Person("U1", Standing.OUTSIDER),
    ),
    (
        "a member with an address",
        ALONE,
        {"team_id": "T1", "profile": {"email": "Ann@Lumen.example"}},
        Person("U1", address=fingerprint("ann@lumen.example")),
    ),
    ("somebody of whom nothing is said", ALONE, {}, Person("U1", Standing.OUTSIDER)),
)


@pytest.mark.parametrize(
    ("home", "user", "expected"), [case[1:] for case in USERS], ids=[case[0] for case in USERS]
)
def test_what_slack_says_of_a_person(
    home: OwnWorkspace, user: Mapping[str, Any], expected: Person
) -> None:
    assert person("U1", user, home) == expected


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ({}, False),
        ({"is_ext_shared": True}, True),
        ({"is_pending_ext_shared": True}, True),
        ({"pending_shared": ["T2"]}, True),
        ({"pending_connected_team_ids": ["T2"]}, True),
        ({"is_org_shared": True, "is_shared": True}, False),
    ],
)
def test_what_slack_says_of_a_channel(channel: Mapping[str, Any], expected: bool) -> None:
    assert is_shared(channel) is expected


class Patience:
    """A clock that only waiting moves."""

    at = 0.0

    def __call__(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def workspace(client: WebClient, clock: Clock) -> SlackWorkspace:
    patience = Patience()
    return SlackWorkspace(client, clock, wait=patience.wait, monotonic=patience)


def test_the_installation_is_known_by_its_token(workspace: SlackWorkspace) -> None:
    assert workspace.home == OwnWorkspace(team="T0SANDBOX", app="A0DESKPULSE")
    assert workspace.complete


@pytest.mark.parametrize("scope", ["users:read", "channels:read", "groups:read"])
def test_without_one_of_three_scopes_the_installation_is_not_complete(
    slack: Running,
    workspace: SlackWorkspace,
    clock: Clock,
    scope: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    complete = [workspace.complete]
    slack.workspace.settings.scopes -= {scope}
    clock.at += KEPT_SECONDS
    with caplog.at_level(logging.WARNING):
        complete.append(workspace.complete)
    assert complete == [True, False]
    assert "install the app again" in caplog.text


def test_a_person_is_asked_for_once_in_a_while(
    slack: Running, workspace: SlackWorkspace, clock: Clock
) -> None:
    assert workspace.person(BEN.id).administrator
    assert not workspace.person(ANNA.id).administrator

    clock.at += KEPT_SECONDS - 1
    workspace.person(ANNA.id)
    assert len(slack.workspace.journal.calls(INFO)) == 2
    clock.at += 1
    workspace.person(ANNA.id)
    assert len(slack.workspace.journal.calls(INFO)) == 3


def test_the_bot_itself_is_a_bot(workspace: SlackWorkspace) -> None:
    assert workspace.person(BOT.id).standing is Standing.BOT


def test_whom_slack_does_not_know_is_an_outsider(workspace: SlackWorkspace) -> None:
    assert workspace.person("U0NOBODY").standing is Standing.OUTSIDER


TROUBLES = (
    Trouble(drop=True),
    Trouble(status=500, body="oops"),
    Trouble(status=429, body={"ok": False, "error": "ratelimited"}),
    Trouble(status=200, body={"ok": False, "error": "fatal_error"}),
)
NAMES = ("cut off", "500", "429", "fatal_error")


@pytest.mark.parametrize("trouble", TROUBLES, ids=NAMES)
def test_calls_that_go_on_failing_are_said_of_one_question_and_forgotten(
    slack: Running, workspace: SlackWorkspace, trouble: Trouble
) -> None:
    slack.workspace.journal.script(INFO, *[trouble] * 7)
    with pytest.raises(CannotCheckError):
        workspace.person(ANNA.id)
    assert workspace.person(ANNA.id).standing is Standing.MEMBER


@pytest.mark.parametrize("method", [INFO, "conversations.info"])
@pytest.mark.parametrize("trouble", TROUBLES, ids=NAMES)
def test_whoever_asks_waits_some_seconds_for_slack_to_say_who_they_are(
    slack: Running, workspace: SlackWorkspace, trouble: Trouble, method: str
) -> None:
    slack.workspace.journal.script(method, *[trouble] * 3)
    assert workspace.person(ANNA.id).standing is Standing.MEMBER
    assert not workspace.channel(SUPPORT.id).shared
    assert len(slack.workspace.journal.calls(method)) == 4


def test_nobody_waits_for_slack_longer_than_some_seconds(
    slack: Running, workspace: SlackWorkspace
) -> None:
    body = {"ok": False, "error": "ratelimited"}
    trouble = Trouble(status=429, body=body, headers={"Retry-After": "30"})
    slack.workspace.journal.script(INFO, trouble)
    with pytest.raises(CannotCheckError):
        workspace.person(ANNA.id)
    assert workspace.monotonic() == 0.0


def test_what_slack_said_of_the_token_outlives_a_call_that_fails(
    slack: Running, workspace: SlackWorkspace, clock: Clock
) -> None:
    assert workspace.complete
    clock.at += KEPT_SECONDS
    slack.workspace.journal.script("auth.test", Trouble(drop=True))
    assert workspace.complete


def test_in_an_outage_the_token_is_asked_for_once_in_half_a_minute_and_the_log_says_why(
    slack: Running, workspace: SlackWorkspace, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Each call may take ten seconds, and one question needs the installation four times."""
    home = workspace.home
    clock.at += KEPT_SECONDS
    failed = Trouble(status=200, body={"ok": False, "error": "fatal_error"})
    slack.workspace.journal.script("auth.test", failed)
    for _ in range(2):
        assert (workspace.home, workspace.complete) == (home, True)
        workspace.person(ANNA.id)
        clock.at += AGAIN_SECONDS - 1
    assert len(slack.workspace.journal.calls("auth.test")) == 2
    clock.at += 2
    assert workspace.complete
    assert len(slack.workspace.journal.calls("auth.test")) == 3
    assert "fatal_error" in caplog.text


def test_nobody_waits_for_the_call_of_another(slack: Running, workspace: SlackWorkspace) -> None:
    """Ben is known; that Slack is slow to tell of Anna must not keep him waiting."""
    workspace.person(BEN.id)
    slack.workspace.journal.script(INFO, Trouble(delay_seconds=2.0))
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(workspace.person, ANNA.id)
        workspace.person(BEN.id)
        assert not slow.done()
        assert slow.result().id == ANNA.id


def test_a_channel_of_our_own_is_not_shared(slack: Running, workspace: SlackWorkspace) -> None:
    assert workspace.channel(SUPPORT.id) == Channel(SUPPORT.id)
    workspace.channel(SUPPORT.id)
    assert len(slack.workspace.journal.calls("conversations.info")) == 1


def test_a_channel_that_comes_to_be_shared_is_noticed_after_two_minutes(
    slack: Running, workspace: SlackWorkspace, clock: Clock
) -> None:
    shared = [workspace.channel(SUPPORT.id).shared]
    slack.workspace.keep_channel(replace(SUPPORT, invited_teams=("T0ACME",)))
    for seconds in (CHANNEL_SECONDS - 1, 1):
        clock.at += seconds
        shared.append(workspace.channel(SUPPORT.id).shared)
    assert shared == [False, False, True]


def test_what_the_bot_says_to_one_person_nobody_else_reads(
    slack: Running, workspace: SlackWorkspace
) -> None:
    slack.workspace.settings.scopes -= {"im:read"}
    assert workspace.channel("D0ANNA") == Channel("D0ANNA")
    assert workspace.channel(ANNA.id) == Channel(ANNA.id)
    assert slack.workspace.journal.calls("conversations.info") == ()


def test_whom_a_direct_message_is_with_is_asked_where_that_is_granted(
    slack: Running, workspace: SlackWorkspace
) -> None:
    slack.workspace.settings.scopes |= {"im:read"}
    assert workspace.channel("D0ANNA") == Channel("D0ANNA", person=ANNA.id)


def test_a_conversation_of_a_kind_that_may_not_be_asked_for_counts_as_shared(
    slack: Running, workspace: SlackWorkspace
) -> None:
    answer = {"ok": False, "error": "missing_scope", "needed": "mpim:read"}
    slack.workspace.journal.script("conversations.info", Trouble(status=200, body=answer))
    assert workspace.channel("G0GROUP").shared


def test_who_administers_the_workspace_is_read_from_its_people_and_kept(
    slack: Running, workspace: SlackWorkspace
) -> None:
    ruling = {p.id for p in slack.workspace.people() if workspace.person(p.id).administrator}
    assert workspace.administrators() == ruling
    workspace.administrators()
    assert len(slack.workspace.journal.calls("users.list")) == 1


def test_while_slack_does_not_say_who_administers_nobody_can_tell(
    slack: Running, workspace: SlackWorkspace
) -> None:
    assert workspace.home.team
    answer = {"ok": False, "error": "internal_error"}
    slack.workspace.journal.script("users.list", Trouble(status=200, body=answer))
    with pytest.raises(CannotCheckError):
        workspace.administrators()


def test_whether_files_can_be_sent_is_known_by_the_scopes(
    slack: Running, workspace: SlackWorkspace
) -> None:
    assert workspace.files == ("files:write" in slack.workspace.settings.scopes)
    other = SlackWorkspace(workspace.client, workspace.now)
    slack.workspace.settings.scopes ^= {"files:write"}
    assert other.files == ("files:write" in slack.workspace.settings.scopes)
