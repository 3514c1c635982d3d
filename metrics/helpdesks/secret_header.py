"""Whether a webhook is from a helpdesk that signs nothing, by a secret in a header.

Somebody writes the header into the rule that sends the call, and the same word into the settings.
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
