"""What work takes is measured of the work alone."""

from __future__ import annotations

import os
import sys
import time

import pytest

from tests.bench.process import Spent, alone, anonymous_megabytes, private_megabytes

ROLLUP = """\
00400000-7fff00000000 ---p 00000000 00:00 0                    [rollup]
Rss:              500000 kB
Private_Dirty:    300000 kB
Anonymous:        204800 kB
"""


def test_memory_of_its_own_is_that_of_no_file() -> None:
    assert anonymous_megabytes(ROLLUP) == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_what_a_process_writes_down_is_its_own() -> None:
    before = private_megabytes()
    held = bytearray(os.urandom(32 * 2**20))
    assert private_megabytes() - before > 30
    assert len(held) == 32 * 2**20


def test_waiting_takes_the_clock_and_no_core() -> None:
    spent = Spent.on(lambda: time.sleep(0.2))
    assert spent.clock >= 0.2 > spent.cpu


def test_the_middle_is_that_of_either_clock() -> None:
    assert Spent.middle([Spent(1, 9), Spent(2, 7), Spent(3, 8)]) == Spent(2, 8)


def test_work_alone_is_done_in_another_process() -> None:
    assert alone(os.getpid) != os.getpid()
    assert alone(divmod, 7, 3) == (2, 1)
