"""The signature of Zendesk's calls, beside one that was made by its documented recipe."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from metrics.helpdesks.zendesk.webhook import signed

SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="
SIGNATURE = "69EIqFt9nbXumm7w0tvopVmD8Bclei89GEk+Qcfyr4Y="
HEADERS = {
    "x-zendesk-webhook-signature": "",
    "x-zendesk-webhook-signature-timestamp": "2021-03-25T05:09:27Z",
}
BODY = b'{"type":"zen:event-type:ticket.created"}'


@pytest.fixture
def headers() -> dict[str, str]:
    """What `openssl dgst -sha256 -hmac SECRET -binary | base64` makes of timestamp and body."""
    return {
        **HEADERS,
        "x-zendesk-webhook-signature": "69EIqFt9nbXumm7w0tvopVmD8Bclei89GEk+Qcfyr4Y=",
    }


def test_a_call_is_zendesks_where_timestamp_and_body_are_what_was_signed(
    headers: dict[str, str],
) -> None:
    assert signed(SECRET, headers, BODY)
    assert not signed("other", headers, BODY)
    assert not signed(SECRET, headers, BODY + b" ")
    later = headers | {"x-zendesk-webhook-signature-timestamp": "2021-03-25T05:09:28Z"}
    assert not signed(SECRET, later, BODY)


@pytest.mark.parametrize("broken", [{}, {"x-zendesk-webhook-signature": "Ä"}])
def test_a_call_without_a_signature_is_nobodys(broken: dict[str, str]) -> None:
    assert not signed(SECRET, broken, BODY)


def test_without_a_secret_no_call_is_zendesks(headers: dict[str, str]) -> None:
    """Anybody can sign with an empty one."""
    at = headers["x-zendesk-webhook-signature-timestamp"].encode()
    forged = base64.b64encode(hmac.digest(b"", at + BODY, hashlib.sha256)).decode()
    assert not signed("", headers | {"x-zendesk-webhook-signature": forged}, BODY)
