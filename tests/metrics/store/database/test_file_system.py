"""Which mount a file is on."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.store.database.file_system import network_file_system

MOUNTS = r"""22 1 8:1 / / rw,relatime - ext4 /dev/root rw
30 22 0:40 / /srv rw,relatime shared:1 - nfs4 10.0.0.5:/export rw,vers=4.2
31 30 8:2 / /srv/local rw - xfs /dev/sdb rw
32 22 0:41 / /mnt/two\040words rw - cifs //host/share rw
33 22 0:42 / /over rw - nfs host:/a rw
34 22 0:43 / /over rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/var/lib/deskpulse.db", ""),
        ("/srv/deskpulse.db", "nfs4"),
        ("/srv/deep/er/deskpulse.db", "nfs4"),
        ("/srv/local/deskpulse.db", ""),
        ("/srvice/deskpulse.db", ""),
        ("/mnt/two words/deskpulse.db", "cifs"),
        ("/over/deskpulse.db", ""),
    ],
)
def test_a_file_on_a_network_file_system_is_known_by_its_mount(
    file: str, kind: str, tmp_path: Path
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert network_file_system(Path(file), mounts) == kind


def test_where_nothing_lists_the_mounts_nothing_is_said(tmp_path: Path) -> None:
    assert network_file_system(tmp_path, tmp_path / "none") == ""


def test_odd_lines_are_passed_over(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("\nnonsense\n1 2 - nfs\n")
    assert network_file_system(Path("/x"), mounts) == ""
