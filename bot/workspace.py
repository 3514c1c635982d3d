"""Who somebody is and who else reads a channel, without a word of Slack's: asked, and known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from metrics.errors import AskError

PERSON, CONVERSATION, GROUP = ("U", "W"), "D", "G"
"""So begin the ids of people, of conversations with the bot, and of private channels of old."""


def is_person(id: str) -> bool:
    """Whether it is the id of a person."""
    return id.startswith(PERSON)


def is_direct(id: str) -> bool:
    """Whether only one person reads along: a conversation with the bot, or that person's own id."""
    return is_person(id) or id.startswith(CONVERSATION)


def reader(channel: str, owner: str) -> str:
    """Who reads a direct message, as far as ids say: of a conversation that is who began it.

    Empty for a channel, and where nobody is known.
    """
    if is_person(channel):
        return channel
    return owner if channel.startswith(CONVERSATION) else ""


class Standing(StrEnum):
    """What somebody is to the own company. OUTSIDER: of another one, or of none any more."""

    MEMBER = "member"
    GUEST = "guest"
    OUTSIDER = "outsider"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in Slack. `administrator`: an administrator or owner of the workspace itself.

    `address` is the fingerprint of a member's e-mail address, and `locale` such as "en-GB"; both
    are "" where Slack does not say.
    """

    id: str
    standing: Standing = Standing.MEMBER
    administrator: bool = False
    address: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation. `shared`: people of another company read it, or are about to.

    `person`: whom the bot talks to there, where it is a direct message and Slack says so.
    """

    id: str
    shared: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class OwnWorkspace:
    """The own workspace and app by their ids; `organisation` is empty outside Enterprise Grid."""

    team: str = ""
    organisation: str = ""
    app: str = ""


class CannotCheckError(AskError):
    """Slack could not be asked now; that says nothing of the next time."""

    def __init__(self) -> None:
        super().__init__("I cannot check right now, ask again in a minute.")


class Workspace(Protocol):
    """Knows people and channels. Each answer may be some minutes old."""

    @property
    def home(self) -> OwnWorkspace:
        """The own workspace. Raises CannotCheckError."""
        ...

    @property
    def complete(self) -> bool:
        """Whether the installation may ask for people and channels. Raises CannotCheckError."""
        ...

    @property
    def files(self) -> bool:
        """Whether the installation may send files. Raises CannotCheckError."""
        ...

    @property
    def hears(self) -> bool:
        """Whether plain replies in threads come in: one has been heard. It asks nobody."""
        ...

    def hear(self) -> None:
        """Know that plain replies come in."""
        ...

    def person(self, id: str) -> Person:
        """Who somebody is. Raises CannotCheckError."""
        ...

    def channel(self, id: str) -> Channel:
        """Who else reads a channel, or a conversation with a person. Raises CannotCheckError."""
        ...

    def administrators(self) -> frozenset[str]:
        """Who administers or owns the workspace itself, some of them. Raises CannotCheckError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedWorkspace:
    """A workspace of which all is known: where there is no Slack to ask.

    Who is not named is a member, and what is not named is not shared.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    home: OwnWorkspace = OwnWorkspace()
    complete: bool = True
    files: bool = True
    hears: bool = False

    def hear(self) -> None:
        """What is known stays as it is."""

    def person(self, id: str) -> Person:
        """Who somebody is."""
        return self.people.get(id, Person(id))

    def channel(self, id: str) -> Channel:
        """Who else reads a channel."""
        return self.channels.get(id, Channel(id))

    def administrators(self) -> frozenset[str]:
        """Who administers it."""
        return frozenset(id for id, person in self.people.items() if person.administrator)


OWN = FixedWorkspace()
"""All are our own: what the command line goes by."""
