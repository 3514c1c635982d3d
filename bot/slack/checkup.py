"""What `doctor` asks Slack: whether the tokens work, what they may do, and the time there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.config import USER_GROUP, Settings
from bot.services import Now
from bot.slack.away import in_trouble, out_of_reach
from bot.slack.connection import web_client
from bot.slack.groups import members
from bot.slack.sending import Refused, Uncertain, ask
from bot.slack.uploads import SCOPE
from bot.slack.workspace import FILES, READS
from bot.talk import RATE_LIMITED, Finding

NEEDED = ("commands", "chat:write", "app_mentions:read", *READS)
GROUPS, ADDRESSES = "usergroups:read", "users:read.email"
DIRECT_MESSAGES = "im:history"
"""What brings the bot the messages that people write to it alone, with the event message.im."""
MESSAGES_TAB = "subscribe to message.im, let people write in the Messages tab"
TRY_IT = (
    "Whether the event message.im is subscribed to, and the Messages tab takes messages, Slack "
    "tells no app. To try it, write help to the bot in its Messages tab: an answer says that both "
    "are done, no field to write in that App Home forbids it, and silence that message.im is "
    "missing in Event Subscriptions, or that the bot was not started again"
)
"""Of direct messages what nobody but a person can see."""
OPTIONAL = {
    FILES: "charts go out as Slack's own block or as text, and lists never as CSV files",
    SCOPE: "no file can be uploaded on the Home tab, and imports need `deskpulse import`",
    ADDRESSES: "agents say themselves who they are, or the settings do; no address tells",
    GROUPS: "people are named one by one, not by user group",
    "channels:history": "where Slack's answer to a post is lost, its owner is asked, and whoever "
    "asked a question gets a copy of its answer",
    "groups:history": "the same in private channels",
}
SKEW_SECONDS = 30
"""Slack refuses signatures that are 5 minutes off; figures of "today" suffer long before."""
_WHY = {
    "invalid_auth": " (it does not know this token)",
    "not_authed": " (it does not know this token)",
    "token_revoked": " (the token was revoked, or the app taken out of the workspace)",
    "token_expired": " (the token has expired)",
    "account_inactive": " (the app was taken out of the workspace)",
    "not_allowed_token_type": " (it is a token of another kind)",
}
"""What Slack's words about tokens mean."""
_APP_OF_TOKEN = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")
"""An app-level token says whose it is. Slack does not promise that: another form tells nothing."""


def checkup(settings: Settings, now: Now) -> Iterator[Finding]:
    """Ask Slack about each token. Raises SettingsError where one is missing."""
    client = web_client(settings)
    yield from look_at_bot_token(client, now)
    yield from _groups(client, settings)
    if settings.direct_messages:
        yield from _direct_messages(client)
    if settings.slack_app_token:
        yield look_at_app_token(client, settings.slack_app_token.get_secret_value())


def look_at_bot_token(client: WebClient, now: Now) -> Iterator[Finding]:
    """What Slack says of the client's token. Whether it takes it at all comes first."""
    try:
        answer = ask(client.auth_test)
    except (Refused, Uncertain) as error:
        advice = ": copy SLACK_BOT_TOKEN again, from OAuth & Permissions."
        yield Finding("Slack bot token", mend(error, advice))
        return
    yield Finding(f"Slack bot token: {answer.get('user')} in {answer.get('team')}")
    yield from _scopes(answer)
    yield from _clock(answer, now)


def _scopes(answer: SlackResponse) -> Iterator[Finding]:
    scopes = _granted(answer)
    missing = [scope for scope in NEEDED if scope not in scopes]
    todo = f"Add {', '.join(missing)} and install the app again." if missing else ""
    if set(missing) & set(READS):
        todo += " Until then people get figures only, privately, and nothing is posted."
    yield Finding(f"Slack scopes: {', '.join(NEEDED)}", todo)
    for scope, without in OPTIONAL.items():
        if scope not in scopes:
            yield Finding(f"Slack scope {scope} is not granted: {without}", note=True)


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
            yield Finding(f"User group {group}", mend(error, advice))


def _direct_messages(client: WebClient) -> Iterator[Finding]:
    """Whether what people write to the bot alone can be read, where a setting says so."""
    try:
        granted = _granted(ask(client.auth_test))
    except (Refused, Uncertain):
        return  # of the token itself is told already
    missing = [scope for scope in (DIRECT_MESSAGES, SCOPE) if scope not in granted]
    todo = (
        f"Add {', '.join(missing)}, {MESSAGES_TAB}, and install the app again." if missing else ""
    )
    done = f"{DIRECT_MESSAGES} and {SCOPE} are granted, so the app was installed again with them"
    says = "" if missing else f": {done}"
    yield Finding(f"Direct messages (DESKPULSE_DIRECT_MESSAGES){says}", todo)
    yield Finding(f"Direct messages: {TRY_IT}")


def _granted(answer: SlackResponse) -> set[str]:
    return {scope.strip() for scope in _header(answer, "x-oauth-scopes").split(",")}


def _clock(answer: SlackResponse, now: Now) -> Iterator[Finding]:
    date = _header(answer, "date")
    if date:
        skew = now() - int(parsedate_to_datetime(date).timestamp())
        todo = f"It is {skew:+d} seconds off: keep it in time with NTP."
        yield Finding("Clock", todo if abs(skew) > SKEW_SECONDS else "")


def _header(answer: SlackResponse, name: str) -> str:
    values = (str(value) for key, value in answer.headers.items() if key.lower() == name)
    return next(values, "")


def look_at_app_token(client: WebClient, token: str) -> Finding:
    """Whether Socket Mode works with an app-level token, and it is of the same app as the bot's."""
    try:
        ask(client.apps_connections_open, app_token=token)
    except (Refused, Uncertain) as error:
        advice = ": it needs connections:write, and Socket Mode must be on."
        return Finding("Slack app-level token", mend(error, advice))
    named, own = _APP_OF_TOKEN.match(token), _own_app(client)
    if named and own and named[1] != own:
        advice = f"It is of the app {named[1]}, the bot token of {own}: copy both from one app."
        return Finding("Slack app-level token", advice)
    return Finding("Slack app-level token: Socket Mode works")


def _own_app(client: WebClient) -> str:
    """The id of the app that the client's token is of; "" where Slack does not say."""
    try:
        bot = ask(client.auth_test).get("bot_id")
        return str((ask(client.bots_info, bot=bot).get("bot") or {}).get("app_id") or "")
    except (Refused, Uncertain):
        return ""


def mend(error: Refused | Uncertain, advice: str) -> str:
    """What to do where Slack did not answer; where it said no, that with what `advice` says."""
    if error.__cause__:
        return out_of_reach(error.__cause__)
    if isinstance(error, Uncertain):
        return f"{in_trouble(str(error))} Try again in a minute."
    if error.code == RATE_LIMITED:
        return f"Slack is asked too often: try again in {error.retry_after or 60:.0f} seconds."
    return f"Slack said {error.code}{_WHY.get(error.code, '')}{advice}"
