"""A Slack that cannot be reached or has trouble of its own, in plain words; and what is neither."""

from __future__ import annotations

import socket
import ssl
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from bot.slack.sending import is_word_of_slack
from bot.talk import RATE_LIMITED

_WHY: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "no address is known for its name"),
    (ssl.SSLCertVerificationError, "the certificate that was shown for it is not trusted here"),
    (ConnectionRefusedError, "the connection was refused"),
    (TimeoutError, "nothing came back in time"),
)


def out_of_reach(error: BaseException) -> str:
    """Two sentences: what keeps Slack from being reached, and where to look."""
    reason = error.reason if isinstance(error, URLError) else error
    why = next((words for kind, words in _WHY if isinstance(reason, kind)), "the connection failed")
    return (
        f"Slack cannot be reached: {why}. Look at this machine's way out to it: DNS, firewall "
        "and proxy."
    )


def in_trouble(word: str) -> str:
    """A sentence where Slack, or what stands before it, answers with nothing but a fault."""
    return f"Slack has trouble of its own ({word})."


def is_refusal(response: Any) -> bool:
    """Whether Slack says no, which no waiting mends."""
    return is_word_of_slack(response) and str(response.get("error")) != RATE_LIMITED


def why_away(error: BaseException) -> str:
    """What is said of a call that Slack did not answer, or not now."""
    if not isinstance(error, SlackApiError):
        return out_of_reach(error)
    if str(error.response.get("error")) == RATE_LIMITED:
        return "Slack is asked too often."
    return in_trouble(f"status {error.response.status_code}")
