"""Where each of Zendesk's streams is read, and how it is paged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from metrics.sources.needs import Need, Provision


class Paging(Enum):
    """How a stream is paged."""

    CURSOR = auto()
    TIME = auto()
    STEPS = auto()
    LIST = auto()
    SCHEDULES = auto()
    RATINGS = auto()
    SURVEYS = auto()
    UNSOLVED = auto()
    SUSPENDED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Where a stream is read and under which name its rows stand.

    `whole`: from the beginning of time, whatever history is asked for. An agent whose account was
    last touched years ago answers today. `optional`: not every plan has it; all goes on without.
    """

    path: str
    rows: str
    mode: Paging
    whole: bool = False
    optional: bool = False
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_time(self) -> bool:
        """Whether it is told in the order of time from any instant on."""
        return self.mode in {Paging.CURSOR, Paging.TIME, Paging.STEPS} and not self.whole


SOURCES: Final[Mapping[str, Feed]] = {
    "users": Feed(path="/incremental/users/cursor", rows="users", mode=Paging.CURSOR, whole=True),
    "groups": Feed(path="/groups", rows="groups", mode=Paging.LIST),
    "tickets": Feed(
        path="/incremental/tickets/cursor",
        rows="tickets",
        mode=Paging.CURSOR,
        params={"include": "metric_sets", "support_type_scope": "all"},
    ),
    "unsolved": Feed(path="/search/export", rows="results", mode=Paging.UNSOLVED),
    "events": Feed(
        path="/incremental/ticket_events",
        rows="ticket_events",
        mode=Paging.TIME,
        params={"include": "comment_events", "support_type_scope": "all"},
    ),
    "ratings": Feed(path="/satisfaction_ratings", rows="satisfaction_ratings", mode=Paging.RATINGS),
    "surveys": Feed(
        path="/guide/survey_responses", rows="survey_responses", mode=Paging.SURVEYS, optional=True
    ),
    "sla_events": Feed(
        path="/incremental/ticket_metric_events",
        rows="ticket_metric_events",
        mode=Paging.STEPS,
        optional=True,
    ),
    "schedules": Feed(
        path="/business_hours/schedules", rows="schedules", mode=Paging.SCHEDULES, optional=True
    ),
    "calls": Feed(
        path="/channels/voice/stats/incremental/calls",
        rows="calls",
        mode=Paging.STEPS,
        optional=True,
    ),
    "suspended": Feed(
        path="/suspended_tickets", rows="suspended_tickets", mode=Paging.SUSPENDED, optional=True
    ),
}
"""The streams, in the order in which a first sync reads them."""

SURVEYS_PATH: Final = "/guide/en-us/surveys"
"""The surveys themselves, whose words come in the language that the path names."""

SUPPLIES: Final[Mapping[Need, Provision]] = {
    Need.TICKETS: Provision(streams=("tickets",)),
    Need.HISTORY: Provision(streams=("tickets", "unsolved", "events")),
    Need.CHANGES: Provision(streams=("tickets", "unsolved", "events")),
    Need.REPLIES: Provision(streams=("tickets", "events", "users")),
    Need.PEOPLE: Provision(streams=("users", "groups")),
    Need.SURVEYS: Provision(streams=("ratings",), also=("surveys",)),
    Need.PROMISES: Provision(streams=("sla_events",)),
    Need.HOURS: Provision(
        streams=("schedules",),
        how="Zendesk tells only its present hours; changes made before Deskpulse was connected are "
        "not known",
    ),
    Need.TONE: Provision(
        streams=("tickets",),
        how="where intelligent triage is on, by what it calls the first message, or an agent after "
        "it; of tickets from before, and in languages that it does not know, there is none",
    ),
    Need.AI: Provision(
        streams=("events", "users"),
        how="by what Zendesk says of a writer, and by the users the settings name as AI agents",
    ),
    Need.CALLS: Provision(streams=("calls",)),
    Need.HANDLING: Provision(
        streams=("calls",),
        how="by Zendesk Talk's inbound calls; how long people work on what does not come by "
        "telephone Zendesk does not tell",
    ),
}
"""What the streams bring."""
