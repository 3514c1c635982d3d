"""The helpdesks that can be connected."""

from __future__ import annotations

import pytest

from metrics.helpdesks.contract import Account
from metrics.helpdesks.vendors import HELPDESKS
from metrics.helpdesks.web import Surroundings


@pytest.mark.parametrize("vendor", HELPDESKS)
def test_a_vendor_connects_accounts_of_its_own(vendor: str) -> None:
    account = Account(url=f"https://acme.{vendor}.com", login="a@acme.com", secret="canary")
    desk = HELPDESKS[vendor].connect(account, Surroundings())
    assert (desk.vendor, desk.account) == (vendor, "acme")
    assert desk.optional <= set(desk.streams)
    assert "canary" not in repr(account)


def test_an_account_elsewhere_is_called_by_its_host() -> None:
    account = Account(url="http://127.0.0.1:8001", secret="t")
    assert HELPDESKS["zendesk"].connect(account, Surroundings()).account == "127.0.0.1:8001"
