"""Which stretches of the same ticket overlap, against a plain double loop."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from metrics.tickets.columns import spans
from metrics.tickets.intervals import by_ticket, find, is_among, meetings, place, spells
from metrics.tickets.records import NEVER

Stretch = tuple[int, int, int]
# Spans of one ticket follow one another; stretches may lie anywhere.
cuts = st.lists(st.integers(0, 40), min_size=2, max_size=8, unique=True).map(sorted)
stretches = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 40), st.integers(1, 9)))


def ints(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@given(st.dictionaries(st.integers(1, 3), cuts), stretches)
def test_overlaps_are_those_a_plain_search_finds(
    cut: dict[int, list[int]], asked: list[Stretch]
) -> None:
    told = [(t, a, b) for t, at in cut.items() for a, b in zip(at[::2], at[1::2], strict=False)]
    among = by_ticket(
        spans(
            ticket=ints([t for t, _, _ in told]),
            started_at=ints([a for _, a, _ in told]),
            ended_at=ints([b for _, _, b in told]),
            since_at=ints([a for _, a, _ in told]),
            cut={},
        )
    )
    ticket, start, length = (ints([row[n] for row in asked]) for n in range(3))
    row, span = meetings(ticket, start, start + length, among)
    found = {
        (int(r), int(among.started_at[s])) for r, s in zip(row.tolist(), span.tolist(), strict=True)
    }
    plain = {
        (n, a)
        for n, (t, s, many) in enumerate(asked)
        for u, a, b in told
        if t == u and a < s + many and b > s
    }
    assert found == plain


def test_spans_that_touch_are_one_spell() -> None:
    told = [(1, 0, 5), (1, 5, 9), (1, 12, 13), (2, 13, 20), (2, 20, NEVER)]
    ticket, started_at, ended_at = (ints([row[n] for row in told]) for n in range(3))
    rows = by_ticket(
        spans(ticket=ticket, started_at=started_at, ended_at=ended_at, since_at=ticket, cut={})
    )
    first, last = spells(rows)
    assert list(zip(rows.started_at[first], rows.ended_at[last], strict=True)) == [
        (0, 9),
        (12, 13),
        (13, NEVER),
    ]
    assert all(len(found) == 0 for found in spells(rows.ending_after(NEVER)))


def test_what_never_ends_lies_behind_everything_of_its_ticket_and_before_the_next_one() -> None:
    places = place(ints([1, 1, 2]), ints([50, NEVER, 0]))
    assert places.tolist() == sorted(places.tolist())
    assert len(set(places.tolist())) == 3


def test_places_are_found_as_numpy_finds_them() -> None:
    chance = np.random.default_rng(2)
    among, places = (
        place(chance.integers(1, 40, many), chance.integers(0, 9, many)) for many in (200, 500)
    )
    ordered = np.sort(among)
    assert find(ordered, places).tolist() == np.searchsorted(ordered, places).tolist()
    right = np.searchsorted(ordered, places, "right")
    assert find(ordered, places, "right").tolist() == right.tolist()
    assert is_among(places, among).tolist() == np.isin(places, among).tolist()
    assert not is_among(places, among[:0]).any()
    assert is_among(places[:0], among).tolist() == []
