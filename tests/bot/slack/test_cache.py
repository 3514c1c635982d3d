"""What Slack has said, for a while."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.slack import cache
from bot.slack.cache import AGAIN_SECONDS, Cache
from bot.workspace import CannotCheckError
from tests.bot.slack.talking import Clock

SECONDS, LONGEST = 100, 1000


class Asked(list[str]):
    """What was asked for; each answer is a new one, or fails."""

    fails = False

    def __call__(self, key: str) -> Callable[[], str]:
        def ask() -> str:
            self.append(key)
            if self.fails:
                raise CannotCheckError
            return f"{key}{len(self)}"

        return ask


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.mark.parametrize("longest", [0, LONGEST])
def test_an_answer_holds_for_its_time_and_no_longer_where_the_clock_is_set_back(
    clock: Clock, asked: Asked, longest: int
) -> None:
    kept = Cache[str](clock, SECONDS, longest_seconds=longest)
    said = []
    for seconds in (0, SECONDS - 1, 1, -500):
        clock.at += seconds
        said.append(kept.get("a", asked("a")))
    assert said == ["a1", "a1", "a2", "a3"]


def test_a_failure_holds_the_last_answer_until_it_is_too_old(clock: Clock, asked: Asked) -> None:
    kept = Cache[str](clock, SECONDS, longest_seconds=LONGEST)
    kept.get("a", asked("a"))
    asked.fails = True
    clock.at += SECONDS
    for _ in range(3):
        assert kept.get("a", asked("a")) == "a1"
    assert len(asked) == 2
    clock.at += AGAIN_SECONDS
    assert kept.get("a", asked("a")) == "a1"
    assert len(asked) == 3
    clock.at += LONGEST
    with pytest.raises(CannotCheckError):
        kept.get("a", asked("a"))


def test_without_leave_to_be_old_a_failure_is_told_and_forgotten(
    clock: Clock, asked: Asked
) -> None:
    kept = Cache[str](clock, SECONDS)
    kept.get("a", asked("a"))
    clock.at += SECONDS
    asked.fails = True
    with pytest.raises(CannotCheckError):
        kept.get("a", asked("a"))
    asked.fails = False
    assert kept.get("a", asked("a")) == "a3"


def test_no_more_are_kept_than_there_is_room_for(
    clock: Clock, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "LARGEST", 2)
    kept = Cache[str](clock, SECONDS)
    for key in ("a", "b", "c", "b", "a"):
        kept.get(key, asked(key))
    assert asked == ["a", "b", "c", "a"]
