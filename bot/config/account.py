"""A helpdesk account as the settings describe it."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import SecretStr


class Account(NamedTuple):
    """What opens a Zendesk account: an API token goes with `email`, an OAuth token without."""

    url: str
    email: str | None
    token: SecretStr

    @property
    def name(self) -> str:
        """The account's subdomain: "acme" of https://acme.zendesk.com."""
        host = urlsplit(self.url).netloc
        return host.removesuffix(".zendesk.com")
