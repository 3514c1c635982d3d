"""Who may see and do what, and where: one table that every answer goes through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.config import USER_GROUP
from bot.services import Members, Services
from bot.talk import Cell, Row
from bot.workspace import GROUP, CannotCheckError, is_direct
from metrics.ask import Line, Owner, TicketList
from metrics.catalogue import measure
from metrics.catalogue.metric import Age, Level
from metrics.question.query import Query
from metrics.tickets.records import Dimension, Instant


class Role(StrEnum):
    """What a person is here."""

    LEAD = "lead"
    ADMIN = "administrator"
    AGENT = "agent"
    ANYONE = "anyone"


class ChannelKind(StrEnum):
    """What a channel is. One of which Slack does not say more counts as public."""

    PUBLIC = "public"
    PRIVATE = "private"
    LEADS = "named for leads"
    DIRECT = "direct message"


class What(StrEnum):
    """What is wanted. OWN: a person's figures, wanted by them. WORK: what is open, with owners."""

    METRIC = "metric"
    SPLIT = "split by agent"
    PERSON = "filter by agent"
    OWN = "filter by oneself"
    LIST = "ticket list"
    WORK = "open work"
    FILE = "csv"
    TARGET = "target change"
    SCHEDULE = "schedule change"
    ALERT = "alert change"
    NOTE = "note change"
    CORE = "core set change"
    IDENTITY = "identity change"
    IMPORT = "import"


class View(StrEnum):
    """A view of the Home tab."""

    EXECUTIVE = "executive"
    MANAGER = "manager"
    AGENT = "agent"


class Verdict(StrEnum):
    """What becomes of a question. PRIVATELY: only the one who asks sees the answer."""

    HERE = "allowed here"
    PRIVATELY = "allowed privately"
    REFUSED = "refused"


PEOPLE = frozenset({What.SPLIT, What.PERSON, What.OWN})
"""What shows figures of single people."""

CHANGES = frozenset(What) - PEOPLE - {What.METRIC, What.LIST, What.WORK, What.FILE}
"""What changes things for everybody."""

VIEWS: Mapping[View, What] = MappingProxyType(
    {View.EXECUTIVE: What.METRIC, View.MANAGER: What.LIST, View.AGENT: What.OWN}
)
"""What each view of the Home tab shows: figures, also tickets by number, or a person's own."""

_WHY = "Figures of single people are for leads and for that agent alone. Ask a lead"
_ONLY, _ASK = "so only leads and administrators", "Ask one of them"
REFUSALS: Mapping[What, str] = MappingProxyType(
    {
        What.SPLIT: f"{_WHY}, or ask by team.",
        What.PERSON: f"{_WHY}, or leave the agent out.",
        What.TARGET: f"Targets are for the whole team, {_ONLY} set them. {_ASK}.",
        What.SCHEDULE: f"Schedules post for all, {_ONLY} change them. {_ASK}.",
        What.ALERT: f"Alerts speak to all, {_ONLY} change them. {_ASK}; all may acknowledge one.",
        What.IDENTITY: f"It decides whose figures somebody sees, {_ONLY} confirm it. {_ASK}.",
        What.NOTE: f"Notes stand beside everybody's figures, {_ONLY} keep them. {_ASK}.",
        What.CORE: f"All are shown the core set, {_ONLY} choose it. {_ASK}.",
        What.IMPORT: f"Costs and files count for everybody, {_ONLY} bring them in. {_ASK}.",
    }
)
"""Why something is refused, and who may."""
NO_LEADS = "No leads are named yet: whoever runs Deskpulse names them in DESKPULSE_LEADS."
NOBODY_NAMED = (
    "Nobody is named for that yet, so it is for administrators and owners of this Slack workspace. "
    "Whoever runs Deskpulse names others in DESKPULSE_LEADS and DESKPULSE_ADMINS."
)

_FOR_LEADS = {Role.LEAD: Verdict.PRIVATELY}
_FOR_ALL_ALONE = dict.fromkeys(Role, Verdict.PRIVATELY)
_TABLE: Mapping[What, Mapping[Role, Verdict]] = MappingProxyType(
    {
        What.METRIC: dict.fromkeys(Role, Verdict.HERE),
        What.SPLIT: _FOR_LEADS,
        What.PERSON: _FOR_LEADS,
        What.OWN: _FOR_ALL_ALONE,
        What.LIST: _FOR_ALL_ALONE,
        What.WORK: dict.fromkeys(Role, Verdict.HERE),
        What.FILE: _FOR_ALL_ALONE,
        **dict.fromkeys(CHANGES, dict.fromkeys((Role.LEAD, Role.ADMIN), Verdict.HERE)),
    }
)
"""Who may what; a role that is not named is refused."""


@dataclass(frozen=True, slots=True)
class ReadableNames:
    """Whose names stand in a list of tickets: those of these agents, or everybody's.

    `note` is what the list says of those that it leaves out.
    """

    agents: frozenset[str] = frozenset()
    everybody: bool = False
    note: str = ""

    def __bool__(self) -> bool:
        """Whether anybody is named at all."""
        return self.everybody or bool(self.agents)

    def row(self, line: Line) -> Row:
        """A ticket with its owner by name, or without one."""
        return {name: self._cell(value) for name, value in line.items()}

    def _cell(self, value: Cell | Owner) -> Cell:
        if not isinstance(value, Owner):
            return value
        return value.name if self.everybody or value.id in self.agents else ""


@dataclass(frozen=True, slots=True)
class NamedTickets:
    """The tickets behind a number, with the names of the owners that somebody may read."""

    all: TicketList
    names: ReadableNames

    def __len__(self) -> int:
        return len(self.all)

    def __iter__(self) -> Iterator[Row]:
        return map(self.names.row, self.all)

    def first(self, most: int) -> list[Row]:
        """The first of them; no other is read."""
        return list(map(self.names.row, self.all.first(most)))


EVERYBODY, NOBODY = ReadableNames(everybody=True), ReadableNames()
NO_NAMES = (
    "Names of agents are left out: who had a ticket that was measured is shown to leads, and to "
    "each agent for their own."
)
OWN_NAME = (
    "Names of other agents are left out: who had a ticket that was measured is shown to leads, and "
    "to you for your own."
)


def open_work(query: Query, now: Instant, zone: ZoneInfo) -> bool:
    """Whether its tickets are those that are open now: who has them is for all to know."""
    if not isinstance(measure(query.metric, query.variant), Level | Age):
        return False
    return query.period.window(now, ZoneInfo(query.zone) if query.zone else zone).end >= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who is who, as the settings name them. A group's own id stays among its members.

    So a group that nobody could read still counts as named, and opens nothing to all.
    """

    leads: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    lead_channels: frozenset[str] = frozenset()
    agents: Mapping[str, str] = field(default_factory=dict)

    @property
    def names_anybody(self) -> bool:
        """Whether the settings name anybody for changes. Until then it is for Slack's own."""
        return bool(self.leads | self.admins)

    def role(self, person: str, *, administrator: bool = False) -> Role:
        """What somebody is; the first of lead, administrator and agent that holds.

        `administrator`: of the Slack workspace itself, which counts while nobody is named.
        """
        if person in self.leads:
            return Role.LEAD
        if person in self.admins or (administrator and not self.names_anybody):
            return Role.ADMIN
        return Role.AGENT if person in self.agents else Role.ANYONE

    def administers(self, person: str, *, administrator: bool = False) -> bool:
        """Whether somebody looks after all of it: who is named for that, else a lead.

        `administrator`: of the Slack workspace itself, which counts while nobody is named.
        """
        if self.names_anybody:
            return person in (self.admins or self.leads)
        return administrator

    def place(self, channel: str) -> ChannelKind:
        """What a channel is, as far as its id says."""
        if channel in self.lead_channels:
            return ChannelKind.LEADS
        if is_direct(channel):
            return ChannelKind.DIRECT
        return ChannelKind.PRIVATE if channel.startswith(GROUP) else ChannelKind.PUBLIC

    def usual_view(self, person: str) -> View:
        """The view of the Home tab for somebody who has not chosen one."""
        usual = {Role.LEAD: View.MANAGER, Role.AGENT: View.AGENT}
        return usual.get(self.role(person), View.EXECUTIVE)

    def people(self, query: Query, person: str) -> What:
        """Whose figures a question wants: the person's own, others', or nobody's by name."""
        if not query.of_people:
            return What.METRIC
        if query.values(Dimension.AGENT) == (self.agents.get(person),):
            return What.OWN
        return What.SPLIT if Dimension.AGENT in query.split else What.PERSON

    def names(self, person: str) -> ReadableNames:
        """Whose names somebody may read beside what was measured: all for a lead, else their own.

        That judges what an answer shows, whatever it was that asked for it.
        """
        if self.role(person) is Role.LEAD:
            return EVERYBODY
        own = frozenset({self.agents[person]} if person in self.agents else ())
        why = "" if self.leads else f" {NO_LEADS}"
        return ReadableNames(own, note=f"{OWN_NAME if own else NO_NAMES}{why}")

    def verdict(self, role: Role, place: ChannelKind, what: What) -> Verdict:
        """What becomes of a question."""
        if what in PEOPLE and role is Role.LEAD and place is ChannelKind.LEADS:
            return Verdict.HERE
        return _TABLE[what].get(role, Verdict.REFUSED)

    def refusal(self, what: What) -> str:
        """Why something is refused, and who may; where nobody may, who can name somebody."""
        if what in CHANGES:
            return REFUSALS[what] if self.names_anybody else NOBODY_NAMED
        return REFUSALS[what] if self.leads else f"{REFUSALS[what]} {NO_LEADS}"

    def lists(self, person: str, channel: str, *, alone: bool = False) -> bool:
        """Whether tickets may be listed, and so linked, in a channel; `alone`: only they see it."""
        place = self.place(channel)
        verdict = self.verdict(self.role(person), place, What.LIST)
        private = alone or place is ChannelKind.DIRECT
        return verdict is Verdict.HERE or (verdict is Verdict.PRIVATELY and private)


def policy(services: Services) -> Policy:
    """Who is who by the settings and by the user groups that they name."""
    settings = services.settings
    return Policy(
        leads=_everybody(settings.leads(), services.members),
        admins=_everybody(settings.admins(), services.members),
        lead_channels=settings.lead_channels(),
        agents=_agents(services),
    )


def _agents(services: Services) -> Mapping[str, str]:
    """Who is which agent: as the settings say, and else as somebody has confirmed."""
    of_settings = services.agents()
    ids = set(of_settings.values())
    claims = services.claims.agents()
    return {**{who: id for who, id in claims.items() if id not in ids}, **of_settings}


def _everybody(ids: frozenset[str], members: Members) -> frozenset[str]:
    """The people of these ids, and those in the groups among them."""
    for group in [id for id in ids if id.startswith(USER_GROUP)]:
        with suppress(CannotCheckError):  # who asks has been told by now; a digest names nobody
            ids |= members(group)
    return ids
