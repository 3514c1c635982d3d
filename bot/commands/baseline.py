"""/kpi baseline: the last weeks as they were, and a target somewhat better than that."""

from __future__ import annotations

from collections.abc import Sequence

from bot import words
from bot.cards.baseline import BaselineEntry, baseline_card, pools
from bot.commands.gate import clearance
from bot.commands.metric_scope import MetricScope, read_metric_scope
from bot.grammar import Inquiry
from bot.services import Services
from bot.talk import Reply, Request
from metrics.ask.notes import about as about_query
from metrics.errors import AskError
from metrics.goals.baseline import WEEKS
from metrics.goals.baseline import baseline as measured
from metrics.periods import Period
from metrics.question.result import Point
from metrics.tickets.records import Dimension

STARTERS = ("frt", "sla", "backlog", "csat", "fcr", "reopen")
"""What to begin with (metric catalogue, 7)."""


def baseline(request: Request, services: Services) -> Reply:
    """The baseline of what the words name, or of the starter set. Raises AskError."""
    services.asker.require_ready()
    if request.words:
        scope = read_metric_scope(request.words, services, "baseline")
        permit = clearance(Inquiry(query=scope.query), request, services)
        return baseline_card([_measure(scope, permit.services)])
    return baseline_card([*_starters(services)])


def _starters(services: Services) -> list[BaselineEntry]:
    """The starter set, without those whose data nobody supplies."""
    measures = []
    for key in STARTERS:
        try:
            measures.append(_measure(read_metric_scope(key, services, "baseline"), services))
        except AskError:
            continue
    return measures


def _measure(scope: MetricScope, services: Services) -> BaselineEntry:
    weeks = services.asker.weeks(scope.query, services.now(), WEEKS)
    target = services.asker.all_targets().find(scope.query, services.now())
    one_channel = len(scope.query.values(Dimension.CHANNEL)) == 1
    return BaselineEntry(
        metric=scope.metric,
        tickets=scope.tickets,
        phrase=scope.phrase,
        baseline=measured(scope.metric, weeks),
        target=target.value if target else None,
        without=_without(scope, weeks, services),
        mixed=pools(scope.metric, one_channel=one_channel),
    )


def _without(scope: MetricScope, weeks: Sequence[Point], services: Services) -> tuple[str, ...]:
    """What is noted apart and would be in those weeks."""
    if not weeks:
        return ()
    now, zone = services.now(), services.asker.calendar.zone
    start, end = weeks[0].window.start, Period.of("last week").window(now, zone).end
    notes = about_query(services.asker.standing(), scope.query)
    apart = (note for note in notes if note.apart and note.touches(start, end))
    return tuple(words.note_words(note, str(zone)) for note in apart)
