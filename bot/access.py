"""Who may see and do what, and where: one table that every answer goes through."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from bot.config import USER_GROUP
from bot.services import Members, Services
from metrics.catalogue.metric import Unit
from metrics.explanation import Explanation, Shift, summed
from metrics.query import Against, Query
from metrics.records import Dimension
from metrics.result import Figure, Part, Result
from metrics.statistics import Estimate


class Role(StrEnum):
    """What a person is here."""

    LEAD = "lead"
    ADMIN = "administrator"
    AGENT = "agent"
    ANYONE = "anyone"


class Place(StrEnum):
    """What a channel is. One of which Slack does not say more counts as public."""

    PUBLIC = "public"
    PRIVATE = "private"
    LEADS = "named for leads"
    DIRECT = "direct message"


class What(StrEnum):
    """What is wanted. OWN: a person's figures, wanted by that person."""

    METRIC = "metric"
    SPLIT = "split by agent"
    PERSON = "filter by agent"
    OWN = "filter by oneself"
    LIST = "ticket list"
    FILE = "csv"
    TARGET = "target change"
    SCHEDULE = "schedule change"
    ALERT = "alert change"


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


CHANGES = frozenset({What.TARGET, What.SCHEDULE, What.ALERT})
"""What changes things for everybody. Where nobody is named for it, everybody may."""

PEOPLE = frozenset({What.SPLIT, What.PERSON, What.OWN})
"""What shows figures of single people."""

VIEWS: Mapping[View, What] = MappingProxyType(
    {View.EXECUTIVE: What.METRIC, View.MANAGER: What.LIST, View.AGENT: What.OWN}
)
"""What each view of the Home tab shows: figures, also tickets by number, or a person's own."""

WHO_HOLDS = frozenset({"oldest"})
"""Metrics that name tickets, and with them who holds which."""

_WHY = "Figures of single people are for leads and for that agent alone. Ask a lead"
REFUSALS: Mapping[What, str] = MappingProxyType(
    {
        What.SPLIT: f"{_WHY}, or ask by team.",
        What.PERSON: f"{_WHY}, or leave the agent out.",
        What.TARGET: "Targets are for the whole team, so only leads and administrators set them. "
        "Ask one of them.",
        What.SCHEDULE: "Schedules post for all, so only leads and administrators change them. "
        "Ask one of them.",
        What.ALERT: "Alerts speak to all, so only leads and administrators change them. "
        "Ask one of them; anybody may acknowledge one.",
    }
)
"""Why something is refused, and who may."""

_FOR_LEADS = {Role.LEAD: Verdict.PRIVATELY}
_FOR_ALL_ALONE = dict.fromkeys(Role, Verdict.PRIVATELY)
_TABLE: Mapping[What, Mapping[Role, Verdict]] = MappingProxyType(
    {
        What.METRIC: dict.fromkeys(Role, Verdict.HERE),
        What.SPLIT: _FOR_LEADS,
        What.PERSON: _FOR_LEADS,
        What.OWN: _FOR_ALL_ALONE,
        What.LIST: _FOR_ALL_ALONE,
        What.FILE: _FOR_ALL_ALONE,
        **dict.fromkeys(CHANGES, dict.fromkeys((Role.LEAD, Role.ADMIN), Verdict.HERE)),
    }
)
"""Who may what; a role that is not named is refused. Without leads see `Policy.verdict`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who is who, as the settings name them. A group's own id stays among its members.

    So a group that nobody could read still counts as named, and opens nothing to all.
    """

    leads: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    lead_channels: frozenset[str] = frozenset()
    agents: Mapping[str, str] = field(default_factory=dict)

    def role(self, person: str) -> Role:
        """What somebody is; the first of lead, administrator and agent that holds."""
        if person in self.leads:
            return Role.LEAD
        if person in self.admins:
            return Role.ADMIN
        return Role.AGENT if person in self.agents else Role.ANYONE

    def place(self, channel: str) -> Place:
        """What a channel is, as far as its id says."""
        if channel in self.lead_channels:
            return Place.LEADS
        return {"D": Place.DIRECT, "U": Place.DIRECT, "W": Place.DIRECT, "G": Place.PRIVATE}.get(
            channel[:1], Place.PUBLIC
        )

    def usual_view(self, person: str) -> View:
        """The view of the Home tab for somebody who has not chosen one."""
        usual = {Role.LEAD: View.MANAGER, Role.AGENT: View.AGENT}
        return usual.get(self.role(person), View.EXECUTIVE)

    def people(self, query: Query, person: str) -> What:
        """Whose figures a question wants: the person's own, others', or nobody's by name."""
        named = query.values(Dimension.AGENT)
        if named and named == (self.agents.get(person),):
            return What.OWN
        if Dimension.AGENT in query.split:
            return What.SPLIT
        return What.PERSON if named else What.METRIC

    def verdict(self, role: Role, place: Place, what: What) -> Verdict:
        """What becomes of a question. Where nobody is named for it, nobody is refused."""
        if what in PEOPLE:
            if not self.leads:
                return Verdict.PRIVATELY
            if role is Role.LEAD and place is Place.LEADS:
                return Verdict.HERE
        if what in CHANGES and not self.leads | self.admins:
            return Verdict.HERE
        return _TABLE[what].get(role, Verdict.REFUSED)

    def lists(self, person: str, channel: str, *, alone: bool = False) -> bool:
        """Whether tickets may be listed, and so linked, in a channel; `alone`: only they see it."""
        place = self.place(channel)
        verdict = self.verdict(self.role(person), place, What.LIST)
        private = alone or place is Place.DIRECT
        return verdict is Verdict.HERE or (verdict is Verdict.PRIVATELY and private)


def policy(services: Services) -> Policy:
    """Who is who by the settings and by the user groups that they name."""
    settings = services.settings
    return Policy(
        leads=_everybody(settings.leads(), services.members),
        admins=_everybody(settings.admins(), services.members),
        lead_channels=settings.lead_channels(),
        agents=settings.agent_ids(),
    )


def _everybody(ids: frozenset[str], members: Members) -> frozenset[str]:
    """The people of these ids, and those in the groups among them."""
    groups = (id for id in ids if id.startswith(USER_GROUP))
    return ids.union(*map(members, groups))


FEWEST = 5
"""Smaller groups say too much about single people's work."""
FEWER = f"(fewer than {FEWEST})"


def about_people(query: Query, split: Collection[Dimension], unit: Unit) -> bool:
    """Whether the parts of a split tell of people's work: by agent, of one agent, or by team.

    How many tickets a team has is no figure of anybody's work, however few they are.
    """
    if Dimension.AGENT in split or query.values(Dimension.AGENT):
        return True
    return Dimension.TEAM in split and unit is not Unit.COUNT


def merged(result: Result) -> Result:
    """The answer with all groups under five put into one that shows no value.

    What a part is compared with is not told where that is under five.
    """
    if not about_people(result.query, result.split, result.unit):
        return result
    result = replace(result, parts=_compared(result))
    sizes = [part.figure.n for part in result.parts]
    out = small(sizes)
    if not out:
        return result
    parts = [result.parts[at] for at in out]
    n = sum(part.figure.n for part in parts)
    shares = [part.share for part in parts if part.share is not None]
    rest = Part(
        key=tuple("" for _ in result.split),
        label=FEWER,
        figure=Figure(estimate=Estimate(None, n), few=True, hidden=True),
        share=sum(shares) if shares else None,
    )
    large = (part for at, part in enumerate(result.parts) if at not in out)
    return replace(result, parts=(*large, rest))


def _compared(result: Result) -> tuple[Part, ...]:
    """The parts, without the other side where that is small; what is there alone is left out."""
    if result.query.against in {Against.TARGET, Against.BASELINE}:
        return result.parts
    out = small([part.previous.n if part.previous else 0 for part in result.parts])
    told = (
        replace(part, previous=None, change=None) if at in out else part
        for at, part in enumerate(result.parts)
    )
    return tuple(part for part in told if part.figure.n or part.previous)


def merged_why(explanation: Explanation) -> Explanation:
    """The explanation with all parts under five in both periods put into one, its sums kept."""
    if explanation.counts:
        return explanation
    result, parts = explanation.result, explanation.parts

    def of_people(split: str) -> bool:
        return about_people(result.query, {d for d in Dimension if d == split}, result.unit)

    kept = (each for each in explanation.also if not of_people(each[0]) or size(each[1]) >= FEWEST)
    explanation = replace(explanation, also=tuple(kept))
    out = small([size(part) for part in parts]) if of_people(explanation.dimension) else set()
    if not out:
        return explanation
    rest = summed([parts[at] for at in out], FEWER)
    large = tuple(part for at, part in enumerate(parts) if at not in out)
    tickets = () if 0 in out else explanation.tickets
    return replace(explanation, parts=(*large, rest), tickets=tickets)


def size(part: Shift) -> int:
    """How many stand behind a part, in the period in which it had more."""
    return max(part.old.n, part.new.n)


def small(sizes: Sequence[int]) -> set[int]:
    """The places of groups under five; one more where these alone could be told by subtraction."""
    out = {at for at, n in enumerate(sizes) if 0 < n < FEWEST}
    others = sorted((n, at) for at, n in enumerate(sizes) if n >= FEWEST)
    if out and others and sum(sizes[at] for at in out) < FEWEST:
        out.add(others[0][1])
    return out
