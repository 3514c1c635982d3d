"""A Slack that cannot be reached, in plain words."""

from __future__ import annotations

import socket
import ssl
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.away import is_refusal, out_of_reach, why_away


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (URLError(socket.gaierror(-2, "Name or service not known")), "no address is known"),
        (URLError(ConnectionRefusedError(111, "Connection refused")), "was refused"),
        (URLError(ssl.SSLCertVerificationError(1, "self-signed")), "is not trusted here"),
        (TimeoutError("timed out"), "nothing came back in time"),
        (URLError(OSError(101, "Network is unreachable")), "the connection failed"),
    ],
)
def test_why_slack_is_out_of_reach_is_said_without_a_word_of_pythons(
    error: Exception, why: str
) -> None:
    sentences = out_of_reach(error)
    assert sentences == why_away(error)
    assert sentences.startswith("Slack cannot be reached: ")
    assert why in sentences
    assert sentences.endswith(".")
    assert not [each for each in ("urlopen", "Errno", "<", "?") if each in sentences]


@pytest.mark.parametrize(
    ("status", "word", "refusal", "why"),
    [
        (200, "invalid_auth", True, ""),
        (503, "", False, "trouble of its own (status 503)"),
        (200, "internal_error", False, "trouble of its own (status 200)"),
        (429, "ratelimited", False, "asked too often"),
    ],
)
def test_only_what_no_waiting_mends_is_a_refusal(
    status: int, word: str, refusal: bool, why: str
) -> None:
    data = {"ok": False, **({"error": word} if word else {})}
    answer = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers={},
        status_code=status,
    )  # fmt: skip
    assert is_refusal(answer) is refusal
    error = SlackApiError("", answer)  # type: ignore[no-untyped-call]  # Slack's own
    assert refusal or why in why_away(error)
