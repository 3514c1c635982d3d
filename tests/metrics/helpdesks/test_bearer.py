from __future__ import annotations

import httpx

from metrics.helpdesks.bearer import Bearer


def test_the_token_goes_with_the_request_and_is_not_in_its_name() -> None:
    auth = Bearer("secret")
    request = next(auth.auth_flow(httpx.Request("GET", "https://example.com")))
    assert request.headers["authorization"] == "Bearer secret"
    assert "secret" not in repr(auth)
