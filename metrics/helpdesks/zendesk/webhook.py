"""Whether a call is Zendesk's: signed with the secret of the webhook.

https://developer.zendesk.com/documentation/webhooks/verifying/
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

SIGNATURE: Final = "x-zendesk-webhook-signature"
TIMESTAMP: Final = "x-zendesk-webhook-signature-timestamp"


def signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the signature is of this timestamp and this body.

    A call that is sent again later only wakes a sync, so its age does not matter.
    """
    mine = base64.b64encode(
        hmac.digest(secret.encode(), headers.get(TIMESTAMP, "").encode() + body, hashlib.sha256)
    )
    return bool(secret) and hmac.compare_digest(mine, headers.get(SIGNATURE, "").encode())
