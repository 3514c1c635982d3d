"""A list is shown though one of its rows cannot be: that row says so instead."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")
U = TypeVar("U")


def each(rows: Iterable[T], draw: Callable[[T], U], instead: Callable[[T], U]) -> list[U]:
    """Every row as `draw`, or `instead` of one that cannot be; the log has the reason."""
    return [_one(row, draw, instead) for row in rows]


def _one(row: T, draw: Callable[[T], U], instead: Callable[[T], U]) -> U:
    try:
        return draw(row)
    except Exception:  # one row must never keep the others from being seen
        logger.exception("A row of a list cannot be shown")
        return instead(row)
