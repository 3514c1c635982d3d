"""Whether a call is Intercom's: signed with the client secret of the app.

https://developers.intercom.com/docs/webhooks/webhook-notifications
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

HEADER: Final = "x-hub-signature"


def signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the signature is of this body. A call that is sent again only wakes a sync."""
    values = {name.lower(): value for name, value in headers.items()}
    mine = "sha1=" + hmac.digest(secret.encode(), body, hashlib.sha1).hex()
    return bool(secret) and hmac.compare_digest(mine.encode(), values.get(HEADER, "").encode())
