"""How a process holds the memory of large arrays."""

from __future__ import annotations

import ctypes
import os
from typing import Final

LARGE_BYTES: Final = 4 * 2**20
_MMAP_THRESHOLD: Final = -3


def let_go_of_large_arrays() -> None:
    """Have what large arrays took given back to the machine the moment they are gone.

    The C library of most Linux systems takes the size of what it sees for usual and then holds on
    to it: half a gigabyte once promises of a million tickets were worked out. To be called when a
    process begins; where there is no such call nothing is done.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, LARGE_BYTES)
