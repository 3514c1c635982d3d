"""Dimensions: those that all helpdesks have, and attributes of any name."""

from __future__ import annotations

from metrics.tickets.dimensions import BRAND, ORGANIZATION, Dimension, in_order

AREA = Dimension.attribute("product area")


def test_one_name_is_one_dimension_and_members_stay_what_they_are() -> None:
    assert Dimension.attribute("brand") is BRAND
    assert Dimension.attribute("team") is Dimension.TEAM
    assert BRAND.of_attribute
    assert not Dimension.TEAM.of_attribute
    assert BRAND not in set(Dimension)
    assert f"{AREA}" == "product area"
    assert ORGANIZATION.value == "organization"


def test_attributes_come_after_the_others_by_name() -> None:
    assert in_order([AREA, BRAND, Dimension.STATUS, Dimension.CHANNEL]) == [
        Dimension.CHANNEL,
        Dimension.STATUS,
        BRAND,
        AREA,
    ]
