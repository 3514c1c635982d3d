"""Rows in which one value is odd: of another type, out of all bounds, or not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final

ODD: Final[tuple[object, ...]] = (
    None,
    [],
    {},
    [None, 3, {}],
    True,
    -5,
    1e300,
    10**30,
    "x",
    "9999-12-31T23:59:59-12:00",
)


def failures(read: Callable[[Any], object], raw: dict[str, Any]) -> list[str]:
    """Where an odd value makes reading fail: "child_events.0.author_id = []: TypeError"."""
    found = []
    for path in _paths(raw):
        for odd in ODD:
            row = deepcopy(raw)
            place: Any = row
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = odd
            try:
                read(row)
            except Exception as error:
                where = ".".join(map(str, path))
                found.append(f"{where} = {odd!r}: {type(error).__name__}")
    return found


def _paths(node: Any) -> Iterator[tuple[Any, ...]]:
    """The way to each value within."""
    steps = node.items() if isinstance(node, dict) else enumerate(node)
    for step, value in steps:
        yield (step,)
        if isinstance(value, dict | list):
            yield from ((step, *rest) for rest in _paths(value))
