"""Notes beside an answer, and weeks without the days that are noted apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from metrics.periods import Period
from metrics.question.notes import Note
from metrics.question.query import Filter, Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension
from tests.metrics.desk import DAY, MONDAY, NOW, Told, told

FRT = Query(metric="frt", period=Period.of("2026-W46"))
EMAIL = (Filter(Dimension.CHANNEL, ("email",)),)


def note(day: int, days: int = 1, **more: object) -> Note:
    start = MONDAY + day * DAY
    given = {"text": "x", "noted_by": "U1", "noted_at": NOW, "apart": True, **more}
    return Note(start_at=start, end_at=start + days * DAY, **given)  # type: ignore[arg-type]


def stories() -> Iterator[Told]:
    """Six tickets on each day of a week, answered within an hour; on Tuesday within ten."""
    for day in range(7):
        for number in range(6):
            channel = Channel.EMAIL if number % 2 else Channel.CHAT
            asked = Told(f"{day}-{number}", day * 24, channel=channel)
            yield asked.said(day * 24 + (10 if day == 1 else 1), "ann")


@pytest.mark.parametrize(
    ("kept", "query", "shown"),
    [
        (note(6), FRT, True),
        (note(7), FRT, False),
        (note(-7, 7), FRT, True),
        (note(-300), FRT, False),
        (note(6, channel="chat"), FRT, True),
        (note(6, channel="chat"), Query(metric="frt", period=FRT.period, where=EMAIL), False),
        (note(-3), Query(metric="frt", period=FRT.period, split=(Dimension.CHANNEL,)), False),
    ],
)
def test_a_note_stands_on_answers_that_show_its_days_and_tickets(
    store: Store, kept: Note, query: Query, *, shown: bool
) -> None:
    asker = told(store, stories())
    asker.notes.keep(kept)
    assert bool(asker.answer(query, NOW).notes) is shown


def week(store: Store, *notes: Note, metric: str = "frt") -> list[tuple[float | None, int]]:
    asker = told(store, stories())
    for each in notes:
        asker.notes.keep(each)
    points = asker.weeks(Query(metric=metric, period=FRT.period), NOW, 2)
    return [(point.figure.estimate.value, point.figure.n) for point in points]


def mean(store: Store, *notes: Note) -> float:
    asker = told(store, stories())
    for each in notes:
        asker.notes.keep(each)
    first, _ = asker.weeks(FRT, NOW, 2)
    return first.figure.mean or 0.0


def test_days_noted_apart_are_not_in_the_weeks_of_a_baseline(store: Store) -> None:
    assert mean(store) == pytest.approx((36 + 6 * 10) * 3600 / 42)
    assert mean(store, note(1)) == 3600


def test_a_note_of_one_channel_leaves_the_other_in(store: Store) -> None:
    assert mean(store, note(1, channel="chat")) == pytest.approx((36 + 3 * 10) * 3600 / 39)


def test_other_notes_leave_baselines_alone(store: Store) -> None:
    assert mean(store, note(1, apart=False)) == pytest.approx(96 * 3600 / 42)


def test_of_a_count_the_whole_week_is_left_out(store: Store) -> None:
    assert week(store, metric="volume") == [(42.0, 42), (0.0, 0)]
    assert week(store, note(1), metric="volume")[1:] == [(0.0, 0)]
    assert (42.0, 42) not in week(store, note(1), metric="volume")
