"""What doctor asks Slack."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.slack.checkup import NEEDED, OPTIONAL, checkup
from bot.slack.workspace import READS
from bot.talk import Finding
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from tests.bot import desk


def findings(slack: Running, folder: Path, ahead_seconds: int = 0, **given: str) -> list[Finding]:
    tokens = {"SLACK_APP_TOKEN": "xapp-sandbox", **given}
    settings = desk.settings(folder, SLACK_API_URL=slack.api_url, **tokens)
    return list(checkup(settings, lambda: int(time.time()) + ahead_seconds))


def mends(found: list[Finding]) -> list[str]:
    return [finding.mend for finding in found if finding.mend]


def test_where_all_is_well_nothing_is_to_mend(slack: Running, tmp_path: Path) -> None:
    found = findings(slack, tmp_path)
    assert mends(found) == []
    assert {finding.what.split(":")[0] for finding in found} >= {
        "Slack bot token",
        "Slack scopes",
        "Slack app-level token",
        "Clock",
    }


def test_a_wrong_token_is_named(slack: Running, tmp_path: Path) -> None:
    (mend,) = mends(findings(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong", SLACK_APP_TOKEN=""))
    assert "invalid_auth" in mend
    assert "SLACK_BOT_TOKEN" in mend


def test_a_missing_scope_is_named(slack: Running, tmp_path: Path) -> None:
    slack.workspace.settings.scopes = frozenset(NEEDED) - {"app_mentions:read"}
    found = findings(slack, tmp_path)
    assert mends(found) == ["Add app_mentions:read and install the app again."]


@pytest.mark.parametrize("scope", READS)
def test_without_what_tells_who_is_who_it_is_said_what_that_leaves(
    slack: Running, tmp_path: Path, scope: str
) -> None:
    slack.workspace.settings.scopes = frozenset(NEEDED) - {scope}
    (mend,) = mends(findings(slack, tmp_path))
    assert mend.startswith(f"Add {scope} and install the app again.")
    assert "figures only" in mend


def test_without_an_optional_scope_it_is_said_what_is_left_out(
    slack: Running, tmp_path: Path
) -> None:
    slack.workspace.settings.scopes = frozenset(NEEDED)
    found = findings(slack, tmp_path)
    assert mends(found) == []
    assert any(OPTIONAL["files:write"] in finding.what for finding in found)


def test_a_wrong_app_level_token_is_named(slack: Running, tmp_path: Path) -> None:
    (mend,) = mends(findings(slack, tmp_path, SLACK_APP_TOKEN="xapp-wrong"))
    assert "connections:write" in mend


def test_a_clock_that_is_off_is_told(slack: Running, tmp_path: Path) -> None:
    (mend,) = mends(findings(slack, tmp_path, ahead_seconds=200))
    assert "seconds off" in mend


def test_a_slack_that_cuts_the_line_is_told(slack: Running, tmp_path: Path) -> None:
    slack.workspace.journal.script("auth.test", Trouble(drop=True))
    assert any("cannot be reached" in mend for mend in mends(findings(slack, tmp_path)))


def test_a_slack_that_has_trouble_of_its_own_is_no_matter_of_the_network(
    slack: Running, tmp_path: Path
) -> None:
    slack.workspace.journal.script("auth.test", Trouble(status=503))
    (mend, *_) = mends(findings(slack, tmp_path))
    assert mend == "Slack has trouble of its own (status 503). Try again in a minute."


def test_a_user_group_of_the_settings_is_counted(slack: Running, tmp_path: Path) -> None:
    slack.workspace.settings.user_groups = {"S1": ("U0ANNA", "U0BEN"), "S2": ()}
    found = findings(slack, tmp_path, DESKPULSE_LEADS="S1, U0BEN", DESKPULSE_ADMINS="S2")
    assert Finding("User group S1: 2 people") in found
    (mend,) = mends(found)
    assert "Nobody is in it" in mend


def test_a_user_group_that_cannot_be_read_lets_nobody_in(slack: Running, tmp_path: Path) -> None:
    (unknown,) = mends(findings(slack, tmp_path, DESKPULSE_LEADS="S9"))
    assert "no_such_subteam" in unknown
    slack.workspace.settings.scopes -= {"usergroups:read"}
    (unscoped,) = mends(findings(slack, tmp_path, DESKPULSE_LEADS="S9"))
    assert "missing_scope" in unscoped
    assert "usergroups:read" in unscoped


def test_a_slack_that_no_connection_can_be_made_to_is_told(slack: Running, tmp_path: Path) -> None:
    slack.stop()
    told = mends(findings(slack, tmp_path, DESKPULSE_LEADS="S1"))
    assert len(told) == 3
    assert all("cannot be reached" in mend and "refused" in mend for mend in told)


def test_a_revoked_token_is_told_in_words(slack: Running, tmp_path: Path) -> None:
    revoked = {"ok": False, "error": "token_revoked"}
    slack.workspace.journal.script("auth.test", Trouble(status=200, body=revoked))
    (mend,) = mends(findings(slack, tmp_path, SLACK_APP_TOKEN=""))
    assert "token_revoked (the token was revoked" in mend


@pytest.mark.parametrize(("app", "told"), [("A0OTHER", 1), ("A0DESKPULSE", 0)])
def test_an_app_level_token_of_another_app_is_told(
    slack: Running, tmp_path: Path, app: str, told: int
) -> None:
    token = f"xapp-1-{app}-17-abc"
    slack.workspace.settings.app_token = token
    found = mends(findings(slack, tmp_path, SLACK_APP_TOKEN=token))
    assert len(found) == told
    assert all("A0OTHER" in mend and "A0DESKPULSE" in mend for mend in found)


def test_a_slack_that_is_asked_too_often_says_when_to_try_again(
    slack: Running, tmp_path: Path
) -> None:
    busy = Trouble(
        status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "7"}
    )
    slack.workspace.journal.script("auth.test", busy)
    (mend,) = mends(findings(slack, tmp_path, SLACK_APP_TOKEN=""))
    assert mend == "Slack is asked too often: try again in 7 seconds."


def test_what_direct_messages_lack_is_said_where_a_setting_wants_them(
    slack: Running, tmp_path: Path
) -> None:
    slack.workspace.settings.scopes -= {"im:history"}
    (mend,) = mends(findings(slack, tmp_path, DESKPULSE_DIRECT_MESSAGES="yes"))
    assert mend.startswith("Add im:history, subscribe to message.im,")
    slack.workspace.settings.scopes |= {"im:history"}
    found = findings(slack, tmp_path, DESKPULSE_DIRECT_MESSAGES="yes")
    assert mends(found) == []
    granted = "im:history and files:read are granted, so the app was installed again with them"
    assert any(finding.what.endswith(granted) for finding in found)


@pytest.mark.parametrize(("setting", "said"), [("yes", 1), ("no", 0)])
def test_what_slack_does_not_tell_of_direct_messages_is_said_with_how_to_try_it(
    slack: Running, tmp_path: Path, setting: str, said: int
) -> None:
    slack.workspace.settings.scopes |= {"im:history"}
    found = findings(slack, tmp_path, DESKPULSE_DIRECT_MESSAGES=setting)
    told = [f.what for f in found if "Slack tells no app" in f.what and "write help to" in f.what]
    assert len(told) == said
