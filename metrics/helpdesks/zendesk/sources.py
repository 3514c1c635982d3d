"""Where each of Zendesk's streams is read, and how it is paged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from metrics.sources.needs import Need, Provision


class Mode(Enum):
    """How a stream is paged."""

    CURSOR = auto()
    TIME = auto()
    STEPS = auto()
    LIST = auto()
    SCHEDULES = auto()
    RATINGS = auto()
    SURVEYS = auto()
    UNSOLVED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a stream is read and under which name its rows stand.

    `whole`: from the beginning of time, whatever history is asked for. An agent whose account was
    last touched years ago answers today. `optional`: not every plan has it; all goes on without.
    """

    path: str
    rows: str
    mode: Mode
    whole: bool = False
    optional: bool = False
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_time(self) -> bool:
        """Whether it is told in the order of time from any instant on."""
        return self.mode in {Mode.CURSOR, Mode.TIME, Mode.STEPS} and not self.whole


SOURCES: Final[Mapping[str, Source]] = {
    "users": Source(path="/incremental/users/cursor", rows="users", mode=Mode.CURSOR, whole=True),
    "groups": Source(path="/groups", rows="groups", mode=Mode.LIST),
    "tickets": Source(
        path="/incremental/tickets/cursor",
        rows="tickets",
        mode=Mode.CURSOR,
        params={"include": "metric_sets", "support_type_scope": "all"},
    ),
    "unsolved": Source(path="/search/export", rows="results", mode=Mode.UNSOLVED),
    "events": Source(
        path="/incremental/ticket_events",
        rows="ticket_events",
        mode=Mode.TIME,
        params={"include": "comment_events", "support_type_scope": "all"},
    ),
    "ratings": Source(path="/satisfaction_ratings", rows="satisfaction_ratings", mode=Mode.RATINGS),
    "surveys": Source(
        path="/guide/survey_responses", rows="survey_responses", mode=Mode.SURVEYS, optional=True
    ),
    "sla_policies": Source(
        path="/slas/policies", rows="sla_policies", mode=Mode.LIST, optional=True
    ),
    "sla_events": Source(
        path="/incremental/ticket_metric_events",
        rows="ticket_metric_events",
        mode=Mode.STEPS,
        optional=True,
    ),
    "schedules": Source(
        path="/business_hours/schedules", rows="schedules", mode=Mode.SCHEDULES, optional=True
    ),
}
"""The streams, in the order in which a first sync reads them."""

SURVEYS_PATH: Final = "/guide/en-us/surveys"
"""The surveys themselves, whose words come in the language that the path names."""

SUPPLIES: Final[Mapping[Need, Provision]] = {
    Need.TICKETS: Provision(streams=("tickets",)),
    Need.HISTORY: Provision(streams=("tickets", "unsolved", "events")),
    Need.REPLIES: Provision(streams=("tickets", "events", "users")),
    Need.PEOPLE: Provision(streams=("users", "groups")),
    Need.SURVEYS: Provision(streams=("ratings",), also=("surveys",)),
    Need.PROMISES: Provision(streams=("sla_events",)),
    Need.HOURS: Provision(
        streams=("schedules",),
        how="Zendesk tells only its hours of today; earlier ones are known since they were seen",
    ),
    Need.AI: Provision(
        streams=("events", "users"),
        how="by what Zendesk says of a writer, and by the users the settings name as AI agents",
    ),
}
"""What the streams bring."""
