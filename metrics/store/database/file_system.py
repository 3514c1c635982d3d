"""On what kind of file system a file is: SQLite's locks cannot be trusted on those of a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MOUNTS: Final = Path("/proc/self/mountinfo")
NETWORK: Final = frozenset(
    {"afs", "ceph", "cifs", "glusterfs", "lustre", "nfs", "nfs4", "smb3", "smbfs"}
    | {"fuse.ceph", "fuse.glusterfs", "fuse.s3fs", "fuse.sshfs"}
)
_OCTAL: Final = re.compile(r"\\([0-7]{3})")


def network_file_system(file: Path, mounts: Path | None = None) -> str:
    """The kind of the network file system that a file is on; "" where it is on none.

    On a system that has no such list of mounts nobody can tell.
    """
    path = file.resolve()
    try:
        every = list(_mounts(mounts or MOUNTS))
    except OSError:
        return ""
    numbered = enumerate(every)
    found = [(len(at.parts), n, kind) for n, (at, kind) in numbered if path.is_relative_to(at)]
    _, _, kind = max(found, default=(0, 0, ""))
    return kind if kind in NETWORK else ""


def _mounts(mounts: Path) -> Iterator[tuple[Path, str]]:
    """Where something is mounted, and the kind of it; a later one hides an earlier one."""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        before, _, after = line.partition(" - ")
        fields, kind = before.split(), after.partition(" ")[0]
        if len(fields) > 4:
            yield Path(_OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[4])), kind
