"""A file is as it was written, or it is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from metrics.store.tickets import column_file
from metrics.store.tickets.column_file import Content, read, write
from metrics.tickets.narrow import Narrow

VALUES: dict[str, Any] = {
    "at": np.arange(1_795_000_000, 1_795_003_000),
    "same": np.zeros(3000, np.int32),
    "word": np.array(["a", "", "ü"]),
    "none": np.zeros(0, np.int64),
    "good": np.array([True, False]),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "cache" / "one.columns"
    table = {name: Narrow.of(values) for name, values in VALUES.items()}
    write(path, Content({"tickets": table}, {"revisions": {"desk:a": 7}}))
    return path


def test_it_is_read_as_it_was_written(path: Path) -> None:
    content = read(path)
    assert content is not None
    assert content.about == {"revisions": {"desk:a": 7}}
    for name, values in VALUES.items():
        column = content.tables["tickets"][name].whole()
        assert column.dtype == values.dtype
        assert np.array_equal(column, values)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert list(path.parent.iterdir()) == [path]


def test_a_flipped_byte_anywhere_makes_it_no_file(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read(path) is None, at


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.999])
def test_one_that_is_cut_short_is_no_file(path: Path, part: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    assert read(path) is None


def test_one_of_another_format_is_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_file, "FORMAT", column_file.FORMAT + 1)
    assert read(path) is None


def test_one_that_is_not_there_is_no_file(path: Path) -> None:
    assert read(path.with_name("other.columns")) is None
