"""Targets as people write them, and the one that holds for a question at an instant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue.metric import Unit
from metrics.goals.targets import Aim, Targets, amount, in_words
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.tickets.records import Dimension

WEEK = Period.of("last week")
EMAIL = Filter(Dimension.CHANNEL, ("email",))
HIGH = Filter(Dimension.PRIORITY, ("high",))
TEAM = Filter(Dimension.TEAM, ("t1",))
NOW = 1_000


def asked(metric: str, *where: Filter) -> Query:
    return Query(metric=metric, period=WEEK, where=where)


def value(targets: Targets, query: Query, at: int = NOW) -> float | None:
    found = targets.find(query, at)
    return found.value if found else None


def test_a_target_holds_for_its_channel_only() -> None:
    targets = Targets.parse("frt email 4h; frt chat 2m; csat 90%; backlog 200")
    assert value(targets, asked("frt", EMAIL)) == 4 * 3600
    assert value(targets, asked("frt")) is None
    assert value(targets, asked("csat")) == pytest.approx(0.9)
    assert value(targets, asked("backlog", EMAIL)) == 200


def test_the_target_that_says_most_wins() -> None:
    targets = Targets.parse("frt 8h; frt email 4h; frt email high 1.5h")
    assert value(targets, asked("frt", EMAIL, HIGH)) == 1.5 * 3600
    assert value(targets, asked("frt", HIGH)) == 8 * 3600


def test_a_category_has_its_own_target_and_the_one_that_says_most_wins() -> None:
    targets = Targets.parse(
        "frt 8h; FRT high 2h; frt category Refunds 6h; frt category Refunds high 1h"
    )
    refunds = Filter(Dimension.CATEGORY, ("Refunds",))
    assert value(targets, asked("frt", refunds)) == 6 * 3600
    assert value(targets, asked("frt", refunds, HIGH)) == 3600
    assert value(targets, asked("frt", refunds, EMAIL)) == 6 * 3600
    assert value(targets, asked("frt", HIGH)) == 2 * 3600
    assert value(targets, asked("frt", Filter(Dimension.CATEGORY, ("how_to",)))) is None


def test_a_tier_has_its_own_target_and_else_that_of_all_holds() -> None:
    targets = Targets.parse("frt 8h; frt tier GOLD 2h; frt tier gold high 1h; csat 90%")
    gold, free = (Filter(Dimension.TIER, (word,)) for word in ("gold", "free"))
    assert value(targets, asked("frt", gold)) == 2 * 3600
    assert value(targets, asked("frt", gold, HIGH)) == 3600
    assert value(targets, asked("frt", free)) == 8 * 3600
    assert value(targets, asked("frt", gold, TEAM)) is None
    with pytest.raises(ValueError, match=r"Which tier\? Write it like 'frt tier gold 4h'"):
        Targets.parse("frt tier 2h")


def test_a_target_of_a_category_has_a_history() -> None:
    where = frozenset({(Dimension.CATEGORY, "refunds")})
    targets = Targets.parse("frt category refunds 6h").with_later(
        [Aim(metric="frt", where=where, value=60.0, since_at=20)]
    )
    refunds = asked("frt", Filter(Dimension.CATEGORY, ("refunds",)))
    assert [value(targets, refunds, at) for at in (19, 20)] == [6 * 3600, 60]


def test_a_team_is_judged_by_its_own_target_and_not_by_one_for_all() -> None:
    own = Aim(metric="frt", where=frozenset({(Dimension.TEAM, "t1")}), value=60.0)
    targets = Targets.parse("frt 8h").with_later([own])
    assert value(targets, asked("frt", TEAM)) == 60
    assert value(targets, asked("frt", TEAM, EMAIL)) == 60
    assert value(targets, asked("frt", Filter(Dimension.TEAM, ("t2",)))) is None
    assert value(targets, asked("frt")) == 8 * 3600


def test_one_person_is_judged_by_no_target() -> None:
    ann = Filter(Dimension.AGENT, ("a1",))
    assert value(Targets.parse("frt 8h"), asked("frt", ann)) is None


def test_another_way_to_take_a_metric_is_not_judged_by_the_target_of_the_usual_one() -> None:
    net = Query(metric="resolution", variant="net", period=WEEK)
    assert value(Targets.parse("resolution 8h"), asked("resolution")) == 8 * 3600
    assert value(Targets.parse("resolution 8h"), net) is None


def test_two_channels_pooled_have_no_target_of_one() -> None:
    both = Filter(Dimension.CHANNEL, ("chat", "email"))
    assert value(Targets.parse("frt email 4h"), asked("frt", both)) is None


def test_a_later_target_leaves_the_past_as_it_was() -> None:
    targets = Targets(
        (
            Aim(metric="frt", value=100.0, since_at=10),
            Aim(metric="frt", value=50.0, since_at=20),
            Aim(metric="frt", value=None, since_at=30),
            Aim(metric="frt", value=70.0, since_at=40),
        )
    )
    found = [value(targets, asked("frt"), at) for at in (9, 10, 19, 20, 29, 30, 39, 40)]
    assert found == [None, 100, 100, 50, 50, None, None, 70]


def test_a_target_that_was_set_replaces_the_settings_one_for_the_same_tickets_only() -> None:
    said = Targets.parse("frt email 4h; frt chat 2m")
    email = frozenset({(Dimension.CHANNEL, "email")})
    targets = said.with_later([Aim(metric="frt", where=email, value=None, since_at=5)])
    assert value(targets, asked("frt", EMAIL), 4) == 4 * 3600
    assert value(targets, asked("frt", EMAIL), 5) is None
    assert [aim.value for aim in targets.in_force(5)] == [120]


@pytest.mark.parametrize(
    "text",
    [
        *("frt", "frt email", "first 4h", "frt emial 4h", "frt 90%", "csat 4h", "backlog 2h"),
        *("frt category 4h", "frt email chat 4h", "frt team Billing 4h"),
    ],
)
def test_nonsense_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)write|written|/kpi target"):
        Targets.parse(text)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("1h 30m", Unit.SECONDS, 5400),
        ("1h30m", Unit.SECONDS, 5400),
        ("1.5d", Unit.SECONDS, 129600),
        ("92.5%", Unit.SHARE, 0.925),
        ("200", Unit.COUNT, 200),
    ],
)
def test_values_are_read_as_people_write_them(text: str, unit: Unit, expected: float) -> None:
    assert amount(text, unit) == pytest.approx(expected)


def test_a_share_above_the_whole_is_no_target() -> None:
    with pytest.raises(ValueError, match="90%"):
        amount("120%", Unit.SHARE)


@given(st.integers(0, 10**7))
def test_what_is_written_is_read_as_the_same_value(number: int) -> None:
    assert amount(in_words(number, Unit.SECONDS), Unit.SECONDS) == number
    assert amount(in_words(number, Unit.COUNT), Unit.COUNT) == number
    share = number / 10**7
    assert amount(in_words(share, Unit.SHARE), Unit.SHARE) == pytest.approx(share, abs=6e-5)


@pytest.mark.parametrize("text", ["backlog -5", "frt 0h", "csat 0%", "reopen 100%"])
def test_a_target_that_judges_nothing_is_refused_in_the_settings_too(text: str) -> None:
    with pytest.raises(ValueError, match="says nothing"):
        Targets.parse(text)
