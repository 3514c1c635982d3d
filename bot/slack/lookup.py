"""Channels and people of a workspace by the names that people type, for whoever sets up the bot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.checkup import mend
from bot.slack.connection import SlackError
from bot.slack.sending import Refused, Uncertain, ask
from bot.slack.workspace import PAGES, is_shared, person
from bot.workspace import OwnWorkspace, Standing

PAGE = 999
"""The most that Slack gives at once; with as many pages as are read, some ten thousand."""
_ADVICE = ". `deskpulse doctor --live` says what the app lacks."

Payload: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownChannel:
    """A channel; `shared`: another company reads it, or will."""

    id: str
    name: str
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody of the workspace; `names` are those by which they can be meant, in small letters.

    `standing` says whether they are a member; `zone` is their time zone, "" where it is unknown.
    """

    id: str
    name: str
    names: frozenset[str]
    standing: Standing
    zone: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """Asks Slack with `client`. What fails raises SlackError, with a sentence."""

    client: WebClient

    def channels_of_bot(self) -> list[KnownChannel]:
        """The channels that the bot is in, by name."""
        return self._channels(self.client.users_conversations, "public_channel,private_channel")

    def public_channels(self) -> list[KnownChannel]:
        """The public channels, by name; of a very large workspace some."""
        return self._channels(self.client.conversations_list, "public_channel")

    def people(self) -> list[KnownPerson]:
        """Everybody who has not left, bots and guests too; of a very large workspace some."""
        token = _say(self.client.auth_test)
        home = OwnWorkspace(
            team=str(token.get("team_id") or ""), organisation=str(token.get("enterprise_id") or "")
        )
        users = _pages(self.client.users_list, "members")
        return [_person(user, home) for user in users if not user.get("deleted")]

    def _channels(self, method: Callable[..., SlackResponse], types: str) -> list[KnownChannel]:
        pages = _pages(method, "channels", types=types, exclude_archived=True)
        known = (
            KnownChannel(id=one["id"], name=_plain(one.get("name")), shared=is_shared(one))
            for one in pages
        )
        return sorted(known, key=lambda channel: channel.name)


def called(word: str, people: Sequence[KnownPerson]) -> list[KnownPerson]:
    """Those whom a word means: an id, an e-mail address, an @name or a name."""
    by_id = [one for one in people if one.id == word.strip()]
    name = word.strip().lstrip("@").casefold()
    return by_id or [one for one in people if name in one.names]


def _person(user: Payload, home: OwnWorkspace) -> KnownPerson:
    profile = user.get("profile") or {}
    real, shown = (_plain(profile.get(key)) for key in ("real_name", "display_name"))
    email = str(profile.get("email") or "")  # only with `users:read.email`
    names = {real, shown, email, str(user.get("name") or "")}
    return KnownPerson(
        id=user["id"],
        name=real or shown or str(user.get("name") or ""),
        names=frozenset(name.casefold() for name in names if name),
        standing=person(user["id"], user, home).standing,
        zone=str(user.get("tz") or ""),
    )


def _plain(name: object) -> str:
    """A name without what would steer a terminal."""
    return "".join(c for c in str(name or "") if c.isprintable())


def _pages(method: Callable[..., SlackResponse], key: str, **arguments: Any) -> Iterator[Payload]:
    """The entries of the first pages."""
    cursor = ""
    for _ in range(PAGES):
        page = _say(method, limit=PAGE, cursor=cursor, **arguments)
        yield from page.get(key) or ()
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _say(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    try:
        return ask(method, **arguments)
    except (Refused, Uncertain) as error:
        raise SlackError(mend(error, _ADVICE)) from None
