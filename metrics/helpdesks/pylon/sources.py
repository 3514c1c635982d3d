"""Where each of Pylon's streams is read, and what the streams bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from metrics.sources.needs import Need, Provision


class Paging(Enum):
    """How a stream is paged. DETAILS: it is asked for one issue at a time."""

    LIST = auto()
    UPDATES = auto()
    UNSOLVED = auto()
    RATINGS = auto()
    DETAILS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Where a stream is read. `optional`: not every plan or token is given it."""

    path: str
    mode: Paging
    optional: bool = False


SOURCES: Final[Mapping[str, Feed]] = {
    "users": Feed(path="/users", mode=Paging.LIST),
    "teams": Feed(path="/teams", mode=Paging.LIST),
    "issues": Feed(path="/issues/search", mode=Paging.UPDATES),
    "unsolved": Feed(path="/issues/search", mode=Paging.UNSOLVED),
    "messages": Feed(path="/issues/{}/messages", mode=Paging.DETAILS),
    "ratings": Feed(path="/surveys/{}/responses", mode=Paging.RATINGS, optional=True),
}
"""The streams, in the order in which a first sync reads them. A run begins with the users."""

CHILDREN: Final[Mapping[str, tuple[str, ...]]] = {"messages": ("issues", "unsolved")}

SUPPLIES: Final[Mapping[Need, Provision]] = {
    Need.TICKETS: Provision(
        streams=("issues", "unsolved"),
        how="that an issue was merged or is spam Pylon does not tell but by a tag that the "
        "settings name; of issues that were deleted those are noticed that were unsolved",
    ),
    Need.HISTORY: Provision(
        streams=("issues", "unsolved"),
        how="Pylon keeps no history: the first and the latest solve are told, one reopening is "
        "worked out from the time in each status, and what came before Deskpulse was connected "
        "counts for the team, agent and priority of today",
    ),
    Need.CHANGES: Provision(
        streams=("issues", "unsolved"),
        how="Pylon does not tell them: what differs from one reading to the next is noted, with "
        "the time of the newer version",
        observed=True,
    ),
    Need.REPLIES: Provision(streams=("issues", "messages")),
    Need.PEOPLE: Provision(streams=("users", "teams")),
    Need.SURVEYS: Provision(
        streams=("ratings",),
        how="an answer to a survey names a customer and no issue: it counts for the issue of "
        "theirs with that score that was solved last before; Pylon does not tell of surveys that "
        "nobody answered",
    ),
    Need.PROMISES: Provision(
        streams=("issues",),
        how="by the due times that an issue has now, its first solve and what Pylon calls its "
        "first response, which may be an AI agent's; due times of next replies Pylon does not "
        "tell, so they are not counted",
    ),
    Need.AI: Provision(
        streams=("messages", "users"),
        how="by the users that the settings name as AI agents; Pylon does not mark their answers",
    ),
}
"""What the streams bring. Business hours Pylon does not tell."""
