"""What Slack says of people, of channels and of the installation: each kept for a while only."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from typing import Any, TypeAlias

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.services import Now
from bot.slack.memory import LONGEST_SECONDS, Memory
from bot.slack.pacing import TOO_MANY
from bot.workspace import CannotCheckError, Channel, Home, Person, Standing, is_direct

logger = logging.getLogger(__name__)

Payload: TypeAlias = Mapping[str, Any]

READS = ("users:read", "channels:read", "groups:read")
"""The scopes without which nobody can be told from a guest, nor a channel from a shared one."""
FILES = "files:write"
"""The scope that charts as pictures and lists as files need."""
WHY = f"It needs the scopes {', '.join(READS)}, to tell who is one of us."
KEPT_SECONDS = 600
"""Who becomes a guest is noticed after so long at most."""
CHANNEL_SECONDS = 120
"""A channel that comes to be shared is noticed after so long: what is told there stays told."""
UNKNOWN = {"user_not_found", "user_not_visible"}
"""What Slack says of somebody who is not of this workspace."""
NOT_THERE = {"channel_not_found"}
"""What Slack says of a private channel that the bot is not in, so that it cannot post there."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack says of the token: whose it is, and what it may do."""

    home: Home
    scopes: frozenset[str]


@dataclass
class SlackWorkspace:
    """Asks Slack with `client`, which must not try again by itself."""

    client: WebClient
    now: Now
    _people: Memory[Person] = field(init=False)
    _channels: Memory[Channel] = field(init=False)
    _installations: Memory[Installation] = field(init=False)
    _app: str = ""

    def __post_init__(self) -> None:
        """Know nothing yet."""
        self._people = Memory(self.now, KEPT_SECONDS)
        self._channels = Memory(self.now, CHANNEL_SECONDS)
        self._installations = Memory(self.now, KEPT_SECONDS, longest_seconds=LONGEST_SECONDS)

    @property
    def home(self) -> Home:
        """The own workspace. Raises CannotCheckError."""
        return self.installation().home

    @property
    def complete(self) -> bool:
        """Whether the installation may ask for people and channels. Raises CannotCheckError."""
        return self.installation().scopes.issuperset(READS)

    @property
    def files(self) -> bool:
        """Whether the installation may send files. Raises CannotCheckError."""
        return FILES in self.installation().scopes

    def installation(self) -> Installation:
        """What Slack said of the token last. Raises CannotCheckError where that is nothing."""
        return self._installations.get("", self._installed)

    def person(self, id: str) -> Person:
        """Who somebody is. Raises CannotCheckError."""
        return self._people.get(id, partial(self._person, id))

    def channel(self, id: str) -> Channel:
        """Who else reads a channel, or a conversation with a person. Raises CannotCheckError."""
        if is_direct(id):
            return Channel(id)
        try:
            return self._channels.get(id, partial(self._channel, id))
        except SlackApiError as error:
            if _code(error) in NOT_THERE:
                return Channel(id)  # not kept: the bot may be invited at any moment
            if _code(error) == "missing_scope":
                return Channel(id, shared=True)  # a group message, of which nobody may ask
            logger.warning("Who reads %s could not be asked: %s", id, _code(error))
            raise CannotCheckError from None

    def _installed(self) -> Installation:
        try:
            found = _ask(self.client.auth_test)
        except SlackApiError as error:
            logger.warning("Slack did not say whose token it is: %s", _code(error))
            raise CannotCheckError from None
        self._app = self._app or self._app_of(found)
        made = _installation(found, self._app)
        if not made.scopes.issuperset(READS):
            logger.warning("Figures only, privately, and no posts: install the app again. %s", WHY)
        return made

    def _app_of(self, found: SlackResponse) -> str:
        """The id of the own app; empty where Slack does not say."""
        try:
            bot = _ask(self.client.bots_info, bot=found.get("bot_id")).get("bot") or {}
        except SlackApiError as error:
            logger.warning("Slack did not say which app this is: %s", _code(error))
            return ""
        except CannotCheckError:
            return ""
        return str(bot.get("app_id") or "")

    def _person(self, id: str) -> Person:
        home = self.home
        try:
            found = _ask(self.client.users_info, user=id)
        except SlackApiError as error:
            if _code(error) not in UNKNOWN:
                logger.warning("Who %s is could not be asked: %s", id, _code(error))
                raise CannotCheckError from None
            return Person(id, Standing.OUTSIDER)
        return person(id, found.get("user") or {}, home)

    def _channel(self, id: str) -> Channel:
        found = _ask(self.client.conversations_info, channel=id)
        return Channel(id, shared=shared(found.get("channel") or {}))


def person(id: str, user: Payload, home: Home) -> Person:
    """Who somebody is by what `users.info` says.

    `is_stranger` alone does not do: it is false for somebody of another company with whom a channel
    is shared. Somebody of another workspace of the same Enterprise Grid is no stranger.
    """
    organisation = str((user.get("enterprise_user") or {}).get("enterprise_id") or "")
    own = user.get("team_id") in {home.team, home.organisation} - {""}
    own = own or (bool(organisation) and organisation == home.organisation)
    if user.get("is_bot") or user.get("is_workflow_bot") or user.get("is_connector_bot"):
        return Person(id, Standing.BOT)
    if not own or user.get("is_stranger") or user.get("deleted"):
        return Person(id, Standing.OUTSIDER)
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Person(id, Standing.GUEST)
    ruling = any(user.get(name) for name in ("is_admin", "is_owner", "is_primary_owner"))
    return Person(id, administrator=ruling)


def shared(channel: Payload) -> bool:
    """Whether another company reads a channel, by what `conversations.info` says, or soon will.

    Shared among workspaces of one organisation (`is_org_shared`) it is not.
    """
    pending = channel.get("pending_shared") or channel.get("pending_connected_team_ids")
    named = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
    return bool(named or pending)


def _installation(found: SlackResponse, app: str) -> Installation:
    home = Home(
        team=str(found.get("team_id") or ""),
        organisation=str(found.get("enterprise_id") or ""),
        app=app,
    )
    named = (str(v) for k, v in found.headers.items() if k.lower() == "x-oauth-scopes")
    scopes = next(named, "").split(",")
    return Installation(home, frozenset(scope.strip() for scope in scopes))


def _ask(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    """One call. Raises SlackApiError, or CannotCheckError where there is no clear answer."""
    try:
        return method(**arguments)
    except SlackApiError as error:
        if error.response.status_code == TOO_MANY or error.response.status_code >= 500:
            raise CannotCheckError from error
        raise
    except (OSError, HTTPException) as error:
        logger.warning("Slack could not be asked: %s", error)
        raise CannotCheckError from error


def _code(error: SlackApiError) -> str:
    return str(error.response.get("error"))
