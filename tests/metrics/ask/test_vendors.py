"""What is said of the vendors whose helpdesks are connected."""

from __future__ import annotations

import pytest

from metrics.ask import vendors
from metrics.ask.vendors import elsewhere, how_to_have, variables, vendors_of
from metrics.catalogue.ai import AI
from metrics.catalogue.sla import SUPPLY
from metrics.helpdesks.settings import VendorSettings, ours
from metrics.helpdesks.vendor import Vendor
from metrics.helpdesks.vendors import HELPDESKS
from metrics.sources.needs import Need

ZENDESK = HELPDESKS["zendesk"]


class OtherSettings(VendorSettings):
    """Those of a vendor that is none of ours."""

    bots: str = ours("OTHER_BOTS", "", "17", "Bots.")
    tags: str = ours("OTHER_TAGS", "", "vip", "Tags.")


OTHER = Vendor(
    title="Other",
    supplies={},
    settings=OtherSettings,
    connect=ZENDESK.connect,
    differences={"backlog": "Other counts its backlog by night."},
)


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendors, "HELPDESKS", {"zendesk": ZENDESK, "other": OTHER})


def test_vendors_are_those_of_the_sources_each_once() -> None:
    assert vendors_of(["other:acme", "other:eu", "imports:costs"]) == (OTHER,)
    assert vendors_of(["other:acme", "zendesk:acme"]) == (ZENDESK, OTHER)
    assert vendors_of(["elsewhere:acme"]) == (ZENDESK, OTHER), "any of them may be meant"


def test_settings_are_named_as_those_who_are_connected_have_them() -> None:
    assert variables("tags", [OTHER]) == "DESKPULSE_OTHER_TAGS"
    assert variables("tags", [ZENDESK, OTHER]) == "DESKPULSE_ZENDESK_TAGS or DESKPULSE_OTHER_TAGS"


def test_what_mends_a_lack_is_what_the_connected_helpdesk_takes() -> None:
    assert how_to_have(AI, [OTHER]) == (
        "name the users your AI agents write as in DESKPULSE_OTHER_BOTS and sync again"
    )
    assert how_to_have(AI, [ZENDESK, OTHER]).count(", or name the users") == 1
    assert how_to_have(SUPPLY, [OTHER]) == SUPPLY.how
    admin = ZENDESK.mend(Need.PROMISES)
    assert how_to_have(SUPPLY, [ZENDESK, OTHER]) == f"{SUPPLY.how}, or {admin}"


def test_only_of_helpdesks_that_are_connected_it_is_said_what_differs() -> None:
    assert elsewhere("backlog", "", ["other:acme"]) == ("Other counts its backlog by night.",)
    assert len(elsewhere("backlog", "", ["other:acme", "zendesk:eu"])) == 2
    assert elsewhere("backlog", "", []) == ()
    assert elsewhere("frt", "mean", ["other:acme"]) == ()
