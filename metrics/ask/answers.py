"""A question's Result: an outline of its figures alone, or the whole answer with all around it."""

from __future__ import annotations

from dataclasses import replace

from metrics.ask import (
    amounts,
    aside,
    breakdown,
    breaks,
    figures,
    growth,
    known_period,
    others,
    parts,
    runs,
    time_parts,
    wording,
)
from metrics.ask.against import beside, caution, yardstick
from metrics.ask.question import Question
from metrics.question.result import Result


def outline(question: Question) -> Result:
    """The figure, what it is compared with and the change: what another answer is read beside."""
    metric = question.metric
    everything = f"All {metric.counts}" if metric.of_files else "All tickets"
    figure = question.figure(question.window)
    return Result(
        query=question.query,
        title=metric.title,
        scope=wording.scope(question.query, question.directory, question.largest, everything),
        unit=metric.unit,
        better=metric.better,
        statistic=amounts.with_currency(
            wording.statistic(question.query, metric), metric, question.snapshot
        ),
        window=question.window,
        clock_words=wording.clock(question.query, metric, question.hours),
        zone=str(question.zone),
        figure=figure,
        **yardstick(question, figure)._asdict(),
        target=question.target_of(figure),
        split=question.split,
        definition=metric.definition,
        population=wording.population(metric, question.snapshot),
        complete=question.complete(question.window),
        provisional_until=question.ripe_at(question.window),
        fresh_until=question.coverage.until_at,
        coverage=question.coverage,
        unread=question.unread(question.window),
        asked_at=question.now,
    )


def whole(question: Question) -> Result:
    """The outline with its parts, its trend, and what is not in the number."""
    amounts.demand(question.metric, question.snapshot, question.window, question.as_of)
    rows = question.rows_in(question.window)
    counting, result, series = figures.countable(rows), outline(question), question.series()
    series, versus = time_parts.points(question, series), result.versus
    edges_in_trend = breaks.in_trend(question, series)
    pieces = time_parts.time_parts(question, counting, series) or parts.beside(
        question, parts.parts(question, counting)
    )
    return replace(
        result,
        versus=replace(versus, series=beside(question, series)) if versus else None,
        parts=pieces or breakdown.oldest(question, counting) or others.parts(question),
        bands=breakdown.bands(question, counting),
        series=series,
        split=() if question.query.over else result.split,
        breaks=edges_in_trend,
        **runs.facts(question, series)._asdict(),
        waiting=question.waiting(),
        excluded=question.exclusions(rows) or aside.left_out(question),
        caveats=(
            *wording.settled(question.settled_days),
            *known_period.notes(question),
            *breaks.notes(edges_in_trend, question.zone),
            *caution(question),
            *growth.notes(question),
            *others.notes(question),
            *(time_parts.notes(question, counting) or parts.notes(question, pieces)),
            *amounts.notes(question.metric, question.figure(question.window)),
            *wording.caveats(question.split, question.metric, rows),
        ),
    )
