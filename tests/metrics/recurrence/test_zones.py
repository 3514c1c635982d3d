"""Zones as people write them."""

from __future__ import annotations

import pytest

from metrics.recurrence.zones import near_zones, zone


@pytest.mark.parametrize("name", ["Europe/Berlin", "US/Eastern", "America/St_Johns", "UTC", "GMT"])
def test_names_and_older_names_in_any_case(name: str) -> None:
    assert str(zone(name)) == str(zone(name.upper())) == str(zone(name.lower())) == name


@pytest.mark.parametrize(
    "name", ["", "Berlin", "Mars/Olympus", "EST", "Japan", "../etc", "localtime", "Factory", "+01"]
)
def test_what_is_no_zone_or_could_be_a_team(name: str) -> None:
    assert zone(name) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("europe/berln", "Europe/Berlin"),
        ("EUROPE/NEW_YORK", "America/New_York"),
        ("kathmandu", "Asia/Kathmandu"),
        ("new york", "America/New_York"),
        ("PST", "America/Los_Angeles"),
    ],
)
def test_near_names_and_cities_are_offered(typed: str, meant: str) -> None:
    assert near_zones(typed)[0] == meant


@pytest.mark.parametrize("typed", ["", "x", "qqqq", "billing/refunds"])
def test_what_is_near_to_nothing(typed: str) -> None:
    assert near_zones(typed) == []
