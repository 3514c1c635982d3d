"""Whether a webhook comes from Pylon: signed over its time and its body.

https://docs.usepylon.com/pylon-docs/developer/webhooks
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

SIGNATURE: Final = "pylon-webhook-signature"
TIMESTAMP: Final = "pylon-webhook-timestamp"
_SCHEME: Final = "hs256="


def signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the signature is of this time and this body.

    A call that is sent again later only wakes a sync, so its age does not matter.
    """
    values = {name.lower(): value for name, value in headers.items()}
    text = values.get(TIMESTAMP, "").encode() + b"." + body
    mine = _SCHEME + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(mine.encode(), values.get(SIGNATURE, "").encode())
