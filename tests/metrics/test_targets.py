"""Targets as people write them, and the one that holds for a question."""

from __future__ import annotations

import pytest

from metrics.periods import Period
from metrics.query import Filter, Query
from metrics.records import Dimension
from metrics.targets import Targets

WEEK = Period.of("last week")
EMAIL = Filter(Dimension.CHANNEL, ("email",))
HIGH = Filter(Dimension.PRIORITY, ("high",))


def asked(metric: str, *where: Filter) -> Query:
    return Query(metric=metric, period=WEEK, where=where)


def test_a_target_holds_for_its_channel_only() -> None:
    targets = Targets.parse("frt email 4h; frt chat 2m; csat 90%; backlog 200")
    assert targets.find(asked("frt", EMAIL)) == 4 * 3600
    assert targets.find(asked("frt")) is None
    assert targets.find(asked("csat")) == pytest.approx(0.9)
    assert targets.find(asked("backlog", EMAIL)) == 200


def test_the_target_that_says_most_wins() -> None:
    targets = Targets.parse("frt 8h; frt email 4h; frt email high 1.5h")
    assert targets.find(asked("frt", EMAIL, HIGH)) == 1.5 * 3600
    assert targets.find(asked("frt", HIGH)) == 8 * 3600


def test_a_team_is_not_judged_by_a_target_for_all() -> None:
    assert Targets.parse("frt 8h").find(asked("frt", Filter(Dimension.TEAM, ("t1",)))) is None


def test_two_channels_pooled_have_no_target_of_one() -> None:
    both = Filter(Dimension.CHANNEL, ("chat", "email"))
    assert Targets.parse("frt email 4h").find(asked("frt", both)) is None


@pytest.mark.parametrize(
    "text", ["frt", "frt email", "first 4h", "frt emial 4h", "frt 90%", "csat 4h", "backlog 2h"]
)
def test_nonsense_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match=r"write|written"):
        Targets.parse(text)
