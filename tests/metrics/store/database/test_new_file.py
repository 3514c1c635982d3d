"""Files that are whole or not there, for our own user alone."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from metrics.errors import StoreError
from metrics.store.database.failures import FULL
from metrics.store.database.new_file import LEFTOVER_SECONDS, new_file


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_it_has_its_name_once_it_is_whole_and_is_ours_alone(tmp_path: Path) -> None:
    file = tmp_path / "e.json"
    with new_file(file) as draft:
        draft.write_text("words")
        assert not file.exists()
    assert (names(tmp_path), file.read_text()) == (["e.json"], "words")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EFBIG, "File too large"), "File too large."),
        (StoreError(FULL), FULL),
    ],
)
def test_what_breaks_off_leaves_nothing_and_says_which_file(
    tmp_path: Path, error: Exception, told: str
) -> None:
    file = tmp_path / "e.json"
    with pytest.raises(StoreError) as caught, new_file(file):
        raise error
    assert str(caught.value) == f"{file} was not written. {told}"
    assert names(tmp_path) == []


def test_what_killed_processes_left_goes_and_what_is_under_way_stays(tmp_path: Path) -> None:
    left = [
        ".deskpulse-draft.x.backup.hjc87v78",
        ".deskpulse-draft.x.backup.hjc87v78-journal",
        ".deskpulse-2026-11-24.backup.hjc87v78",
        ".deskpulse-2026-11-24.backup.hjc87v78-journal",
    ]
    others = [".x.backup.hjc87v78", ".deskpulse-2026-11-24.backup.old", "deskpulse-draft.x"]
    old = tmp_path.stat().st_mtime - LEFTOVER_SECONDS - 60
    for name in left + others:
        (tmp_path / name).write_text("people")
        os.utime(tmp_path / name, (old, old))
    (tmp_path / ".deskpulse-draft.y.backup.abcdefgh").write_text("under way")
    with new_file(tmp_path / "z.backup") as draft:
        draft.write_text("whole")
    assert names(tmp_path) == sorted([*others, ".deskpulse-draft.y.backup.abcdefgh", "z.backup"])


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="cannot be written: No such file"),
        new_file(tmp_path / "nowhere" / "e.json"),
    ):
        pytest.fail("there is no such folder")
