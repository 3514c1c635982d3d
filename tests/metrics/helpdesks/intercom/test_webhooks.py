from __future__ import annotations

import pytest

from metrics.helpdesks.intercom.webhooks import signed

BODY = b'{"type":"notification_event","topic":"conversation.admin.closed"}'
VECTOR = "fa4ec71a61748c965bbd8e6cac774f535fc800de"
"""By openssl dgst -sha1 -hmac."""


@pytest.mark.parametrize(
    ("headers", "secret", "expected"),
    [
        ({"X-Hub-Signature": "GOOD"}, "client secret", True),
        ({"x-hub-signature": "GOOD"}, "client secret", True),
        ({"X-Hub-Signature": "GOOD"}, "another secret", False),
        ({"X-Hub-Signature": "BARE"}, "client secret", False),
        ({"X-Hub-Signature": "sha1="}, "client secret", False),
        ({"X-Hub-Signature": "sha1=wörd"}, "client secret", False),
        ({"X-Hub-Signature": ""}, "", False),
        ({}, "client secret", False),
    ],
)
def test_a_webhook_is_signed_with_the_client_secret(
    headers: dict[str, str], secret: str, expected: bool
) -> None:
    told = {name: value.replace("GOOD", f"sha1={VECTOR}") for name, value in headers.items()}
    told = {name: value.replace("BARE", VECTOR) for name, value in told.items()}
    assert signed(secret, told, BODY) is expected
    assert not signed(secret, told, BODY + b" ")


def test_the_signature_is_that_of_the_standard() -> None:
    """The second case of RFC 2202."""
    signature = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    body = b"what do ya want for nothing?"
    assert signed("Jefe", {"X-Hub-Signature": signature}, body)
