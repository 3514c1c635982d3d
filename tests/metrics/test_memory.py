"""Memory of large arrays goes back to the machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

IN_A_PROCESS = """
import numpy as np
from metrics.memory import LARGE_BYTES, let_go_of_large_arrays
from tests.bench.process import private_megabytes

let_go_of_large_arrays()
before = private_megabytes()
for size in (6, 5, 4):  # what was freed once would be taken for usual
    arrays = [np.ones(size * LARGE_BYTES, np.int8) for _ in range(10)]
    pins = [np.ones(1000, np.int8) for _ in range(10)]
    most = private_megabytes()
    del arrays
print(most - before, private_megabytes() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what a process takes is read as Linux has it")
def test_what_large_arrays_took_goes_back_as_soon_as_they_are_gone() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS], capture_output=True, text=True, check=True
    )
    most, rest = map(float, ran.stdout.split())
    assert most > 100
    assert rest < 20
