"""Time zones by the names that Rails gives them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from metrics.helpdesks.zones import ZONES, zone


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("Berlin", "Europe/Berlin"),
        ("Edinburgh", "Europe/London"),
        ("New Delhi", "Asia/Kolkata"),
        ("Nuku'alofa", "Pacific/Tongatapu"),
        ("Magadan", "Asia/Magadan"),
        ("Canberra", "Australia/Melbourne"),
        ("Kyiv", "Europe/Kiev"),
        ("UTC", "Etc/UTC"),
        ("Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_a_name_of_rails_or_of_iana_is_known(name: str, iana: str) -> None:
    assert zone(name) == iana


@pytest.mark.parametrize("name", ["Atlantis", "berlin time", "", "../etc/passwd", "EST5EDT4\0"])
def test_any_other_name_is_not_guessed_at(name: str) -> None:
    assert zone(name) is None


def test_every_name_of_the_table_leads_to_a_zone_that_exists() -> None:
    assert len(ZONES) >= 150
    assert {ZoneInfo(iana).key for iana in ZONES.values()} == set(ZONES.values())
