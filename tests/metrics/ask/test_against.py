"""What a figure is compared with, asked of stores that know a few tickets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from metrics.ask import Asker
from metrics.ask.against import OVERLAP, UNLIKE, of_others
from metrics.goals.targets import Targets
from metrics.periods import Period
from metrics.question.query import Against, Filter, Query, Rival
from metrics.question.result import Movement, Result
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension
from tests.metrics.desk import HOUR, MONDAY, NOW, Told, told

EMAIL = (Filter(Dimension.CHANNEL, ("email",)),)
CHAT = Filter(Dimension.CHANNEL, ("chat",))


def stories(
    week: int, hours: float, n: int = 12, channel: Channel = Channel.EMAIL
) -> Iterator[Told]:
    """So many tickets in a week (0 is week 46), each answered after so many hours."""
    for number in range(n):
        start = week * 168 + number
        ticket = Told(f"{week}{channel}{number}", start, channel=channel)
        yield ticket.said(start + hours, "ann")


def asker(store: Store, tickets: list[Told], *, targets: str = "", known_days: int = 500) -> Asker:
    found = told(store, tickets, days=known_days)
    found.targets = Targets.parse(targets)
    return found


def ask(
    asker: Asker, against: Rival, metric: str = "frt", period: str = "2026-W46", now: int = NOW
) -> Result:
    query = Query(metric=metric, period=Period.of(period), where=EMAIL, against=against)
    return asker.answer(query, now)


def test_a_year_ago_is_the_same_iso_week_and_the_trend_has_its_own(store: Store) -> None:
    result = ask(asker(store, [*stories(0, 2), *stories(-52, 4)]), Against.YEAR)
    assert result.previous
    assert result.previous_window
    assert result.previous_window.label == "Week 46 (10\u201316 Nov 2025)"
    assert (result.previous.value, result.previous.n) == (4 * HOUR, 12)
    assert result.change
    assert (result.change.movement, result.change.relative) == (Movement.BETTER, -0.5)
    assert result.versus
    assert len(result.versus.series) == len(result.series)
    assert result.versus.series[-1] == result.previous


@pytest.mark.parametrize(
    ("period", "rival", "label", "n", "missing"),
    [
        ("2026-W46", "2026-W44", "Week 44", 12, ""),
        ("2026-W46", "2 nov 2026", "Mon 2 Nov 2026", None, UNLIKE),
        ("2026-W46", "13 nov 2026", "Fri 13 Nov 2026", None, OVERLAP),
    ],
)
def test_another_period_is_compared_where_both_can_be(
    store: Store, period: str, rival: str, label: str, n: int | None, missing: str
) -> None:
    found = asker(store, [*stories(0, 2), *stories(-2, 4)])
    result = ask(found, Period.of(rival), "volume", period)
    assert result.versus
    assert (result.versus.label, result.versus.missing) == (label, missing)
    assert (result.previous and result.previous.n) == n


def test_what_does_not_add_up_is_compared_with_a_period_of_any_length(store: Store) -> None:
    result = ask(asker(store, [*stories(0, 2), *stories(-2, 4)]), Period.of("26 oct 2026"))
    assert result.previous
    assert result.change
    assert (result.previous.value, result.change.relative) == (4 * HOUR, -0.5)


def test_what_was_before_the_history_is_no_data_and_not_zero(store: Store) -> None:
    found = asker(store, [*stories(0, 2)], known_days=60)
    for metric in ("frt", "volume", "backlog", "csat"):
        result = ask(found, Against.YEAR, metric)
        assert (result.previous, result.change) == (None, None)
        assert result.versus
        assert result.versus.missing == "no data a year ago"
        assert set(result.versus.series) == {None}


def test_a_week_under_way_is_compared_with_as_much_of_it_a_year_ago(store: Store) -> None:
    tickets = [*stories(0, 2, 100), *stories(-52, 2, 100)]
    result = ask(asker(store, tickets), Against.YEAR, "volume", "this week", MONDAY + 30 * HOUR)
    assert result.previous_window
    assert result.previous_window.end - result.previous_window.start == 30 * HOUR
    assert (result.figure.n, result.previous and result.previous.n) == (31, 30)
    assert result.versus
    assert result.versus.series[-1] == result.previous


def test_other_tickets_are_asked_the_very_same_and_nobody_is_better(store: Store) -> None:
    chats = stories(0, 10, 12, Channel.CHAT)
    found = asker(store, [*stories(0, 2), *chats], targets="frt email 4h; frt chat 1h")
    result = ask(found, CHAT)
    alone = found.answer(of_others(result.query, CHAT), NOW)
    assert result.previous == alone.figure
    assert result.versus
    assert result.versus.series == tuple(point.figure for point in alone.series)
    assert result.change
    assert result.change.movement is Movement.LOWER
    assert (result.target and result.target.met) is True
    assert (result.versus.target and result.versus.target.met) is False
    assert "Email and Chat are unlike work: judge each against its own target." in result.caveats


def test_teams_are_cautioned_about_too(store: Store) -> None:
    tickets = [ticket.team(1, "t1") for ticket in stories(0, 2)]
    where = (Filter(Dimension.TEAM, ("t1",)),)
    other = Filter(Dimension.TEAM, ("t2",))
    query = Query(metric="frt", period=Period.of("2026-W46"), where=where, against=other)
    result = asker(store, tickets).answer(query, NOW)
    assert result.versus
    assert (result.versus.label, result.change) == ("T2", None)
    assert any("unlike tickets" in caveat for caveat in result.caveats)


@pytest.mark.parametrize(
    ("targets", "verdict", "met"),
    [
        ("frt email 1h", Movement.WORSE, False),
        ("frt email 3h", Movement.BETTER, True),
        ("frt email 2h", Movement.UNCLEAR, True),
    ],
)
def test_a_target_is_missed_clearly_or_within_chance(
    store: Store, targets: str, verdict: Movement, met: bool
) -> None:
    result = ask(asker(store, [*stories(0, 2)], targets=targets), Against.TARGET)
    assert result.change
    assert (result.change.movement, result.target and result.target.met) == (verdict, met)
    assert result.previous is None


def test_without_a_target_nothing_is_compared(store: Store) -> None:
    result = ask(asker(store, [*stories(0, 2)]), Against.TARGET)
    assert (result.change, result.target) == (None, None)
    assert result.versus
    assert result.versus.missing == "none is set"


def test_the_baseline_is_the_median_of_the_weeks_before(store: Store) -> None:
    weeks = [ticket for week in range(-8, 0) for ticket in stories(week, 4 + (week % 2))]
    result = ask(asker(store, [*weeks, *stories(0, 2)], known_days=56), Against.BASELINE)
    assert result.previous
    assert (result.previous.value, result.previous.n) == (4.5 * HOUR, 8)
    assert (result.previous.estimate.low, result.previous.estimate.high) == (4 * HOUR, 5 * HOUR)
    assert result.previous_window
    assert result.previous_window.end == MONDAY
    assert result.change
    assert result.change.movement is Movement.BETTER


def test_too_few_weeks_make_no_baseline(store: Store) -> None:
    result = ask(asker(store, [*stories(-1, 4), *stories(0, 2)]), Against.BASELINE)
    assert result.previous is None
    assert result.versus
    assert result.versus.missing.startswith("no baseline yet")


def test_what_adds_up_is_compared_week_by_week_only(store: Store) -> None:
    weeks = [ticket for week in range(-8, 1) for ticket in stories(week, 4)]
    found = asker(store, weeks)
    month = ask(found, Against.BASELINE, "volume", "last month")
    assert month.versus
    assert "whole weeks" in month.versus.missing
    week = ask(found, Against.BASELINE, "volume")
    assert (week.figure.value, week.previous and week.previous.value) == (12, 12)


def test_guards_speak_of_what_moved_since_the_period_before(store: Store) -> None:
    found = asker(store, [*stories(-1, 4), *stories(0, 8), *stories(0, 1, 12, Channel.CHAT)])
    plain = ask(found, Against.BEFORE)
    assert plain.lever
    for against in (CHAT, Against.TARGET, Against.BASELINE):
        result = ask(found, against)
        assert (result.guards, result.lever) == (plain.guards, plain.lever)
    assert ask(found, Against.YEAR).lever == ""


def test_why_splits_the_step_from_a_year_ago_too(store: Store) -> None:
    found = asker(store, [*stories(0, 2), *stories(-52, 4)])
    query = Query(metric="frt", period=Period.of("2026-W46"), against=Against.YEAR)
    whole = found.why(query, NOW).whole
    assert (whole.old.value, whole.new.value) == (Fraction(4 * HOUR), Fraction(2 * HOUR))
    assert whole.both == Fraction(-2 * HOUR)
