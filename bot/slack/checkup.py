"""What `doctor` asks Slack: whether the tokens work, what they may do, and the time there."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.config import USER_GROUP, Settings
from bot.services import Now
from bot.slack.connection import web_client
from bot.slack.groups import members
from bot.slack.sending import Refused, Uncertain, ask
from bot.slack.workspace import FILES, READS
from bot.talk import UNREACHABLE

NEEDED = ("commands", "chat:write", "app_mentions:read", *READS)
GROUPS, ADDRESSES = "usergroups:read", "users:read.email"
OPTIONAL = {
    FILES: "charts go out as Slack's own block or as text, and lists never as CSV files",
    ADDRESSES: "agents say themselves who they are, or the settings do; no address tells",
    GROUPS: "people are named one by one, not by user group",
    "channels:history": "where Slack's answer to a post is lost, its owner is asked, and whoever "
    "asked a question gets a copy of its answer",
    "groups:history": "the same in private channels",
}
SKEW_SECONDS = 30
"""Slack refuses signatures that are 5 minutes off; figures of "today" suffer long before."""


class Finding(NamedTuple):
    """One thing looked at. `mend` says what to do, and is empty where all is well."""

    what: str
    mend: str = ""


def checkup(settings: Settings, now: Now) -> Iterator[Finding]:
    """Ask Slack about each token. Raises SettingsError where one is missing."""
    client = web_client(settings)
    yield from _bot_token(client, now)
    yield from _groups(client, settings)
    if settings.slack_app_token:
        yield _app_token(client, settings.slack_app_token.get_secret_value())


def _bot_token(client: WebClient, now: Now) -> Iterator[Finding]:
    try:
        answer = ask(client.auth_test)
    except (Refused, Uncertain) as error:
        yield Finding("Slack bot token", _mend(error, ": copy SLACK_BOT_TOKEN again."))
        return
    yield Finding(f"Slack bot token: {answer.get('user')} in {answer.get('team')}")
    yield from _scopes(answer)
    yield from _clock(answer, now)


def _scopes(answer: SlackResponse) -> Iterator[Finding]:
    scopes = {scope.strip() for scope in _header(answer, "x-oauth-scopes").split(",")}
    missing = [scope for scope in NEEDED if scope not in scopes]
    mend = f"Add {', '.join(missing)} and install the app again." if missing else ""
    if set(missing) & set(READS):
        mend += " Until then people get figures only, privately, and nothing is posted."
    yield Finding(f"Slack scopes: {', '.join(NEEDED)}", mend)
    for scope, without in OPTIONAL.items():
        if scope not in scopes:
            yield Finding(f"Slack scope {scope} is not granted: {without}")


def _groups(client: WebClient, settings: Settings) -> Iterator[Finding]:
    """Whether the user groups of the settings can be read: none lets anybody in unread."""
    ids = settings.leads() | settings.admins()
    for group in sorted(id for id in ids if id.startswith(USER_GROUP)):
        try:
            n = len(members(client, group))
            empty = "" if n else "Nobody is in it, so it lets nobody in: add people in Slack."
            yield Finding(f"User group {group}: {n} {'person' if n == 1 else 'people'}", empty)
        except (Refused, Uncertain) as error:
            advice = f", so it lets nobody in: the app needs {GROUPS}, and the group must exist."
            yield Finding(f"User group {group}", _mend(error, advice))


def _clock(answer: SlackResponse, now: Now) -> Iterator[Finding]:
    date = _header(answer, "date")
    if date:
        skew = now() - int(parsedate_to_datetime(date).timestamp())
        mend = f"It is {skew:+d} seconds off: keep it in time with NTP."
        yield Finding("Clock", mend if abs(skew) > SKEW_SECONDS else "")


def _header(answer: SlackResponse, name: str) -> str:
    values = (str(value) for key, value in answer.headers.items() if key.lower() == name)
    return next(values, "")


def _app_token(client: WebClient, token: str) -> Finding:
    try:
        ask(client.apps_connections_open, app_token=token)
    except (Refused, Uncertain) as error:
        advice = ": it needs connections:write, and Socket Mode must be on."
        return Finding("Slack app-level token", _mend(error, advice))
    return Finding("Slack app-level token: Socket Mode works")


def _mend(error: Refused | Uncertain, advice: str) -> str:
    """What to do where Slack did not answer; where it said no, that with what `advice` says."""
    if isinstance(error, Uncertain) or error.code == UNREACHABLE:
        why = error.__cause__ or error
        return f"Slack cannot be reached ({why}): is there a way out to it?"
    return f"Slack said {error.code}{advice}"
