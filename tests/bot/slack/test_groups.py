"""Who is in a user group."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.sandbox.slack.records import Trouble
from bot.sandbox.slack.server import Running
from bot.slack.groups import KEPT_SECONDS, UserGroups

METHOD = "usergroups.users.list"


class Clock:
    """A clock that stands until it is moved."""

    at = 1000

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


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


def test_once_slack_fails_those_of_before_are_let_in_no_longer(
    slack: Running, groups: UserGroups, clock: Clock
) -> None:
    assert groups("S0LEADS")
    clock.at += KEPT_SECONDS
    slack.workspace.journal.script(METHOD, Trouble(drop=True))
    assert groups("S0LEADS") == frozenset()
