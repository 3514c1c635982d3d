"""What Slack says of people, of channels and of the installation: each kept for a while only."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.services import Now
from bot.slack.cache import LONGEST_SECONDS, Cache
from bot.slack.sending import Refused, Uncertain, ask, ask_patiently, sleep
from bot.slack.work_in_steps import Wait
from bot.workspace import (
    CannotCheckError,
    Channel,
    OwnWorkspace,
    Person,
    Standing,
    is_direct,
    is_person,
)
from metrics.sources.identity import fingerprint

logger = logging.getLogger(__name__)

Payload: TypeAlias = Mapping[str, Any]

READS = ("users:read", "channels:read", "groups:read")
"""The scopes without which nobody can be told from a guest, nor a channel from a shared one."""
DIRECT = "im:read"
"""The scope to ask whom a direct message is with; the manifest does not ask for it."""
FILES = "files:write"
"""The scope that charts as pictures and lists as files need."""
WHY = f"It needs the scopes {', '.join(READS)}, to tell who is one of us."
KEPT_SECONDS = 600
"""Who becomes a guest is noticed after so long at most."""
CHANNEL_SECONDS = 120
"""A channel that comes to be shared is noticed after so long: what is told there stays told."""
PAGE, PAGES = 200, 10
"""So many people at a time, and so often at most, are read to find who administers."""
UNKNOWN = {"user_not_found", "user_not_visible"}
"""What Slack says of somebody who is not of this workspace."""
NOT_THERE = {"channel_not_found"}
"""What Slack says of a private channel that the bot is not in, so that it cannot post there."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack says of the token: whose it is, and what it may do."""

    home: OwnWorkspace
    scopes: frozenset[str]


@dataclass
class SlackWorkspace:
    """Asks Slack with `client`, which must not try again by itself.

    Whoever asks a question waits some seconds for Slack to say who they are and who reads along.
    """

    client: WebClient
    now: Now
    wait: Wait = sleep
    monotonic: Callable[[], float] = time.monotonic
    _people: Cache[Person] = field(init=False)
    _channels: Cache[Channel] = field(init=False)
    _installations: Cache[Installation] = field(init=False)
    _administrators: Cache[frozenset[str]] = field(init=False)
    _app: str = ""
    _hears: bool = False

    def __post_init__(self) -> None:
        """Know nothing yet."""
        self._people = Cache(self.now, KEPT_SECONDS)
        self._channels = Cache(self.now, CHANNEL_SECONDS)
        self._administrators = Cache(self.now, KEPT_SECONDS)
        self._installations = Cache(self.now, KEPT_SECONDS, longest_seconds=LONGEST_SECONDS)

    @property
    def home(self) -> OwnWorkspace:
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

    @property
    def hears(self) -> bool:
        """Whether plain replies come in: no call tells which events an app gets, but one event."""
        return self._hears

    def hear(self) -> None:
        """Know that plain replies come in."""
        self._hears = True

    def installation(self) -> Installation:
        """What Slack said of the token last. Raises CannotCheckError where that is nothing."""
        return self._installations.get("", self._read_installation)

    def person(self, id: str) -> Person:
        """Who somebody is. Raises CannotCheckError."""
        return self._people.get(id, partial(self._person, id))

    def channel(self, id: str) -> Channel:
        """Who else reads a channel, or a conversation with a person. Raises CannotCheckError."""
        if is_person(id) or (is_direct(id) and DIRECT not in self.installation().scopes):
            return Channel(id)
        try:
            return self._channels.get(id, partial(self._channel, id))
        except (Refused, Uncertain) as error:
            if _says(error, NOT_THERE):
                return Channel(id)  # not kept: the bot may be invited at any moment
            if _says(error, {"missing_scope"}):
                return Channel(id, shared=True)  # a group message, of which nobody may ask
            logger.warning("Who reads %s could not be asked: %s", id, error)
            raise CannotCheckError from None

    def administrators(self) -> frozenset[str]:
        """Who administers or owns the workspace itself, of the first pages of its people.

        Raises CannotCheckError.
        """
        return self._administrators.get("", self._read_administrators)

    def _read_administrators(self) -> frozenset[str]:
        home, ids, cursor = self.home, set[str](), ""
        for _ in range(PAGES):
            try:
                page = ask(self.client.users_list, limit=PAGE, cursor=cursor)
            except (Refused, Uncertain) as error:
                logger.warning("Who administers the workspace could not be asked: %s", error)
                raise CannotCheckError from None
            people = (person(user["id"], user, home) for user in page.get("members") or ())
            ids |= {one.id for one in people if one.administrator}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return frozenset(ids)

    def _read_installation(self) -> Installation:
        try:
            token = ask(self.client.auth_test)
        except (Refused, Uncertain) as error:
            logger.warning("Slack did not say whose token it is: %s", error)
            raise CannotCheckError from None
        self._app = self._app or self._app_of(token)
        installation = _installation(token, self._app)
        if not installation.scopes.issuperset(READS):
            logger.warning("Figures only, privately, and no posts: install the app again. %s", WHY)
        return installation

    def _app_of(self, token: SlackResponse) -> str:
        """The id of the own app; empty where Slack does not say."""
        try:
            bot = ask(self.client.bots_info, bot=token.get("bot_id")).get("bot") or {}
        except (Refused, Uncertain) as error:
            logger.warning("Slack did not say which app this is: %s", error)
            return ""
        return str(bot.get("app_id") or "")

    def _person(self, id: str) -> Person:
        home = self.home
        try:
            told = self._ask(self.client.users_info, user=id, include_locale=True)
        except (Refused, Uncertain) as error:
            if _says(error, UNKNOWN):
                return Person(id, Standing.OUTSIDER)
            logger.warning("Who %s is could not be asked: %s", id, error)
            raise CannotCheckError from None
        return person(id, told.get("user") or {}, home)

    def _ask(self, method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
        return ask_patiently(method, self.wait, self.monotonic, **arguments)

    def _channel(self, id: str) -> Channel:
        channel = self._ask(self.client.conversations_info, channel=id).get("channel") or {}
        return Channel(id, is_shared(channel), str(channel.get("user") or ""))


def person(id: str, user: Payload, home: OwnWorkspace) -> Person:
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
    administrator = any(user.get(name) for name in ("is_admin", "is_owner", "is_primary_owner"))
    email = str((user.get("profile") or {}).get("email") or "")  # only with `users:read.email`
    locale = str(user.get("locale") or "")
    return Person(id, administrator=administrator, address=fingerprint(email), locale=locale)


def is_shared(channel: Payload) -> bool:
    """Whether another company reads a channel, by what `conversations.info` says, or soon will.

    Shared among workspaces of one organisation (`is_org_shared`) it is not.
    """
    soon = channel.get("pending_shared") or channel.get("pending_connected_team_ids")
    now = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
    return bool(now or soon)


def _installation(token: SlackResponse, app: str) -> Installation:
    home = OwnWorkspace(
        team=str(token.get("team_id") or ""),
        organisation=str(token.get("enterprise_id") or ""),
        app=app,
    )
    headers = (str(v) for k, v in token.headers.items() if k.lower() == "x-oauth-scopes")
    scopes = next(headers, "").split(",")
    return Installation(home, frozenset(scope.strip() for scope in scopes))


def _says(error: Refused | Uncertain, codes: Collection[str]) -> bool:
    """Whether Slack surely said no, and in one of these words."""
    return isinstance(error, Refused) and error.code in codes
