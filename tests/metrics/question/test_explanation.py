"""Steps in parts that add up to them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import measure
from metrics.question.explanation import (
    Side,
    adds_up,
    apportion,
    carrying,
    shifts,
    telling,
    total,
)

NUMBERS = st.fractions(-1000, 1000, max_denominator=50)
SIDES = st.builds(Side, NUMBERS, st.fractions(0, 100, max_denominator=9), st.integers(0, 40))
PARTS = st.dictionaries(st.sampled_from("abcdef"), SIDES, min_size=1).filter(
    lambda parts: sum(side.weight for side in parts.values()) > 0
)


def side(mean: int, n: int) -> Side:
    return Side(Fraction(mean * n), Fraction(n), n)


@given(PARTS, PARTS)
def test_mix_and_rate_of_all_parts_add_up_to_the_whole_step(
    old: dict[str, Side], new: dict[str, Side]
) -> None:
    whole = total(list(shifts(old, new, counts=False).values()), "All")
    assert whole.old.value is not None
    assert whole.new.value is not None
    assert whole.mix + whole.rate == whole.new.value - whole.old.value


@given(PARTS, PARTS)
def test_counts_add_up_without_a_mix(old: dict[str, Side], new: dict[str, Side]) -> None:
    whole = total(list(shifts(old, new, counts=True).values()), "All")
    assert whole.both == whole.new.amount - whole.old.amount
    assert whole.mix == 0


def test_the_same_means_with_other_sizes_are_all_mix() -> None:
    old = {"email": side(10, 50), "chat": side(2, 50)}
    new = {"email": side(10, 75), "chat": side(2, 25)}
    parts = shifts(old, new, counts=False)
    whole = total(list(parts.values()), "All")
    assert (whole.mix, whole.rate) == (Fraction(2), Fraction(0))
    assert [parts[key].both for key in ("email", "chat")] == [Fraction(3, 4), Fraction(5, 4)]


def test_the_same_sizes_with_other_means_are_all_rate() -> None:
    old = {"email": side(10, 60), "chat": side(2, 40)}
    new = {"email": side(15, 60), "chat": side(2, 40)}
    parts = shifts(old, new, counts=False)
    whole = total(list(parts.values()), "All")
    assert (whole.mix, whole.rate) == (Fraction(0), Fraction(3))
    assert parts["email"].rate == 3


def test_a_part_that_was_not_there_before_is_mix() -> None:
    parts = shifts(
        {"email": side(4, 10)}, {"email": side(4, 10), "chat": side(8, 10)}, counts=False
    )
    assert parts["chat"].rate == 0
    assert total(list(parts.values()), "All").mix == 2


def test_what_carries_most_comes_first_whichever_way_it_went() -> None:
    old = {"email": side(1, 9), "chat": side(1, 3), "phone": side(1, 5)}
    new = {"email": side(1, 2), "chat": side(1, 4), "phone": side(1, 4)}
    assert list(carrying(shifts(old, new, counts=True))) == ["email", "phone", "chat"]
    assert next(iter(carrying(shifts(new, old, counts=True)))) == "email"


def test_a_split_in_which_one_part_moved_tells_more_than_one_in_which_all_did() -> None:
    alike = shifts({1: side(2, 10), 2: side(2, 10)}, {1: side(4, 10), 2: side(4, 10)}, counts=False)
    apart = shifts({1: side(2, 10), 2: side(2, 10)}, {1: side(6, 10), 2: side(2, 10)}, counts=False)
    assert telling(list(alike.values())) == 0
    assert telling(list(apart.values())) > 0


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_rounded_parts_have_the_rounded_sum(values: list[Fraction]) -> None:
    whole = apportion(values)
    assert abs(sum(whole) - sum(values, Fraction(0))) <= Fraction(1, 2)
    assert all(abs(made - value) < 1 for made, value in zip(whole, values, strict=True))


@pytest.mark.parametrize(
    ("metric", "told"),
    [("frt", True), ("csat", True), ("backlog", True), ("oldest", False), ("enps", False)],
)
def test_what_is_no_sum_of_parts_or_anonymous_is_not_split(metric: str, told: bool) -> None:
    assert adds_up(measure(metric, "")) is told
