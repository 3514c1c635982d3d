"""Single checks of a setting's text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.config import checks


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("400", timedelta(days=400)),
        ("1 day", timedelta(days=1)),
        ("2025-01-31", date(2025, 1, 31)),
    ],
)
def test_a_start_is_a_date_or_a_number_of_days(text: str, read: date | timedelta) -> None:
    assert checks.days_or_date(text) == read


@pytest.mark.parametrize("text", ["0", "-3", "2025-02-31", "9999999 days", "3 weeks", ""])
def test_other_starts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"neither a date|must be from 1 to 36500 days"):
        checks.days_or_date(text)


def test_a_date_begins_at_midnight_of_the_teams_zone() -> None:
    midnight_in_berlin = 1_735_686_000
    assert checks.back_fill_start("2025-01-01", "Europe/Berlin", 0) == midnight_in_berlin
