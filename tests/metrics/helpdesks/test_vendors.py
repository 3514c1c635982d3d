"""The helpdesks that can be connected."""

from __future__ import annotations

import pytest

from metrics.helpdesks.settings import Keeping, VendorSettings
from metrics.helpdesks.vendors import HELPDESKS
from metrics.helpdesks.web import Surroundings


def complete(vendor: str, url: str = "") -> VendorSettings:
    """Settings with all that opens an account."""
    model: type[VendorSettings] = HELPDESKS[vendor].settings
    settings = model.model_validate({model.variable("url"): url or f"https://acme.{vendor}.com"})
    while field := settings.missing():
        given = {each: getattr(settings, each) for each in settings.model_fields_set}
        settings = model.model_validate({**given, field: f"canary-{field}"})
    return settings


@pytest.mark.parametrize("vendor", HELPDESKS)
def test_a_vendor_connects_accounts_of_its_own(vendor: str) -> None:
    settings = complete(vendor)
    desk = HELPDESKS[vendor].connect(settings, Keeping(), Surroundings())
    assert desk.vendor == vendor
    assert desk.account
    assert desk.optional <= set(desk.streams)
    assert desk.supplies == HELPDESKS[vendor].supplies
    assert settings.secrets()
    assert not any(secret in repr(settings) + repr(desk) for secret in settings.secrets())


def test_an_account_is_called_by_its_subdomain_or_else_by_its_host() -> None:
    for url, name in {
        "https://acme.zendesk.com": "acme",
        "http://127.0.0.1:8001": "127.0.0.1:8001",
    }.items():
        desk = HELPDESKS["zendesk"].connect(complete("zendesk", url), Keeping(), Surroundings())
        assert desk.account == name
