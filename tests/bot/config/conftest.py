"""A clean environment for each test of the settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from metrics.helpdesks.vendors import HELPDESKS

VENDORS = tuple(f"{vendor.upper()}_" for vendor in HELPDESKS)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in os.environ:
        if name.startswith(("DESKPULSE_", "SLACK_", "DATABASE_", *VENDORS)):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path
