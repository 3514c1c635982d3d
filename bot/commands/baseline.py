"""/kpi baseline: the last weeks as they were, and a target somewhat better than that."""

from __future__ import annotations

from collections.abc import Sequence

from bot import words
from bot.cards.baseline import BaselineEntry, baseline_card, pools
from bot.commands.about import About, about
from bot.commands.gate import clearance
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
        meant = about(request.words, services, "baseline")
        cleared = clearance(Inquiry(query=meant.query), request, services)
        return baseline_card([_measured(meant, cleared.services)])
    return baseline_card([*_starters(services)])


def _starters(services: Services) -> list[BaselineEntry]:
    """The starter set, without those whose data nobody supplies."""
    found = []
    for key in STARTERS:
        try:
            found.append(_measured(about(key, services, "baseline"), services))
        except AskError:
            continue
    return found


def _measured(meant: About, services: Services) -> BaselineEntry:
    weeks = services.asker.weeks(meant.query, services.now(), WEEKS)
    held = services.asker.all_targets().find(meant.query, services.now())
    one_channel = len(meant.query.values(Dimension.CHANNEL)) == 1
    return BaselineEntry(
        metric=meant.metric,
        tickets=meant.tickets,
        phrase=meant.phrase,
        baseline=measured(meant.metric, weeks),
        target=held.value if held else None,
        without=_without(meant, weeks, services),
        mixed=pools(meant.metric, one_channel=one_channel),
    )


def _without(meant: About, weeks: Sequence[Point], services: Services) -> tuple[str, ...]:
    """What is noted apart and would be in those weeks."""
    if not weeks:
        return ()
    now, zone = services.now(), services.asker.calendar.zone
    start, end = weeks[0].window.start, Period.of("last week").window(now, zone).end
    notes = about_query(services.asker.standing(), meant.query)
    left = (note for note in notes if note.apart and note.touches(start, end))
    return tuple(words.note_words(note, str(zone)) for note in left)
