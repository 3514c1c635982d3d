"""While a helpdesk is read back: what may be missing is said, counted, and nothing is judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from sqlalchemy import update

from metrics.ask import Asker
from metrics.errors import AskError
from metrics.goals.targets import Targets
from metrics.periods import Period
from metrics.question.query import Query
from metrics.question.result import Result
from metrics.question.verdict import verdict
from metrics.store.database.engine import Store
from metrics.store.syncs.ledger import SOURCE
from tests.metrics.desk import DAY, MONDAY, NOW, Told, ask, told

WEEK = 7 * 24
TARGETS = Targets.parse("frt 2h")
MISSING = (
    "1 ticket that began before 9 Nov 2026 may be missing: I have read back only to then so far, "
    "and judge nothing yet."
)


def newer(hour: int = 0) -> list[Told]:
    """Tickets of a week, of which all is known."""
    return [Told(f"{hour}/{n}", hour + n).solved(hour + n + 1, hour + n + 3) for n in range(40)]


def older(name: str = "old", hour: float = -40) -> Told:
    """A ticket from before, answered and solved after."""
    return Told(name, hour).solved(10, 12)


def reading(store: Store, stories: Iterable[Told], *, on: bool = True, **more: str) -> Asker:
    """One who knows all since the week began, and awaits what was before or, not `on`, nothing."""
    asker = told(store, stories, days=0, **more)
    with store.write() as connection:
        here = SOURCE.c.name == f"zendesk:{more.get('account', 'acme')}"
        wanted_at = MONDAY - 60 * DAY if on else MONDAY
        connection.execute(update(SOURCE).where(here).values(wanted_at=wanted_at))
    return replace(asker, targets=TARGETS)


def about_older(result: Result) -> list[str]:
    return [each for each in result.caveats if "began before" in each]


@pytest.mark.parametrize(
    "metric", ["frt", "art", "first_resolution", "fcr", "one_touch", "reopen", "handoff"]
)
def test_what_may_be_missing_is_said_with_the_number(store: Store, metric: str) -> None:
    result = ask(reading(store, [*newer(), older()]), metric)
    assert (result.figure.n, result.unread) == (40, 1)
    assert about_older(result) == [MISSING]
    assert verdict(result).partly == ("Zendesk",)


@pytest.mark.parametrize("metric", ["volume", "solved", "resolution", "repeat", "csat", "backlog"])
def test_what_is_known_all_the_same_is_said_without_a_word(store: Store, metric: str) -> None:
    result = ask(reading(store, [*newer(), older()]), metric)
    assert (result.unread, about_older(result)) == (0, [])
    assert verdict(result).partly == ()


def test_several_are_counted(store: Store) -> None:
    result = ask(reading(store, [*newer(), older("a"), older("b", -3)]), "frt")
    assert about_older(result)[0].startswith("2 tickets that began before 9 Nov 2026 may be")


def test_where_nothing_earlier_is_awaited_nothing_is_missing(store: Store) -> None:
    result = ask(reading(store, [*newer(), older()], on=False), "frt")
    assert (result.unread, about_older(result)) == (0, [])
    assert result.target is not None
    assert result.target.met
    assert dict(result.excluded) == {"began before my history": 1}


def test_a_target_is_not_judged_while_something_is_missing(store: Store) -> None:
    target = ask(reading(store, [*newer(), older()]), "frt").target
    assert target is not None
    assert (target.value, target.met) == (7200, None)


def test_nothing_is_compared_with_a_period_of_which_something_is_missing(store: Store) -> None:
    stories = [*newer(), older(), *newer(WEEK)]
    result = ask(reading(store, stories), "frt", period="2026-W47")
    assert (result.unread, result.change) == (0, None)
    assert result.previous is not None
    assert about_older(result) == [
        "1 ticket that began before 9 Nov 2026 may be missing in Week 46 (9\N{EN DASH}15 Nov 2026)"
        ": I have read back only to then so far, and compare nothing yet."
    ]
    whole = ask(reading(store, [], on=False), "frt", period="2026-W47")
    assert whole.change is not None


def test_what_is_not_whole_is_no_week_of_a_run_or_baseline(store: Store) -> None:
    query = Query(metric="frt", period=Period.of("2026-W47"))
    stories = [*newer(), older(), *newer(WEEK)]
    points = reading(store, stories).weeks(query, NOW, 6)
    assert [point.window.short for point in points] == ["W47"]
    points = reading(store, [], on=False).weeks(query, NOW, 6)
    assert [point.window.short for point in points] == ["W46", "W47"]


def test_a_step_is_not_explained_while_something_is_missing(store: Store) -> None:
    asker = reading(store, [*newer(), older(), *newer(WEEK)])
    with pytest.raises(AskError, match="still to be read"):
        asker.why(Query(metric="frt", period=Period.of("2026-W47")), NOW)


def test_of_a_limit_those_on_which_it_ran_out_may_be_missing(store: Store) -> None:
    asker = reading(store, [*newer(), Told("old", -40)])
    assert ask(asker, "frt", "within 5d").unread == 1
    assert ask(asker, "frt", "within 1d").unread == 0


def test_whether_older_open_tickets_wait_too_is_not_known(store: Store) -> None:
    asker = reading(store, [*newer(), Told("new", 5), Told("old", -40)])
    result = ask(asker, "frt")
    assert result.waiting is not None
    assert result.waiting.n == 1
    assert about_older(result) == [
        "1 open ticket that began before 9 Nov 2026 may wait too: that is still to be read."
    ]
    assert about_older(ask(asker, "resolution")) == []


def test_a_level_of_which_something_is_missing_is_not_judged(store: Store) -> None:
    result = ask(reading(store, [*newer(), Told("old", -40)]), "pending_reply")
    assert result.unread == 1
    assert about_older(result) == [
        "1 unsolved ticket began before my history: whether the customer waits is not known."
    ]


def test_only_those_of_the_helpdesk_that_is_read_back_are_counted(store: Store) -> None:
    reading(store, [*newer(), older("a"), older("b")], on=False)
    result = ask(reading(store, [older()], account="beta", title="Beta"), "frt")
    assert result.unread == 1
    assert verdict(result).partly == ("Beta",)
