"""The promises of the team's own policies: laid over what happened to each ticket, as stretches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from metrics.office_hours.ownership import Holdings
from metrics.service_levels.policies import Policies
from metrics.service_levels.promises import MEASURES, Stretches
from metrics.tickets.columns import Bools, Columns, Ints, subset
from metrics.tickets.intervals import by_ticket, meetings
from metrics.tickets.records import NEVER, Dimension, SlaMeasure


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """What a policy could be laid over: from when to when a customer waited for something."""

    measure: SlaMeasure
    ticket: Ints
    started_at: Ints
    ended_at: Ints

    def some(self, mask: Bools) -> _Course:
        """Some of its rows."""
        ticket, started_at, ended_at = self.ticket[mask], self.started_at, self.ended_at
        return replace(self, ticket=ticket, started_at=started_at[mask], ended_at=ended_at[mask])


def own_stretches(columns: Columns, policies: Policies, holdings: Holdings) -> Stretches:
    """The promises that `policies` make for what happened to the tickets."""
    parts, promises_before = list[Stretches](), 0
    for course in _courses(columns):
        row = holdings.rows(course.ticket, course.started_at)
        cut = {d: codes[row] for d, codes in holdings.cut.items()}
        which = policies.numbers(course.measure, course.started_at, cut, columns.words)
        fits = which >= 0
        part = _stretches(course.some(fits), which[fits], policies, columns)
        parts.append(replace(part, promise=part.promise + promises_before))
        promises_before += int(fits.sum())
    names = (entry.name for entry in fields(Stretches))
    return Stretches(**{n: np.concatenate([getattr(each, n) for each in parts]) for n in names})


def _stretches(course: _Course, which: Ints, policies: Policies, columns: Columns) -> Stretches:
    """The stretches of a course, given the number of the policy that holds for each of its rows."""
    row, started_at, ended_at = _without_pauses(course, which, policies, columns)
    targets = np.array([policy.target_seconds for policy in policies.policies], dtype=np.int64)
    business = np.array([policy.business for policy in policies.policies], dtype=np.bool_)
    return Stretches(
        ticket=course.ticket[row],
        promise=row,
        measure=np.full(len(row), MEASURES.index(course.measure)),
        started_at=started_at,
        ended_at=ended_at,
        target_seconds=targets[which[row]],
        business=business[which[row]],
        fulfilled_at=course.ended_at[row],
        breached_at=np.full(len(row), NEVER),
        by_desk=np.zeros(len(row), dtype=np.bool_),
    )


def _without_pauses(
    course: _Course, which: Ints, policies: Policies, columns: Columns
) -> tuple[Ints, Ints, Ints]:
    """The times during which a clock ran: the row of the course, from when and until when.

    Each row has one more such time than it has pauses, the last one empty where the pause goes on.
    """
    start, end, rows = course.started_at, course.ended_at, np.arange(len(course.ticket))
    if not any(policy.pauses for policy in policies.policies):
        return rows, start, end
    spans = columns.spans
    spans = by_ticket(subset(spans, np.isin(spans.ticket, course.ticket)))
    row, span = meetings(course.ticket, start, end, spans)
    statuses = columns.words[Dimension.STATUS]
    pausing = np.array([[word in p.pauses for word in statuses] for p in policies.policies])
    pause = pausing[which[row], spans.cut[Dimension.STATUS][span]]
    row, span = row[pause], span[pause]
    of_begins, of_ends = np.concatenate([rows, row]), np.concatenate([row, rows])
    begins = np.concatenate([start, np.minimum(spans.ended_at[span], end[row])])
    ends = np.concatenate([np.maximum(spans.started_at[span], start[row]), end])
    order = np.lexsort((begins, of_begins))  # pauses never overlap, so both orders fit together
    return of_begins[order], begins[order], ends[np.lexsort((ends, of_ends))]


def _courses(columns: Columns) -> Iterator[_Course]:
    """Waits for a first and for a next reply, each to its end; and from creation to a solve.

    A wait ends with a reply or with a solve. Only a ticket's very first wait is one for the first
    reply: after a solve without any, the next message is owed a next reply. To solve what came
    closed was never promised, nor that a human answers what an AI agent has; and nobody can tell
    whether a promise was kept where the answer or the solve cannot be read.
    """
    waits, tickets = columns.waits, columns.tickets
    row = tickets.rows(waits.ticket)
    first = waits.first & (waits.started_at == tickets.created_at[row])
    ours_to_answer = ~tickets.ai_only[row] & (tickets.unread_reply_at[row] == NEVER)
    for measure, which in (
        (SlaMeasure.FRT, first & ours_to_answer),
        (SlaMeasure.NEXT_REPLY, ~first & ours_to_answer),
    ):
        yield _Course(
            measure=measure,
            ticket=waits.ticket[which],
            started_at=waits.started_at[which],
            ended_at=waits.ended_at[which],
        )
    unseen = tickets.began_before | (tickets.unread_solve_at < NEVER)
    ours = ~tickets.came_closed & ~unseen
    yield _Course(
        measure=SlaMeasure.RESOLUTION,
        ticket=tickets.key[ours],
        started_at=tickets.created_at[ours],
        ended_at=tickets.first_solved_at[ours],
    )
