"""Where each of Freshdesk's streams is read, and how it is paged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from metrics.sources.needs import Need, Provision
from metrics.tickets.records import Removal


class Paging(Enum):
    """How a stream is paged.

    DETAILS: it is asked for one ticket at a time. LATEST: what is of the last days is asked for
    again and again, since it may come late or change.
    """

    UPDATES = auto()
    LIST = auto()
    LATEST = auto()
    UNSOLVED = auto()
    DETAILS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Where a stream is read. `cost` is what a call takes of the credits of the plan.

    `removal` is what a list of tickets is of. `after` is how one asks for what is of an instant or
    later. `optional`: not every plan or agent is given it.
    """

    path: str
    mode: Paging
    cost: int = 1
    optional: bool = False
    removal: Removal | None = None
    after: str = "created_since"
    params: Mapping[str, str] = field(default_factory=dict)


_STATS: Final = {"include": "stats"}
_WITH_STATS: Final = 3
"""One credit for the list and two for what is included."""

SOURCES: Final[Mapping[str, Feed]] = {
    "agents": Feed(path="/agents", mode=Paging.LIST),
    "groups": Feed(path="/groups", mode=Paging.LIST),
    "tickets": Feed(path="/tickets", mode=Paging.UPDATES, cost=_WITH_STATS, params=_STATS),
    "deleted": Feed(
        path="/tickets",
        mode=Paging.UPDATES,
        cost=_WITH_STATS,
        removal=Removal.DELETED,
        params={"filter": "deleted", **_STATS},
    ),
    "spam": Feed(
        path="/tickets",
        mode=Paging.UPDATES,
        cost=_WITH_STATS,
        removal=Removal.SPAM,
        params={"filter": "spam", **_STATS},
    ),
    "unsolved": Feed(path="/search/tickets", mode=Paging.UNSOLVED),
    "conversations": Feed(path="/tickets/{}/conversations", mode=Paging.DETAILS),
    "ratings": Feed(path="/surveys/satisfaction_ratings", mode=Paging.LATEST, optional=True),
    "business_hours": Feed(path="/business_hours", mode=Paging.LIST, optional=True),
    "time_entries": Feed(
        path="/time_entries", mode=Paging.LATEST, optional=True, after="executed_after"
    ),
}
"""The streams, in the order in which a first sync reads them. A run begins with the agents."""

CHILDREN: Final[Mapping[str, tuple[str, ...]]] = {"conversations": ("tickets", "unsolved")}

SUPPLIES: Final[Mapping[Need, Provision]] = {
    Need.TICKETS: Provision(
        streams=("tickets", "deleted", "spam"),
        how="tickets that Freshdesk has archived are in none of its lists, so those closed long "
        "before Deskpulse was connected are missing",
    ),
    Need.HISTORY: Provision(
        streams=("tickets", "unsolved"),
        how="Freshdesk keeps no history: of a ticket's solves and reopenings only the latest is "
        "told, and what came before Deskpulse was connected counts for the team, agent and "
        "priority of today",
    ),
    Need.CHANGES: Provision(
        streams=("tickets", "unsolved"),
        how="Freshdesk does not tell them: what differs from one reading to the next is noted, "
        "with the time of the newer version",
        observed=True,
    ),
    Need.REPLIES: Provision(streams=("tickets", "conversations")),
    Need.PEOPLE: Provision(streams=("agents", "groups")),
    Need.SURVEYS: Provision(
        streams=("ratings",),
        how="Freshdesk tells of the answers to surveys, and not of those that were sent",
    ),
    Need.PROMISES: Provision(
        streams=("tickets",),
        how="by the due times and the latest solve that a ticket has now; those of next replies "
        "are not kept by Freshdesk, so they are not counted",
    ),
    Need.HOURS: Provision(
        streams=("business_hours",),
        how="Freshdesk tells its present hours, one span a day and no holidays",
    ),
    Need.AI: Provision(
        streams=("conversations", "agents"),
        how="by the agents that the settings name as AI agents; what Freddy answers by itself is "
        "not told",
    ),
    Need.HANDLING: Provision(
        streams=("time_entries",),
        how="by the time that agents note down: all of a ticket is one contact, which ended with "
        "the newest entry; what nobody noted is not told, and an entry that was changed or deleted "
        "more than two weeks after its day counts as it was",
    ),
}
"""What the streams bring."""
