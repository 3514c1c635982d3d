"""What is measured follows from the words behind `make bench`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import command


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[int], Path | None]]:
    seen: list[tuple[str, list[int], Path | None]] = []
    monkeypatch.setattr(
        command,
        "_measure",
        lambda what, options: seen.append((what, options.sizes, options.stores)),
    )
    return seen


def test_without_a_word_all_of_it_is_measured(
    measured: list[tuple[str, list[int], Path | None]],
) -> None:
    command.main(["5000", "--stores", "kept"])
    assert measured == [(part, [5000], Path("kept")) for part in command.ALL]


def test_a_word_stands_for_its_part_alone(
    measured: list[tuple[str, list[int], Path | None]],
) -> None:
    command.main(["memory", "60000"])
    assert measured == [("memory", [60000], None)]


def test_an_unknown_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["memroy"])
    assert "memroy" in capsys.readouterr().err
