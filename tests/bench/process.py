"""What work takes: on the clock, of a core, and of memory that no other process shares."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import ParamSpec, TypeVar

KILOBYTES_A_MEGABYTE = 1024
Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock, and seconds of a core that all threads of the process took."""

    clock: float
    cpu: float

    @classmethod
    def on(cls, work: Callable[[], object]) -> Spent:
        """What one call takes."""
        clock, cpu = time.perf_counter(), time.process_time()
        work()
        return cls(time.perf_counter() - clock, time.process_time() - cpu)

    @classmethod
    def middle(cls, all_of_them: Sequence[Spent]) -> Spent:
        """The median of either."""
        return cls(median(s.clock for s in all_of_them), median(s.cpu for s in all_of_them))


def alone(
    work: Callable[Arguments, Value], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Value:
    """Work done in a new process, so that nothing of other work is left over in it."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as one:
        return one.submit(work, *args, **kwargs).result()


def machine() -> str:
    """How busy this machine is just now."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def private_megabytes() -> float:
    """The megabytes that only this process has in memory: no page of a mapped file (Linux)."""
    return anonymous_megabytes(Path("/proc/self/smaps_rollup").read_text(encoding="ascii"))


def anonymous_megabytes(rollup: str) -> float:
    """What the kernel's summary of a process says of pages that no file backs."""
    line = next(line for line in rollup.splitlines() if line.startswith("Anonymous:"))
    return int(line.split()[1]) / KILOBYTES_A_MEGABYTE
