"""Where each of Intercom's streams is read, and how it is paged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from metrics.sources.needs import Need, Provision


class Paging(Enum):
    """How a stream is paged. DETAILS: it is asked for one conversation at a time."""

    LIST = auto()
    UPDATES = auto()
    UNSOLVED = auto()
    DELETED = auto()
    DETAILS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Where a stream is read, and the key of its rows.

    `optional`: not every workspace or token has it.
    """

    path: str
    rows: str
    mode: Paging
    optional: bool = False


_CONVERSATIONS: Final = "/conversations/search"
_TICKETS: Final = "/tickets/search"
HOURS_PATH: Final = "/office_hours_schedules"
DELETED_PATH: Final = "/conversations/deleted"

SOURCES: Final[Mapping[str, Feed]] = {
    "admins": Feed(path="/admins", rows="admins", mode=Paging.LIST),
    "teams": Feed(path="/teams", rows="teams", mode=Paging.LIST),
    "conversations": Feed(path=_CONVERSATIONS, rows="conversations", mode=Paging.UPDATES),
    "tickets": Feed(path=_TICKETS, rows="tickets", mode=Paging.UPDATES),
    "deleted": Feed(path=DELETED_PATH, rows="conversations", mode=Paging.DELETED),
    "unsolved": Feed(path=_CONVERSATIONS, rows="conversations", mode=Paging.UNSOLVED),
    "unsolved_tickets": Feed(path=_TICKETS, rows="tickets", mode=Paging.UNSOLVED),
    "parts": Feed(path="/conversations/{}", rows="", mode=Paging.DETAILS),
    "office_hours": Feed(path=HOURS_PATH, rows="data", mode=Paging.LIST, optional=True),
}
"""The streams, in the order in which a first sync reads them. A run begins with the admins."""

CONVERSATIONS: Final = frozenset({"conversations", "unsolved"})
TICKETS: Final = frozenset({"tickets", "unsolved_tickets"})

CHILDREN: Final[Mapping[str, tuple[str, ...]]] = {"parts": ("conversations", "unsolved")}

SUPPLIES: Final[Mapping[Need, Provision]] = {
    Need.TICKETS: Provision(streams=("conversations", "tickets", "deleted")),
    Need.HISTORY: Provision(streams=("parts", "tickets", "unsolved", "unsolved_tickets")),
    Need.CHANGES: Provision(streams=("parts", "tickets")),
    Need.REPLIES: Provision(streams=("parts", "tickets")),
    Need.PEOPLE: Provision(streams=("admins", "teams")),
    Need.SURVEYS: Provision(
        streams=("conversations",),
        how="Intercom tells of the ratings of conversations, and not of those of tickets",
    ),
    Need.PROMISES: Provision(
        streams=("parts",),
        how="Intercom notes that a target was missed when the reply or the close comes at last, "
        "so it counts at that moment; what is overdue and unanswered, what was taken off by hand, "
        "and tickets do not count",
    ),
    Need.HOURS: Provision(
        streams=("office_hours",),
        how="Intercom tells its present hours, and not which of several schedules is the usual one",
    ),
    Need.AI: Provision(streams=("parts",)),
    Need.HANDLING: Provision(
        streams=("conversations",),
        how="by the active handling time that Intercom keeps of a conversation, all of it at its "
        "last close; tickets have none",
    ),
}
"""What the streams bring."""
