"""A table shows each value beside its aim, what misses it, and how it grows."""

from __future__ import annotations

import pytest

from tests.bench.tables import Aim, Line, aligned, growing, number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.01234, "0.0123"),
        (1.26, "1.3"),
        (99.94, "99.9"),
        (100, "100"),
        (1234.5, "1,234"),
    ],
)
def test_a_number_has_three_digits_or_is_whole(value: float, said: str) -> None:
    assert number(value) == said


def test_an_aim_is_to_stay_below_or_to_reach() -> None:
    assert Aim(most=2).met(1.9)
    assert not Aim(most=2).met(2)
    assert Aim(least=2).met(2)
    assert not Aim(least=2).met(1.9)
    assert [str(Aim(most=0.2)), str(Aim(least=2000)), str(Aim())] == ["< 0.2", ">= 2,000", "-"]


def test_words_stand_to_the_left_and_numbers_to_the_right() -> None:
    assert aligned([["what", "ms"], ["a", "1,000"]]) == "what     ms\n-----------\na     1,000"


def test_each_size_has_its_aim_and_what_misses_it_is_marked() -> None:
    lines = [
        Line("load", "s", [2.0, 21.0], [None, None]),
        Line("memory", "MB", [100.0, 450.0], [Aim(most=400), Aim(most=400)]),
    ]
    assert growing("It takes", [10, 100], lines).splitlines() == [
        "It takes  unit   10    aim   100    aim  x 10 to 100",
        "----------------------------------------------------",
        "load         s  2.0      -  21.0      -         10.5",
        "memory      MB  100  < 400  450!  < 400          4.5",
    ]


def test_from_nothing_no_growth_is_told() -> None:
    row = growing("It takes", [10, 100], [Line("load", "s", [0.0, 1.0], [None, None])])
    assert row.splitlines()[-1].endswith("  -")
