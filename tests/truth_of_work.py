"""The made-up year's true waits on the telephone, and how long its team worked on contacts."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.year import Year, calls, work
from sandbox.year.calls import Outcome, PlannedCall
from sandbox.year.work import PlannedWork
from tests.truth import Asked, Pair, counted


def _calls(year: Year, asked: Asked) -> Iterator[PlannedCall]:
    """The calls that are told by now, of tickets that count or of none."""
    tickets = {plan.id for plan in counted(year, asked.now)}
    for call in calls.calls(year):
        fits = asked.team is None or asked.team == call.team
        if call.done_at <= asked.now and fits and (call.ticket is None or call.ticket in tickets):
            yield call


def asa(year: Year, asked: Asked) -> tuple[list[Pair], int]:
    """Entering the queue and being answered, of calls; and how many others were given up."""
    met = [call for call in _calls(year, asked) if asked.holds(call.met_at)]
    answered = [call for call in met if call.outcome is Outcome.ANSWERED]
    given_up = sum(call.outcome is Outcome.GIVEN_UP for call in met)
    return [(call.queued_at, call.met_at) for call in answered], given_up


def aht(year: Year, asked: Asked) -> list[int]:
    """The seconds of talk, hold and wrap-up of each call by a customer, where that ended."""
    return [
        call.talk_seconds + call.hold_seconds + call.wrap_seconds
        for call in _calls(year, asked)
        if call.outcome in {Outcome.ANSWERED, Outcome.CALLED_BACK} and asked.holds(call.done_at)
    ]


def tracked(year: Year, asked: Asked) -> list[int]:
    """The seconds that were noted on each ticket by now, where its newest piece of work was."""
    tickets = {plan.id: list[PlannedWork]() for plan in counted(year, asked.now)}
    for piece in work.work(year):
        if piece.at <= asked.now and piece.ticket in tickets:
            tickets[piece.ticket].append(piece)
    return [
        sum(piece.seconds for piece in pieces)
        for pieces in tickets.values()
        if pieces and asked.holds(pieces[-1].at)
    ]
