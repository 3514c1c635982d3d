"""A list is shown though one of its rows cannot be: that row says so instead."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")
U = TypeVar("U")


def each(rows: Iterable[T], shown: Callable[[T], U], instead: Callable[[T], U]) -> list[U]:
    """Every row as `shown`, or `instead` of one that cannot be; the log has the reason."""
    return [_one(row, shown, instead) for row in rows]


def _one(row: T, shown: Callable[[T], U], instead: Callable[[T], U]) -> U:
    try:
        return shown(row)
    except Exception:  # one row must never keep the others from being seen
        logger.exception("A row of a list cannot be shown")
        return instead(row)
