"""An account's name."""

from __future__ import annotations

from pydantic import SecretStr

from bot.config import Account


def test_an_account_is_called_by_its_subdomain() -> None:
    assert Account("https://acme.zendesk.com", None, SecretStr("t")).name == "acme"


def test_an_account_elsewhere_is_called_by_its_host() -> None:
    assert Account("http://127.0.0.1:8001", None, SecretStr("t")).name == "127.0.0.1:8001"
