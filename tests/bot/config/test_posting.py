"""The schedules and alerts that stand in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.bot import desk


def test_entries_are_lines_or_parted_by_two_semicolons(tmp_path: Path) -> None:
    text = "weekly #C012AB3CD monday 9:00;; standup #G012 9:15\n\nmonthly #C9 1st"
    chosen = desk.settings(tmp_path, DESKPULSE_DIGESTS=text)
    assert chosen.digest_entries() == (
        "weekly #C012AB3CD monday 9:00",
        "standup #G012 9:15",
        "monthly #C9 1st",
    )


@pytest.mark.parametrize("text", ["weekly monday 9:00", "weekly #support monday", "C012AB3CD"])
def test_an_entry_names_a_channel_by_its_id(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValidationError, match="lacks a channel by its id"):
        desk.settings(tmp_path, DESKPULSE_DIGESTS=text)


def test_alerts_are_lines_or_parted_by_semicolons_outside_of_names(tmp_path: Path) -> None:
    text = 'frt above 4h in C012AB3CD; breaching team "A; B" in #G012\ngrowing in C9\n'
    chosen = desk.settings(tmp_path, DESKPULSE_ALERTS=text)
    assert chosen.alert_entries() == (
        "frt above 4h in C012AB3CD",
        'breaching team "A; B" in #G012',
        "growing in C9",
    )


@pytest.mark.parametrize("text", ["frt above 4h", "frt above 4h in #support", "growing C012AB3CD"])
def test_an_alert_names_a_channel_by_its_id(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValidationError, match="lacks a channel by its id"):
        desk.settings(tmp_path, DESKPULSE_ALERTS=text)


def test_posts_are_kept_longer_than_a_quarter(tmp_path: Path) -> None:
    assert desk.settings(tmp_path).keep_posts_days == 400
    assert desk.settings(tmp_path).keep_looks_days is None
    with pytest.raises(ValidationError, match="greater than or equal to 100"):
        desk.settings(tmp_path, DESKPULSE_KEEP_POSTS_DAYS="30")
