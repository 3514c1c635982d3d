"""The figures Intercom keeps of a conversation.

The moments are of the calendar; `time_to_*` and the median count office hours only, as a recorded
workspace shows: there the median runs from the last message before a reply, `time_to_admin_reply`
from the first one. Not confirmed: that workflows' assignments do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from metrics.tickets.records import Instant
from sandbox.helpdesks.intercom.archive import View
from sandbox.helpdesks.intercom.parts import CLOSED, OPEN, Part
from sandbox.year import Year

Row = dict[str, Any]


def contact_wrote_at(view: View) -> list[Instant]:
    """When the customer wrote."""
    opening = [] if view.plan.agent_created else [view.plan.created_at]
    return opening + [p.at for p in view.parts if p.words and p.author.is_contact]


def is_reply(part: Part) -> bool:
    """Whether a teammate wrote this to the customer."""
    return part.words and part.author.is_human and part.kind != "note"


def waiting_since(view: View) -> Instant | None:
    """Since when the customer waits for a teammate; None where nobody waits."""
    answered_at = max((p.at for p in view.parts if is_reply(p)), default=-1)
    unanswered = [at for at in contact_wrote_at(view) if at > answered_at]
    return unanswered[0] if unanswered and view.state != CLOSED else None


def reopens(view: View) -> int:
    """How often it was opened after a close."""
    states = [part.state for part in view.parts]
    return sum(a == CLOSED and b == OPEN for a, b in pairwise(states))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the figures are made of, all of it since the customer first wrote."""

    view: View
    year: Year
    wrote: Sequence[Instant]
    replies: Sequence[Instant]
    closes: Sequence[Part]
    given: Sequence[Instant]

    @property
    def first(self) -> Instant:
        return self.wrote[0]

    def office(self, end: Instant | None, start: Instant | None = None) -> int | None:
        """Office seconds from the first message, or from `start`."""
        if end is None:
            return None
        shifts = self.year.shifts
        return shifts.seconds_until(end) - shifts.seconds_until(start or self.first)


def statistics(view: View, year: Year) -> Row | None:
    """All figures; None while no customer has written, and for what was brought in closed."""
    wrote = contact_wrote_at(view)
    if not wrote or view.plan.came_closed:
        return None
    since = [part for part in view.parts if part.at >= wrote[0]]
    facts = _Facts(
        view=view,
        year=year,
        wrote=wrote,
        replies=[part.at for part in since if is_reply(part)],
        closes=[part for part in since if part.kind == "close"],
        given=[part.at for part in since if part.kind == "assignment"],
    )
    return {
        "type": "conversation_statistics",
        **_durations(facts),
        **_moments(facts),
        "count_reopens": reopens(view),
        "count_assignments": len(facts.given),
        "count_conversation_parts": len(view.parts) + 1,
        **_of_teams(facts),
    }


def _durations(facts: _Facts) -> Row:
    replies, closes = facts.replies, [part.at for part in facts.closes]
    before = [at for at in facts.given if not replies or at <= replies[0]]
    waits = [facts.office(end, start) or 0 for start, end in _waits(facts.wrote, replies)]
    handling = _handling(facts.view)
    return {
        "time_to_assignment": facts.office(_last(before)),
        "time_to_admin_reply": facts.office(_first(replies)),
        "time_to_first_close": facts.office(_first(closes)),
        "time_to_last_close": facts.office(_last(closes)),
        "median_time_to_reply": int(median(waits)) if waits else None,
        "handling_time": handling,
        "adjusted_handling_time": None if handling is None else handling * 4 // 5,
    }


def _moments(facts: _Facts) -> Row:
    given, replies, closes = facts.given, facts.replies, [part.at for part in facts.closes]
    closer = facts.closes[-1].author if facts.closes else None
    return {
        "first_contact_reply_at": facts.first,
        "first_assignment_at": _first(given),
        "first_admin_reply_at": _first(replies),
        "first_close_at": _first(closes),
        "last_assignment_at": _last(given),
        "last_assignment_admin_reply_at": _first([a for a in replies if given and a >= given[-1]]),
        "last_contact_reply_at": facts.wrote[-1],
        "last_admin_reply_at": _last(replies),
        "last_close_at": _last(closes),
        "last_closed_by_id": closer.id if closer and closer.is_human else None,
    }


def _of_teams(facts: _Facts) -> Row:
    """How long the team took that had it at the first reply, by both clocks."""
    teams, calendar, office = facts.year.teams, [], []
    for team, start, end in _team_responses(facts.view, facts.replies[:1], facts.first):
        one = {"team_id": team, "team_name": teams.get(team)}
        calendar.append({**one, "response_time": end - start})
        office.append({**one, "response_time": facts.office(end, start)})
    return {
        "assigned_team_first_response_time": calendar,
        "assigned_team_first_response_time_in_office_hours": office,
    }


def _first(instants: Sequence[Instant]) -> Instant | None:
    return instants[0] if instants else None


def _last(instants: Sequence[Instant]) -> Instant | None:
    return instants[-1] if instants else None


def _waits(
    wrote: Sequence[Instant], replies: Sequence[Instant]
) -> Iterator[tuple[Instant, Instant]]:
    """Each reply that somebody waited for, with the last message before it."""
    answered_at = -1
    for reply in replies:
        asked = [at for at in wrote if answered_at < at <= reply]
        if asked:
            yield asked[-1], reply
        answered_at = reply


def _team_responses(
    view: View, replies: Sequence[Instant], first: Instant
) -> Iterator[tuple[int, Instant, Instant]]:
    """The team that had it at the first reply, and from when to when it took."""
    for reply in replies:
        given = [p for p in view.parts if p.assigned and p.assigned[0] == "team" and p.at <= reply]
        if given and given[-1].assigned:
            yield given[-1].assigned[1] or 0, max(first, given[-1].at), reply


def _handling(view: View) -> int | None:
    """Seconds in which it was open and a teammate had it, up to its last close."""
    total, since, known, owner = 0, None, None, False
    for part in view.parts:
        if since is not None:
            total, since = total + part.at - since, None
        if part.assigned and part.assigned[0] != "team":
            owner = part.assigned[1] is not None
        if part.kind == "close":
            known = total
        since = part.at if owner and part.state == OPEN else None
    return known
