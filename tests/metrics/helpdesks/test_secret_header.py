from __future__ import annotations

import pytest

from metrics.helpdesks.secret_header import signed


@pytest.mark.parametrize(
    ("headers", "secret", "expected"),
    [
        ({"X-Deskpulse-Secret": "word"}, "word", True),
        ({"x-deskpulse-secret": "word"}, "word", True),
        ({"X-Deskpulse-Secret": "other"}, "word", False),
        ({"X-Deskpulse-Secret": "wörd"}, "wörd", True),
        ({}, "word", False),
        ({"X-Deskpulse-Secret": ""}, "", False),
    ],
)
def test_a_webhook_has_the_secret_in_its_header(
    headers: dict[str, str], secret: str, expected: bool
) -> None:
    assert signed(secret, headers, b"{}") is expected
