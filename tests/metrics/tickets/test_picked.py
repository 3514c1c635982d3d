"""Columns made of others give what a copy would."""

from __future__ import annotations

import gc
from dataclasses import replace

import numpy as np
import pytest

from metrics.tickets.narrow import Column, Narrow
from metrics.tickets.picked import (
    STEP,
    Joined,
    Part,
    Picked,
    Recent,
    Spliced,
    join,
    search,
    small,
    splice,
)
from metrics.tickets.records import NEVER


def column(*values: int) -> Narrow:
    return Narrow.of(np.array(values, np.int64))


@pytest.fixture(scope="module")
def chance() -> np.random.Generator:
    return np.random.default_rng(3)


def test_several_columns_are_read_as_one() -> None:
    both = join(column(5, 6, NEVER), column(900, 7))
    assert isinstance(both, Joined)
    assert both.whole().tolist() == [5, 6, NEVER, 900, 7]
    assert both[np.array([4, 0, 2])].tolist() == [7, 5, NEVER]
    assert both[np.array([3, 4])].tolist() == [900, 7]
    assert both[slice(1, 4)].tolist() == [6, NEVER, 900]
    assert len(both) == 5


def test_one_value_stays_one_value() -> None:
    same = join(column(4, 4, 4), column(4))
    assert isinstance(same, Narrow)
    assert same.whole().tolist() == [4, 4, 4, 4]
    assert same.nbytes == 8
    assert join(column(4, 4), column(5, 5)).whole().tolist() == [4, 4, 5, 5]


def test_parts_of_parts_are_what_copies_would_be(chance: np.random.Generator) -> None:
    values = {
        "some": chance.integers(0, 10**9, 500),
        "never": np.where(chance.random(500) < 0.3, NEVER, 7),
        "one": np.full(500, 3),
        "wide": chance.integers(0, 2**60, 500),
    }
    order = chance.permutation(500)
    table: dict[str, Column] = {name: Narrow.of(each) for name, each in values.items()}
    table["picked"] = Picked(table["some"], order)
    values["picked"] = values["some"][order]
    mine, theirs, many = table, values, 500
    for which in (slice(20, 400), chance.permutation(380)[:300], slice(5, None), slice(0, 0)):
        mine = Part(mine, which, many)  # type: ignore[assignment]
        theirs = {name: each[which] for name, each in theirs.items()}
        many = len(theirs["some"])
        assert set(mine) == set(theirs)
        for name, each in theirs.items():
            assert name in mine
            assert len(mine[name]) == many
            np.testing.assert_array_equal(mine[name].whole(), each)


def test_columns_of_one_table_share_their_order() -> None:
    order = np.array([2, 0, 1])
    table = {name: Picked(column(1, 2, 3), order) for name in ("a", "b")}
    part = Part(table, np.array([1, 2]), 3)
    first, second = part["a"], part["b"]
    assert isinstance(first, Picked)
    assert isinstance(second, Picked)
    assert first.order is second.order


@pytest.mark.parametrize("many", [0, 1, 5, STEP, STEP + 1, 3 * STEP + 17, 40 * STEP])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_place_is_found_where_numpy_finds_it(
    many: int, side: str, chance: np.random.Generator
) -> None:
    values = np.sort(chance.integers(0, max(many // 3, 2), many))
    order = chance.permutation(many)
    shuffled = np.empty(many, np.int64)
    shuffled[order] = values
    ordered = Picked(Narrow.of(shuffled), order)
    wanted = [-1, 0, 1, many // 7, many // 3 - 1, many // 3, many, NEVER]
    found = [search(ordered, value, side) for value in wanted]
    assert found == np.searchsorted(values, wanted, side).tolist()  # type: ignore[call-overload]


def test_what_is_kept_is_narrow_and_each_order_kept_once() -> None:
    given: list[np.ndarray] = []

    def share(array: np.ndarray) -> np.ndarray:
        given.append(array)
        return array

    order, orders = np.array([3, 1, 0]), dict[int, np.ndarray]()
    stored = column(10, 20, 30, 40)
    own = Narrow.as_it_is(np.array([10, 20, NEVER, 40]))
    a, b, c, d = (
        small(each, share, orders)
        for each in (Picked(stored, order), Picked(stored, order), Picked(own, order), own)
    )
    assert isinstance(a, Picked)
    assert isinstance(b, Picked)
    assert a.order is b.order
    assert a.column is stored
    assert [each.whole().tolist() for each in (a, c, d)] == [
        [40, 20, 10],
        [40, 20, 10],
        [10, 20, NEVER, 40],
    ]
    assert [each.dtype.itemsize for each in given] == [4, 1, 1]


def test_what_a_few_changed_rows_leave_of_many_is_what_a_copy_would_be(
    chance: np.random.Generator,
) -> None:
    for many, changed, new in ((1000, 40, 60), (1000, 0, 3), (5, 5, 4), (0, 0, 3), (7, 3, 0)):
        base, delta = chance.integers(0, 10**6, many), chance.integers(0, 10**12, new)
        gone = np.sort(chance.choice(many, changed, replace=False))
        before = np.sort(chance.integers(0, many + 1, new))
        runs = splice(many, gone, before)
        at = np.cumsum(~np.isin(np.arange(many), gone))
        stays = np.delete(base, gone)
        copy = np.insert(stays, np.append(0, at)[before], delta)
        both = Spliced(Joined((Narrow.of(base), Narrow.of(delta))), runs)
        assert len(both) == len(copy)
        np.testing.assert_array_equal(both.whole(), copy)
        for which in (
            slice(1, 3),
            slice(0, None),
            chance.permutation(len(copy))[:9],
            copy % 2 == 0,
        ):
            np.testing.assert_array_equal(both[which], copy[which])


@pytest.mark.parametrize("most", [200, 10**6, 10**12])
def test_rows_on_end_of_what_a_few_changed_rows_leave_are_what_a_copy_would_be(
    chance: np.random.Generator, most: int
) -> None:
    """Whether what came in fits among the narrow numbers of what was there, or not."""
    base, delta = chance.integers(100, 10**6, 900), chance.integers(0, most, 60)
    base[::7], delta[::9] = NEVER, NEVER
    gone = np.sort(chance.choice(900, 40, replace=False))
    before = np.sort(chance.integers(0, 901, 60))
    both = Spliced(Joined((Narrow.of(base), Narrow.of(delta))), splice(900, gone, before))
    at = np.append(0, np.cumsum(~np.isin(np.arange(900), gone)))
    copy, many = np.insert(np.delete(base, gone), at[before], delta), len(both)
    edges = [(0, many), (0, 0), (many, many), (0, 1), (many - 1, many), (7, 5)]
    for start, stop in (*edges, *chance.integers(0, many + 1, (60, 2)).tolist()):
        one = Part({"one": both}, slice(start, stop), many)["one"]
        np.testing.assert_array_equal(one.whole(), copy[start:stop])
        np.testing.assert_array_equal(one[slice(0, 3)], copy[start:stop][0:3])


@pytest.mark.parametrize(
    ("column", "values", "fits"),
    [
        (Narrow.of(np.array([5, 9, 9])), [5, 9, 200], True),
        (Narrow.of(np.array([5, 9, 9])), [4], False),
        (Narrow.of(np.array([5, 9, 9])), [5 + 254], True),
        (Narrow.of(np.array([5, 9, 9])), [5 + 255], False),
        (Narrow.of(np.array([5, 9, 9])), [NEVER], False),
        (Narrow.of(np.array([5, NEVER, 9])), [NEVER, 6], True),
        (Narrow.of(np.array([5, NEVER, 9])), [5 + 255], False),
        (Narrow.of(np.array([5, 5, 5])), [5], False),
        (Narrow.of(np.array([0, 10**12])), [NEVER, -3], True),
    ],
)
def test_values_are_stored_among_others_where_they_fit(
    column: Narrow, values: list[int], *, fits: bool
) -> None:
    coded = column.coded(np.array(values))
    assert (coded is not None) == fits
    if coded is not None:
        assert coded.dtype == column.stored.dtype
        assert replace(column, stored=coded, length=len(coded)).whole().tolist() == values


def test_few_columns_are_held_put_together_and_none_that_is_gone() -> None:
    def column() -> Spliced:
        parts = Narrow.of(np.arange(100)), Narrow.of(np.arange(3))
        return Spliced(Joined(parts), splice(100, np.array([4]), np.array([4, 5, 100])))

    recent, columns = Recent(most_bytes=250, least=1), [column() for _ in range(3)]
    first, *_, last = (recent.narrow(each) for each in columns)
    assert recent.narrow(columns[2]) is last
    assert recent.narrow(columns[0]) is not first
    assert len(recent._columns) == 2
    columns.clear()
    gc.collect()
    assert not recent._columns
