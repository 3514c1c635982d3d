"""Arrays in a file without a name: equal to what was put there, and in memory where none can be."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from metrics.store.tickets import scratch_file
from metrics.store.tickets.scratch_file import LEAST_BYTES, ScratchFile, in_a_file


@pytest.fixture(autouse=True)
def disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with room enough, whose folders are on a disk: the file that lists its mounts."""
    mounts = tmp_path.parent / f"{tmp_path.name}.mounts"
    mounts.touch()
    monkeypatch.setattr(scratch_file, "MOUNTS", mounts)
    monkeypatch.setattr(scratch_file, "SPARE_BYTES", 0)
    return mounts


def test_arrays_come_back_as_they_were_and_no_file_is_seen(tmp_path: Path) -> None:
    file = ScratchFile(tmp_path)
    put = [np.arange(LEAST_BYTES, dtype=kind)[::step] for kind in ("u1", "i8") for step in (1, -1)]
    got = [file.put(array) for array in put]
    assert [*tmp_path.iterdir()] == []
    del file
    for mine, theirs in zip(got, put, strict=True):
        assert in_a_file(mine) == (mine.nbytes >= LEAST_BYTES)
        assert mine.dtype == theirs.dtype
        np.testing.assert_array_equal(mine, theirs)


def test_small_arrays_stay_in_memory(tmp_path: Path) -> None:
    array = np.arange(8)
    assert ScratchFile(tmp_path).put(array) is array
    assert not in_a_file(array)


def test_where_no_file_can_be_made_arrays_stay_in_memory(tmp_path: Path) -> None:
    array = np.arange(LEAST_BYTES)
    assert ScratchFile(tmp_path / "none").put(array) is array


def test_what_the_disk_has_no_room_for_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, array = ScratchFile(tmp_path), np.arange(LEAST_BYTES)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    assert file.put(array) is array
    monkeypatch.undo()
    monkeypatch.setattr(scratch_file, "ROOM_BYTES", 0)
    assert file.put(array) is array


def test_the_last_of_a_disk_is_left_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, array = ScratchFile(tmp_path), np.arange(LEAST_BYTES)
    monkeypatch.setattr(scratch_file, "SPARE_BYTES", 2**62)
    assert file.put(array) is array
    monkeypatch.setattr(scratch_file, "SPARE_BYTES", 0)
    assert in_a_file(file.put(array))


def test_in_a_folder_that_is_memory_itself_arrays_stay_where_they_are(
    tmp_path: Path, disk: Path
) -> None:
    device, array = tmp_path.stat().st_dev, np.arange(LEAST_BYTES)
    number = f"{os.major(device)}:{os.minor(device)}"
    other = "22 1 0:999999 / /tmp rw shared:4 - tmpfs tmpfs rw,size=256m\n"
    disk.write_text(f"{other}23 1 {number} / / rw - ext4 /dev/vda rw\n")
    assert in_a_file(ScratchFile(tmp_path).put(array))
    disk.write_text(f"{other}23 1 {number} / /tmp rw shared:4 - tmpfs tmpfs rw,size=256m\n")
    assert ScratchFile(tmp_path).put(array) is array


def test_what_is_written_in_pieces_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda fd, data, at: original(fd, data[:50_001], at))
    array = np.arange(LEAST_BYTES)
    np.testing.assert_array_equal(ScratchFile(tmp_path).put(array), array)
