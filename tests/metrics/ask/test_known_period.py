"""What happens at the very instant, or in just the number, at which a rule begins to hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker, figures
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.periods import Period
from metrics.question.query import Query
from metrics.store.database.engine import Store
from tests.metrics.desk import HOUR, MONDAY, NOW, Told, ask, told

WEEK = 7 * 24
NOW_HOUR = (NOW - MONDAY) / HOUR


def value(asker: Asker, metric: str, period: str = "2026-W46", now: int = NOW) -> float | None:
    return asker.answer(Query(metric=metric, period=Period.of(period)), now).figure.value


def test_a_step_at_a_windows_end_is_in_it_and_one_at_its_start_is_not(store: Store) -> None:
    asker = told(store, [Told("start", 0), Told("end", WEEK), Told("later", WEEK + 30)])
    assert value(asker, "backlog", "2026-W45") == 1
    assert value(asker, "backlog_growth") == 1
    assert value(asker, "backlog") == 2
    assert value(asker, "backlog_growth", "2026-W47") == 1


def test_what_comes_at_a_windows_end_is_of_the_next_one(store: Store) -> None:
    asker = told(store, [Told("start", 0).said(0, "ann"), Told("end", WEEK).said(WEEK, "ann")])
    for metric in ("volume", "frt", "solved"):
        assert ask(asker, metric).figure.n == (metric != "solved")
        assert ask(asker, metric, period="2026-W47").figure.n == (metric != "solved")


def test_what_happens_in_the_very_second_of_the_question_is_known(store: Store) -> None:
    made = Told("made", NOW_HOUR)
    done = Told("done", NOW_HOUR - 2).said(NOW_HOUR, "ann").became(NOW_HOUR, "solved")
    asker = told(store, [made, done])
    assert value(asker, "volume", "this week") == 2
    assert value(asker, "frt", "this week") == 2 * HOUR
    assert value(asker, "solved", "this week") == 1
    assert value(asker, "backlog", "this week") == 1
    assert value(asker, "backlog_growth", "this week") == 1
    assert value(asker, "resolution_rate", "this week") == 0.5


def test_what_is_undone_in_the_very_second_of_the_question_is_undone(store: Store) -> None:
    story = Told("1", NOW_HOUR - 5).became(NOW_HOUR - 3, "solved").became(NOW_HOUR - 2, "open")
    asker = told(store, [story.became(NOW_HOUR, "solved")])
    assert value(asker, "resolution", "this week") == 5 * HOUR
    assert value(asker, "solved", "this week") == 1


def test_what_happens_a_second_later_is_not(store: Store) -> None:
    late = NOW_HOUR + 1 / HOUR
    done = Told("done", NOW_HOUR - 2).said(late, "ann").became(late, "solved")
    asker = told(store, [Told("made", late), done])
    assert value(asker, "volume", "this week") == 1
    assert value(asker, "solved", "this week") == 0
    assert value(asker, "backlog", "this week") == 1
    assert value(asker, "resolution_rate", "this week") == 0


@pytest.mark.parametrize(("n", "few"), [(29, True), (30, False)])
@pytest.mark.parametrize("metric", ["frt", "fcr", "aging"])
def test_few_are_those_below_the_minimum(store: Store, metric: str, n: int, few: bool) -> None:
    stories = [Told(f"{k}").said(0, "cleo").solved(1, 2) for k in range(n)]
    asker = told(store, [*stories, *(Told(f"open{k}", 1) for k in range(n))])
    figure = ask(asker, metric).figure
    assert (figure.n, figure.few) == (n, few)


@pytest.mark.parametrize(("n", "few"), [(29, True), (30, False)])
def test_few_scores_are_those_below_the_minimum(store: Store, n: int, few: bool) -> None:
    asker = told(store, [])
    rows = [f"ces,2026-11-09T10:{minute:02},5" for minute in range(n)]
    load(asker, "surveys", "survey,answered_at,score", rows)
    assert ask(asker, "ces").figure.few is few


@pytest.mark.parametrize("metric", ["frt", "fcr", "aging"])
def test_none_are_not_few(store: Store, metric: str) -> None:
    figure = ask(told(store, []), metric).figure
    assert (figure.n, figure.few, figure.hidden) == (0, False, False)


@pytest.mark.parametrize(("n", "hidden"), [(4, True), (5, False)])
def test_from_five_on_a_value_is_shown(store: Store, n: int, hidden: bool) -> None:
    asker = told(store, [Told(f"{k}").said(0, "cleo").solved(1, 2) for k in range(n)])
    assert ask(asker, "frt").figure.hidden is hidden
    assert ask(asker, "fcr").figure.hidden is hidden
    assert (figures.portion(1, n) is None) is hidden


def load(asker: Asker, kind: str, heading: str, rows: list[str]) -> None:
    data = "\n".join([heading, *rows, ""]).encode()
    around = CellContext(ZoneInfo("UTC"), NOW)
    assert bring(asker.store, KINDS[kind], BytesIO(data), around, dry_run=False).faults == ()


def test_a_history_that_begins_with_a_window_knows_all_of_it(store: Store) -> None:
    asker = told(store, [Told("1", 0).said(1, "ann")], days=0)
    assert value(asker, "frt") == HOUR
    assert ask(asker, "frt").previous is None
    after = ask(asker, "frt", period="2026-W47").previous
    assert after is not None
    assert after.n == 1


def test_a_history_that_begins_within_a_window_does_not(store: Store) -> None:
    asker = told(store, [Told("1", 25).said(26, "ann")], days=-1)
    assert ask(asker, "frt", period="2026-W47").previous is None


def test_a_person_counts_in_each_week_in_which_they_came_and_once_in_it(store: Store) -> None:
    """A later visit takes the place of an earlier one in its own window only."""
    asker = told(store, [Told("1", 0), Told("2", 5), Told("3", WEEK)])
    visits = ["2026-11-09T10:00", "2026-11-10T10:00", "2026-11-16T00:00"]
    rows = [f"{at},{who},yes" for at in visits for who in ("a", "b")]
    load(asker, "sessions", "at,visitor,answered", rows)
    for week in ("2026-W46", "2026-W47"):
        figure = ask(asker, "self_service", period=week).figure
        assert figure.value == 2


@pytest.mark.parametrize(
    ("words", "day", "first"),
    [
        ("w46", date(2026, 11, 9), date(2026, 11, 9)),
        ("w46", date(2026, 11, 8), date(2025, 11, 10)),
        ("november", date(2026, 11, 1), date(2026, 11, 1)),
        ("november", date(2026, 10, 31), date(2025, 11, 1)),
        ("q4", date(2026, 10, 1), date(2026, 10, 1)),
        ("9 november", date(2026, 11, 9), date(2026, 11, 9)),
        ("9 november", date(2026, 11, 8), date(2025, 11, 9)),
    ],
)
def test_a_named_period_is_the_one_that_begins_on_the_day_itself(
    words: str, day: date, first: date
) -> None:
    at = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    assert Period.of(words).window(at, ZoneInfo("UTC")).first == first
