"""What carries a figure that an alert is about: the open tickets, or the parts of its change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bot import words
from bot.alerts.kinds.kind import Story
from bot.cards import sentences
from bot.cards.facts import capital
from bot.cards.why import carried, scale
from bot.cards.work import PileView
from bot.services import Services
from bot.takers import views
from metrics.ask.figures import Rows
from metrics.ask.lines import TicketList
from metrics.ask.question import Question
from metrics.ask.work import states
from metrics.catalogue import measure
from metrics.catalogue.metric import Age, Duration, Flow, Level
from metrics.errors import AskError
from metrics.question.query import Query
from metrics.question.result import Result
from metrics.question.ticket_state import Pile
from metrics.question.verdict import verdict
from metrics.tickets.columns import Ints, Spans
from metrics.tickets.records import Dimension, Instant

MOST_TICKETS = 3
FEWEST = 4
"""Of fewer tickets nobody needs to be told what most of them have in common."""
MORE = 1.3
"""They have it in common where its part of them is so many times its part of all open work."""
RUSH_HOURS = 2
RUSH_BESIDE_SECONDS = 28 * 86400
PLACES = (Dimension.TEAM, Dimension.CATEGORY, Dimension.CHANNEL)
"""What tickets may have in common, the place where something is done about it first."""
_PILES = {"sla_risk": Pile.DUE, "pending_reply": Pile.WAITING}


def carriers(
    query: Query, result: Result, services: Services, now: Instant, *, above: bool
) -> Story:
    """The tickets or parts that carry a figure, and what follows from them; empty where none do.

    `above`: it is too high, else too low.
    """
    if isinstance(measure(query.metric, query.variant), Level | Age):
        return open_tickets(query, services, now)
    try:
        return Story(
            lines=tuple(_of_change(query, result, services, now, above=above)),
            advice=_rush(query, services, now),
        )
    except AskError:  # there is no list, or nothing that may be told
        return Story()


def open_tickets(query: Query, services: Services, now: Instant) -> Story:
    """The open tickets that have stood longest, and what most of all of them have in common."""
    try:
        tickets = services.asker.tickets(query, now).worst()
    except AskError:  # they may not be told
        return Story()
    question, rows = tickets.question, tickets.rows
    keys = list(dict.fromkeys(rows.ticket.tolist()))
    shown = views(states(question, keys[:MOST_TICKETS]), services)
    pile = _PILES.get(query.metric, Pile.NOBODYS)
    return Story(
        tickets=PileView(pile=pile, n=len(keys), rows=tuple(shown)),
        advice=_assign(tickets, len(keys)),
    )


def _assign(tickets: TicketList, n: int) -> str:
    """Whom to give the tickets to, or where to begin, where most of them have that in common."""
    rows = tickets.rows
    assert isinstance(rows, Spans)
    if n < FEWEST or n != len(rows):
        return ""
    question = tickets.question
    words_of = question.snapshot.words[Dimension.AGENT]
    nobodys = sum(not words_of[code] for code in rows.cut[Dimension.AGENT].tolist())
    every = question.snapshot.spans.at(question.as_of)
    common = _common(question, rows, every)
    if 4 * nobodys < n:
        return f"{common}: begin there." if common else ""
    if nobodys == n:
        assigned = "them" if common.startswith("All ") else "those first"
        return f"{common}: assign {assigned}." if common else ""
    return f"{common} and {unowned(nobodys)}" if common else unowned(nobodys, n)


def unowned(some: int, of: int | None = None) -> str:
    """That so many tickets have no owner, and what to do: "5 of 8 have no owner: assign them."."""
    verb, object_ = ("has", "it") if some == 1 else ("have", "them")
    if some == of:
        return "It has no owner: assign it." if of == 1 else "None has an owner: assign them."
    whole = "" if of is None else f" of {words.count(of)}"
    return f"{words.count(some)}{whole} {verb} no owner: assign {object_}."


def rush(query: Query, services: Services, now: Instant, hours: int) -> Story:
    """What most of the newest tickets have in common, beside those of the last weeks."""
    try:
        question = services.asker.question(query, now)
    except AskError:
        return Story()
    rows, every = (
        question.rows_in(replace(question.window, start=now - seconds, end=now + 1))
        for seconds in (hours * 3600, RUSH_BESIDE_SECONDS)
    )
    common = _common(question, rows, every) if len(rows) >= FEWEST else ""
    return Story(advice=f"{common}: begin there." if common else "")


def _common(question: Question, rows: Rows, every: Rows) -> str:
    """The place where at least half of them are: "6 of 8 are in Billing"; "" where there is none.

    It must be more than its part of `every`, which is no news.
    """
    asked = {part.dimension for part in question.query.where}
    for dimension in PLACES:
        if dimension in asked or dimension not in rows.cut:
            continue
        names = question.snapshot.words[dimension]
        counts = np.bincount(rows.cut[dimension], minlength=len(names))
        usual = np.bincount(every.cut[dimension], minlength=len(names))
        counts[[code for code, name in enumerate(names) if not name]] = 0
        code = int(counts.argmax())
        some, n = int(counts[code]), len(rows)
        if n == len(every):
            is_news = some < n and dimension is not Dimension.CHANNEL
        else:
            is_news = some * len(every) >= MORE * usual[code] * n
        if 2 * some >= n and is_news:
            name = question.directory.label(dimension, names[code])
            where = f"came by {name}" if dimension is Dimension.CHANNEL else f"are in {name}"
            whole = (
                f"All {words.count(n)}" if some == n else f"{words.count(some)} of {words.count(n)}"
            )
            return f"{whole} {where}"
    return ""


def _of_change(
    query: Query, result: Result, services: Services, now: Instant, *, above: bool
) -> Iterator[str]:
    """How the figure moved the wrong way, and which part carries most of that."""
    explanation = services.asker.why(replace(query, period=result.query.period), now)
    step = explanation.whole.both
    headline = explanation.result.change
    if not step or headline is None or not headline.difference or len(explanation.parts) < 2:
        return
    if (headline.difference > 0) is not above or (step > 0) is not above:
        return
    yield f"{capital(sentences.movement(explanation.result))}."
    moved = verdict(explanation.result).step
    if moved is not None and moved.telling:  # parts of what may be chance explain nothing
        n = min(explanation.whole.old.n, explanation.whole.new.n)
        yield from carried(explanation, scale(result.unit, abs(float(step)), n))


def _rush(query: Query, services: Services, now: Instant) -> str:
    """The two hours in which at least half came, of a window of a day; "" where there are none."""
    metric = measure(query.metric, query.variant)
    if not isinstance(metric, Flow | Duration):
        return ""
    tickets = services.asker.tickets(query, now)
    window, rows = tickets.question.window, tickets.rows
    if (window.last - window.first).days or len(rows) < 2 * FEWEST:
        return ""
    hours = _hours(tickets)
    counts = np.bincount(hours, minlength=24 + RUSH_HOURS)
    sums = np.convolve(counts, np.ones(RUSH_HOURS, dtype=np.int64), "valid")
    start = int(sums.argmax())
    if 2 * sums[start] < len(rows):
        return ""
    many = f"{words.count(int(sums[start]))} of {words.count(len(rows))}"
    return f"{many} came between {start}:00 and {start + RUSH_HOURS}:00."


def _hours(tickets: TicketList) -> Ints:
    """The local hour at which each row's ticket came."""
    question, window = tickets.question, tickets.window
    created = tickets.created_at()
    zone = question.zone
    inside = created[(created >= window.start) & (created < window.end)]
    return np.array([words.local(int(at), str(zone)).hour for at in inside], dtype=np.int64)
