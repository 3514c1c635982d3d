"""Drawings in turn, and one that hangs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from bot.charts.drawer import Drawer, DrawingTimeoutError
from tests import patience


def test_drawings_come_one_at_a_time() -> None:
    drawer, alone = Drawer(), Lock()

    def draw() -> bytes:
        assert alone.acquire(blocking=False)
        alone.release()
        return b"png"

    with ThreadPoolExecutor(8) as people:
        assert list(people.map(lambda _: drawer.image(draw), range(40))) == [b"png"] * 40


def test_what_fails_is_heard_by_whoever_waits_and_the_next_is_drawn() -> None:
    drawer = Drawer()
    with pytest.raises(ZeroDivisionError):
        drawer.image(lambda: bytes(1 // 0))
    assert drawer.image(lambda: b"png") == b"png"


def test_one_that_hangs_is_left_to_itself_and_none_is_begun_while_it_goes_on() -> None:
    drawer, go_on, ended = Drawer(0.05), Event(), Event()

    def hang() -> bytes:
        go_on.wait(patience.SECONDS)
        ended.set()
        return b"late"

    for _ in range(2):
        with pytest.raises(DrawingTimeoutError, match="has not ended"):
            drawer.image(hang)
    go_on.set()
    assert ended.wait(patience.SECONDS)
    patient = Drawer()
    patient._thread = drawer._thread
    assert drawer._thread
    drawer._thread.join(patience.SECONDS)
    assert patient.image(lambda: b"png") == b"png"
