"""Who holds a lease: a process, told apart from all others, and whether it is known to be gone.

A process that was killed cannot give its lease back. On the machine it ran on that can be seen, so
nobody there has to wait until the lease lapses; from elsewhere it cannot, and the lease decides.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from uuid import uuid4


def new_holder() -> str:
    """A new name for this process as a holder: machine, process, its start, and a token."""
    pid = os.getpid()
    return "/".join((socket.gethostname(), str(pid), _start_of(pid), uuid4().hex))


def is_gone(name: str) -> bool:
    """Whether that holder was a process of this machine that does not run any more."""
    host, pid, start, _ = name.rsplit("/", 3) if name.count("/") >= 3 else ("", "", "", "")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    return not _runs(int(pid)) or _start_of(int(pid)) != start


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _start_of(pid: int) -> str:
    """When a process started, in the kernel's ticks: a number can be given to another one later.

    Empty where there is no /proc to tell.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
