"""Whether a webhook comes from Pylon."""

from __future__ import annotations

import pytest

from metrics.helpdesks.pylon import VENDOR
from metrics.helpdesks.pylon.webhooks import signed

BODY = b'{"issue_id":"0f1e"}'
MAC = "569932808838fdb8b5614f17ff8480c54a3de58f8ac51b675458fde7a442f6c5"
HEADERS = {
    "Pylon-Webhook-Signature": f"hs256={MAC}",
    "Pylon-Webhook-Timestamp": "1772438400",
    "Pylon-Webhook-Version": "2021-07",
}


def test_a_call_that_is_signed_over_its_time_and_body_is_pylons() -> None:
    assert VENDOR.signed is signed
    assert signed("a secret", HEADERS, BODY)
    assert signed("a secret", {name.lower(): text for name, text in HEADERS.items()}, BODY)


@pytest.mark.parametrize(
    ("secret", "changes", "body"),
    [
        ("another", {}, BODY),
        ("", {}, BODY),
        ("a secret", {}, BODY + b" "),
        ("a secret", {"Pylon-Webhook-Timestamp": "1772438401"}, BODY),
        ("a secret", {"Pylon-Webhook-Signature": ""}, BODY),
        ("a secret", {"Pylon-Webhook-Signature": "hs256=ü"}, BODY),
    ],
)
def test_any_other_is_not(secret: str, changes: dict[str, str], body: bytes) -> None:
    assert not signed(secret, {**HEADERS, **changes}, body)
    assert not signed(secret, {}, body)
