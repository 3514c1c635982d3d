"""Arrays in a file without a name: the machine may take their memory back, and reads them again."""

from __future__ import annotations

import mmap
import os
import tempfile
import threading
import weakref
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from metrics.store.tickets.column_file import ALIGNED

ROOM_BYTES: Final = 2**36
"""More than all arrays of a file together: it has as many bytes as were written, and no more."""
LEAST_BYTES: Final = 2**16
"""Smaller arrays are not worth their place."""
SPARE_BYTES: Final = 2**29
"""So much room is left to others: the database may lie on the same disk."""
MOUNTS: Final = Path("/proc/self/mountinfo")
IN_MEMORY: Final = ("tmpfs", "ramfs")
"""File systems whose files are memory that the machine cannot take back."""


class ScratchFile:
    """A file of one process, gone with the last of its arrays; safe to be used by several threads.

    Where none can be made, it would be memory itself, or little room is left, arrays stay where
    they are.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._end = 0
        self._map: mmap.mmap | None = None
        try:
            if _is_memory(folder):
                return
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  closed when this is gone
            weakref.finalize(self, self._file.close)
            self._file.truncate(ROOM_BYTES)
            self._map = mmap.mmap(self._file.fileno(), ROOM_BYTES, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            return

    def put(self, array: NDArray[Any]) -> NDArray[Any]:
        """The same array out of the file; itself where it is not in it."""
        if self._map is None or array.nbytes < LEAST_BYTES:
            return array
        with self._lock:
            start = self._end
            if start + array.nbytes > ROOM_BYTES:
                return array
            try:
                if _free_bytes(self._file.fileno()) < array.nbytes + SPARE_BYTES:
                    return array
                _write(self._file.fileno(), np.ascontiguousarray(array), start)
            except OSError:
                return array
            self._end += array.nbytes + -array.nbytes % ALIGNED
        return np.frombuffer(self._map, array.dtype, array.size, start)


def in_a_file(array: NDArray[Any]) -> bool:
    """Whether an array is out of such a file."""
    return isinstance(array.base, memoryview | mmap.mmap)


def _is_memory(folder: Path) -> bool:
    """Whether the files of a folder are memory; no where the machine does not say so."""
    device = folder.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    lines = MOUNTS.read_text(errors="replace").splitlines() if MOUNTS.exists() else []
    return any(
        about.split()[2] == number and kind.startswith(IN_MEMORY)
        for about, _, kind in (line.partition(" - ") for line in lines)
    )


def _free_bytes(file: int) -> int:
    """What of the file's disk is free for this process."""
    disk = os.fstatvfs(file)
    return disk.f_bavail * disk.f_frsize


def _write(file: int, array: NDArray[Any], start: int) -> None:
    rest = memoryview(array.view(np.uint8).data)
    while rest:
        start += (written := os.pwrite(file, rest, start))
        rest = rest[written:]
