"""A question's Result: an outline of its figures alone, or the whole answer with all around it."""

from __future__ import annotations

from dataclasses import replace

from metrics.ask import amounts, breakdown, breaks, edges, figures, growth, others, parts, wording
from metrics.ask.against import beside, caution, compared
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
        statistic=amounts.priced(
            wording.statistic(question.query, metric), metric, question.snapshot
        ),
        window=question.window,
        clock_words=wording.clock(question.query, metric, question.hours),
        zone=str(question.zone),
        figure=figure,
        **compared(question, figure)._asdict(),
        target=question.reached(figure),
        split=question.split,
        definition=metric.definition,
        population=wording.population(metric, question.snapshot),
        complete=question.complete(question.window),
        provisional_until=question.ripe_at(question.window),
        fresh_until=question.coverage.until_at,
        coverage=question.coverage,
        asked_at=question.now,
    )


def whole(question: Question) -> Result:
    """The outline with its parts, its trend, and what is not in the number."""
    amounts.demand(question.metric, question.snapshot, question.window, question.as_of)
    found = question.found(question.window)
    counted, told, series = figures.counted(found), outline(question), question.series()
    versus = told.versus
    broken = breaks.shown(question, series)
    cut = parts.beside(question, parts.parts(question, counted))
    return replace(
        told,
        versus=replace(versus, series=beside(question, series)) if versus else None,
        parts=cut or breakdown.oldest(question, counted) or others.parts(question),
        bands=breakdown.bands(question, counted),
        series=series,
        breaks=broken,
        waiting=question.waiting(),
        excluded=question.excluded(found),
        caveats=(
            *edges.notes(question),
            *breaks.notes(broken, question.zone),
            *caution(question),
            *growth.notes(question),
            *others.notes(question),
            *parts.notes(question, cut),
            *amounts.notes(question.metric, question.figure(question.window)),
            *wording.caveats(question.split, question.metric, found),
        ),
    )
