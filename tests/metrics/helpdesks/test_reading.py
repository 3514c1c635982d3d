"""What the settings of an account say of how it is read, alike for every vendor."""

from __future__ import annotations

import importlib

import pytest

from metrics.helpdesks.reading import AccountReading
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendors import HELPDESKS
from metrics.tickets.dimensions import BRAND


@pytest.mark.parametrize("vendor", HELPDESKS)
def test_every_vendor_reads_by_the_same_settings(vendor: str) -> None:
    own: type[AccountReading] = importlib.import_module(f"metrics.helpdesks.{vendor}").Reading
    settings = HELPDESKS[vendor].settings.model_validate({"tags": "vip, refund", "bots": "17, Ann"})
    reading = own.of(settings, Keeping(subjects=True, dimensions=frozenset({BRAND})))
    assert isinstance(reading, own)
    assert reading.keep_subjects
    assert reading.by_name == {BRAND}
    assert reading.tags == {"vip", "refund"}
    assert reading.bot_users == {"17", "Ann"}
    assert reading.category_field == ""
    assert not reading.unknown
