"""The rows of a measure with a limit of time: what is decided when, and what is older than it."""

from __future__ import annotations

import numpy as np

from metrics.ask import figures
from metrics.ask.amounts import require_one_currency
from metrics.ask.figures import Rows
from metrics.ask.snapshots import SnapshotCache
from metrics.ask.tiers import with_attributes
from metrics.catalogue.limits import Aged, Within
from metrics.catalogue.metric import AnyMetric
from metrics.office_hours.business_time import BusinessClock
from metrics.question.query import Clock, Query
from metrics.tickets.arrays import in_order_of_all
from metrics.tickets.columns import Facts, Ints, Spans, cut_of, facts, in_order, subset
from metrics.tickets.facts import changed, union
from metrics.tickets.intervals import is_among, place
from metrics.tickets.records import NEVER


def rows_for(metric: AnyMetric, query: Query, cache: SnapshotCache) -> Rows:
    """All rows that the answer to a question is made from. Raises UnavailableError."""
    require_one_currency(metric, cache.snapshot)
    rows = with_attributes(cache.rows(metric), query, cache.snapshot)
    match metric, rows:
        case Within(), Facts():
            open_spans = open_spans_for(metric, query, cache)
            return decided(metric, rows, open_spans, query.clock, cache.hours)
        case Aged(), Spans():
            return of_age(metric, rows)
        case _:
            return rows


def open_spans_for(metric: AnyMetric, query: Query, cache: SnapshotCache) -> Spans | None:
    """When what a duration measures had not happened yet; None where that is not known."""
    rows = cache.open_spans(metric.of if isinstance(metric, Within) else metric)
    spans = None if rows is None else with_attributes(rows, query, cache.snapshot)
    assert spans is None or isinstance(spans, Spans)
    return spans


def of_age(metric: Aged, rows: Spans) -> Spans:
    """The times in which each was older than the limit, or not yet."""
    since = rows.since_at + metric.limit_seconds + 1
    if metric.beyond:
        rows = changed(rows, started_at=np.maximum(rows.started_at, since))
    else:
        rows = in_order(changed(rows, ended_at=np.minimum(rows.ended_at, since)))
    return subset(rows, rows.started_at < rows.ended_at)


def decided(
    metric: Within, rows: Facts, waits: Spans | None, clock: Clock, hours: BusinessClock
) -> Facts:
    """Each time once, when it was decided whether it is within the limit.

    What ended in time is decided as it ended, all else when the limit ran out: of what has not
    ended yet, and of what ended otherwise later on, the first stretch that was open then or after.
    """
    late = figures.seconds(rows, clock, hours, 0) > metric.limit_seconds
    due_at = due(metric, rows.ticket, rows.start_at, clock, hours)
    at = np.where(late, np.minimum(due_at + 1, rows.at), rows.at)
    ended = changed(rows, at=at, paused=None, hit_at=np.where(late == metric.beyond, at, NEVER))
    ended = _in_order(ended)
    return ended if waits is None else union(ended, _overdue(metric, rows, waits, clock, hours))


def _overdue(
    metric: Within, rows: Facts, waits: Spans, clock: Clock, hours: BusinessClock
) -> Facts:
    """What never ended, or not yet, and was still open when the limit ran out."""
    began = is_among(place(waits.ticket, waits.since_at), place(rows.ticket, rows.start_at))
    over = is_among(place(waits.ticket, waits.ended_at), place(rows.ticket, rows.at))
    waits = subset(waits, ~began & ~over)
    due_at = due(metric, waits.ticket, waits.since_at, clock, hours) + 1
    at = np.maximum(due_at, waits.started_at)
    still = at < waits.ended_at
    waits, at = subset(waits, still), at[still]
    order = in_order_of_all(at, waits.since_at, waits.ticket)
    _, first = np.unique(place(waits.ticket, waits.since_at)[order], return_index=True)
    which = order[first]
    at = at[which]
    return facts(
        ticket=waits.ticket[which],
        at=at,
        start_at=waits.since_at[which],
        hit_at=at if metric.beyond else None,
        cut=cut_of(waits.cut, which),
    )


def due(metric: Within, ticket: Ints, start: Ints, clock: Clock, hours: BusinessClock) -> Ints:
    """When the limit runs out."""
    limit = np.full(len(start), metric.limit_seconds, dtype=np.int64)
    return start + limit if clock is Clock.CALENDAR else hours.due_at(ticket, start, limit)


def _in_order(rows: Facts) -> Facts:
    return facts(
        **{name: getattr(rows, name) for name in ("ticket", "at", "cut", "start_at", "hit_at")},
        gone_at=rows.gone_at,
        earlier_at=rows.earlier_at,
        reason=rows.reason,
    )
