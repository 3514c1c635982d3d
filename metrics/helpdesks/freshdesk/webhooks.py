"""Whether a webhook comes from our automation rules in Freshdesk, which signs nothing.

A rule sends whatever headers somebody writes into it; ours has a secret in one.
https://support.freshdesk.com/support/solutions/articles/132589-using-webhooks-in-automation-rules
"""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from typing import Final

HEADER: Final = "x-deskpulse-secret"


def signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the secret stands in the header; how long it takes to say so tells nothing of it."""
    del body
    values = {name.lower(): value for name, value in headers.items()}
    return bool(secret) and compare_digest(values.get(HEADER, "").encode(), secret.encode())
