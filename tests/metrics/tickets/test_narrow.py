"""Columns in few bytes are the columns they were made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metrics.tickets.narrow import Narrow
from metrics.tickets.records import NEVER

CASES: dict[str, Any] = {
    "none": np.zeros(0, np.int64),
    "one": np.array([7]),
    "equal": np.full(9, 1_795_500_000),
    "never": np.full(5, NEVER),
    "bytes": np.arange(200) - 100,
    "a_byte_and_never": np.append(np.arange(255), NEVER),
    "two_bytes_and_never": np.append(np.arange(256), NEVER),
    "instants": np.array([1_795_500_000, 1_764_000_000, NEVER, 1_795_499_999]),
    "wide": np.array([0, 2**40, -(2**40), NEVER]),
    "codes": np.array([0, 3, 70_000], np.int32),
    "flags": np.array([True, False, True]),
    "amounts": np.array([1.5, np.nan, -0.0]),
    "words": np.array(["", "gold", "ü"]),
}


@pytest.mark.parametrize("case", sorted(CASES))
def test_values_come_out_as_they_went_in(case: str) -> None:
    values = CASES[case]
    column, chance = Narrow.of(values), np.random.default_rng(3)
    assert column.whole().dtype == values.dtype
    assert np.array_equal(column.whole(), values, equal_nan=values.dtype.kind == "f")
    for which in (slice(1, 3), chance.random(len(values)) < 0.5, np.arange(len(values))[::-1]):
        some, expected = column[which], values[which]
        assert np.array_equal(some, expected, equal_nan=values.dtype.kind == "f")


@pytest.mark.parametrize("side", ["left", "right"])
def test_places_are_found_as_in_the_values(side: Any) -> None:
    chance = np.random.default_rng(5)
    for least, most in ((0, 100), (1_700_000_000, 1_795_500_000), (-50, 2**50)):
        values = np.sort(np.append(chance.integers(least, most, 500), [NEVER] * 7))
        wanted = np.concatenate([chance.integers(least - 90, most + 90, 500), values, [NEVER, 0]])
        places = Narrow.of(values).search(wanted, side)
        assert np.array_equal(places, np.searchsorted(values, wanted, side))


def test_instants_of_a_century_take_four_bytes_and_equal_values_none() -> None:
    instants = np.append(np.arange(0, 3_000_000_000, 3_000_000), NEVER)
    assert Narrow.of(instants).nbytes == 4 * len(instants)
    assert Narrow.of(np.full(10_000, NEVER)).nbytes == 8


def test_what_is_not_above_a_value_is_known_without_reading_it() -> None:
    chance = np.random.default_rng(6)
    for least, most in ((0, 5), (1_700_000_000, 1_795_500_000), (0, 2**50), (4, 5)):
        values = np.append(chance.integers(least, most, 300), [NEVER] * (least != 4) * 9)
        column = Narrow.of(values)
        for value in (least - 1, least, (least + most) // 2, most, most + 300, NEVER - 1, -1):
            assert column.up_to(value).tolist() == (values <= value).tolist()


def test_a_part_of_one_value_is_one_value() -> None:
    part = Narrow.of(np.full(10, 4)).part(slice(2, 5), 3)
    assert (len(part), part.nbytes, part.whole().tolist()) == (3, 8, [4, 4, 4])
    same = Narrow.same(np.int32(0), 5)
    assert same.whole().dtype == np.int32
    assert same[np.array([1, 2])].tolist() == [0, 0]
    assert same[np.arange(5) > 3].tolist() == [0]
