"""What whoever answers is handed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from tests.bot import desk


def test_nobody_who_answers_can_change_the_services(tmp_path: Path) -> None:
    with (
        desk.services(desk.settings(tmp_path), tickets=0) as services,
        pytest.raises(FrozenInstanceError),
    ):
        services.now = lambda: 0  # type: ignore[misc]
