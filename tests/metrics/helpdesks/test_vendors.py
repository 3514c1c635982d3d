"""The helpdesks that can be connected."""

from __future__ import annotations

import pytest

from metrics.catalogue import measure
from metrics.helpdesks.settings import Keeping, VendorSettings
from metrics.helpdesks.vendors import HELPDESKS, title_of
from metrics.helpdesks.web import Surroundings
from metrics.sources.needs import Need


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


@pytest.mark.parametrize("vendor", HELPDESKS)
def test_what_differs_with_a_vendor_is_said_of_measures_that_there_are(vendor: str) -> None:
    ours = HELPDESKS[vendor]
    for phrase, sentence in ours.differences.items():
        key, _, variant = phrase.partition(" ")
        assert measure(key, variant).key == key
        assert ours.title in sentence
        assert sentence.endswith(".")


def test_a_variant_differs_as_its_measure_does_unless_it_is_said_apart() -> None:
    zendesk = HELPDESKS["zendesk"]
    assert zendesk.difference("resolution", "mean") == zendesk.difference("resolution")
    assert zendesk.difference("resolution", "net") != zendesk.difference("resolution")
    assert zendesk.difference("volume") == ""


def test_how_an_account_comes_to_tell_which_answers_are_robots_is_known_of_all() -> None:
    for vendor, ours in HELPDESKS.items():
        assert f"DESKPULSE_{vendor.upper()}_BOTS" in ours.mend(Need.AI)


def test_a_vendor_is_called_by_its_title_and_one_that_is_none_by_its_word() -> None:
    assert [title_of(vendor) for vendor in HELPDESKS] == [v.title for v in HELPDESKS.values()]
    assert title_of("elsewhere") == "Elsewhere"


def test_an_account_is_called_by_its_subdomain_or_else_by_its_host() -> None:
    for url, name in {
        "https://acme.zendesk.com": "acme",
        "http://127.0.0.1:8001": "127.0.0.1:8001",
    }.items():
        desk = HELPDESKS["zendesk"].connect(complete("zendesk", url), Keeping(), Surroundings())
        assert desk.account == name
