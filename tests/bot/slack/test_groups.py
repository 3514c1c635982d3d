"""Who is in a user group."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient

from bot.slack.cache import AGAIN_SECONDS, LONGEST_SECONDS
from bot.slack.groups import KEPT_SECONDS, UserGroups
from bot.workspace import CannotCheckError
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from tests.bot.slack.talking import Clock

METHOD = "usergroups.users.list"


@pytest.fixture
def groups(slack: Running, client: WebClient, clock: Clock) -> UserGroups:
    slack.workspace.settings.user_groups = {"S0LEADS": ("U0ANNA", "U0BEN")}
    return UserGroups(client, clock)


def test_members_are_asked_once_in_a_while(
    slack: Running, groups: UserGroups, clock: Clock
) -> None:
    assert groups("S0LEADS") == {"U0ANNA", "U0BEN"}
    slack.workspace.settings.user_groups = {"S0LEADS": ("U0BEN",)}
    clock.at += KEPT_SECONDS - 1
    assert groups("S0LEADS") == {"U0ANNA", "U0BEN"}
    clock.at += 1
    assert groups("S0LEADS") == {"U0BEN"}
    assert len(slack.workspace.journal.calls(METHOD)) == 2


def test_a_group_that_is_not_there_has_no_members(groups: UserGroups) -> None:
    assert groups("S0OTHER") == frozenset()


def test_without_the_scope_nobody_is_let_in(slack: Running, groups: UserGroups) -> None:
    slack.workspace.settings.scopes -= {"usergroups:read"}
    assert groups("S0LEADS") == frozenset()


TROUBLES = (
    Trouble(drop=True),
    Trouble(status=500, body="oops"),
    Trouble(status=200, body={"ok": False, "error": "ratelimited"}),
)


@pytest.mark.parametrize("trouble", TROUBLES, ids=["cut off", "500", "asked too often"])
def test_while_slack_fails_the_last_list_holds_and_it_is_soon_asked_again(
    slack: Running, groups: UserGroups, clock: Clock, trouble: Trouble
) -> None:
    assert groups("S0LEADS")
    slack.workspace.settings.user_groups = {"S0LEADS": ("U0BEN",)}
    clock.at += KEPT_SECONDS
    slack.workspace.journal.script(METHOD, trouble)
    assert groups("S0LEADS") == {"U0ANNA", "U0BEN"}
    clock.at += AGAIN_SECONDS - 1
    assert groups("S0LEADS") == {"U0ANNA", "U0BEN"}
    clock.at += 1
    assert groups("S0LEADS") == {"U0BEN"}


def test_a_list_of_yesterday_is_not_gone_by(
    slack: Running, groups: UserGroups, clock: Clock
) -> None:
    assert groups("S0LEADS")
    clock.at += LONGEST_SECONDS
    slack.workspace.journal.script(METHOD, Trouble(drop=True))
    with pytest.raises(CannotCheckError):
        groups("S0LEADS")


def test_a_call_that_fails_is_not_kept_as_nobody(slack: Running, groups: UserGroups) -> None:
    slack.workspace.journal.script(METHOD, Trouble(drop=True))
    with pytest.raises(CannotCheckError):
        groups("S0LEADS")
    assert groups("S0LEADS") == {"U0ANNA", "U0BEN"}


def test_a_group_that_was_deleted_lets_nobody_in(
    slack: Running, groups: UserGroups, clock: Clock
) -> None:
    assert groups("S0LEADS")
    slack.workspace.settings.user_groups = {}
    clock.at += KEPT_SECONDS
    assert groups("S0LEADS") == frozenset()


def test_nobody_waits_for_the_call_of_another(slack: Running, groups: UserGroups) -> None:
    slack.workspace.settings.user_groups = {"S0LEADS": ("U0ANNA",), "S0ADMINS": ("U0BEN",)}
    groups("S0ADMINS")
    slack.workspace.journal.script(METHOD, Trouble(delay_seconds=2.0))
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(groups, "S0LEADS")
        assert groups("S0ADMINS") == {"U0BEN"}
        assert not slow.done()
        assert slow.result() == {"U0ANNA"}
