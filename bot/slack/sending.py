"""One call to Slack and what came of it: done, refused with a reason, or nobody knows."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable, Collection, Iterable, Mapping
from http.client import HTTPException
from typing import IO, Any, NoReturn, TypeVar
from urllib.error import HTTPError, URLError

from slack_sdk import WebhookClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.pacing import TOO_MANY, HeldError, retry_after
from bot.slack.work_in_steps import Steps, Wait
from bot.talk import RATE_LIMITED, UNREACHABLE, UPLOAD_FAILED

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
TRIES = 3
LONGEST_WAIT_SECONDS = 30.0
MOST_WAIT_SECONDS = 60.0
"""One wait that Slack asks for may last so long, and all for one call together."""
ASKING_SECONDS, ASK_AGAIN_SECONDS, SHORTEST_SECONDS = 6.0, 1.0, 0.2
"""A question that changes nothing is put again for so long, after so long, and no sooner."""
UNCERTAIN = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}

Value = TypeVar("Value")

sleep: Wait = time.sleep  # noqa: TID251  a worker of ours may wait for Slack


class Refused(Exception):  # noqa: N818  what Slack did, not what went wrong here
    """Slack said no, so nothing was posted. `code` is its word, `detail` what it says beside it.

    `retry_after`: the seconds after which Slack wants to be asked again.
    """

    def __init__(self, code: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class Uncertain(Exception):  # noqa: N818  likewise
    """Slack may or may not have done it. Trying again could say it twice."""


class _TooMany(Exception):  # noqa: N818  likewise
    """Asked too fast. `by_us`: Slack was not even asked, since it had said so to somebody else."""

    def __init__(self, seconds: str | None, *, by_us: bool = False) -> None:
        super().__init__(RATE_LIMITED)
        self.seconds = retry_after(seconds)
        self.by_us = by_us


def patiently(
    attempt: Callable[[], Mapping[str, Any]], tries: int = TRIES
) -> Steps[Mapping[str, Any]]:
    """The outcome of `attempt`, made again after the wait Slack asks for when it is asked too fast.

    Raises Refused or Uncertain.
    """
    calls, seconds = 0, 0.0
    while True:
        try:
            return attempt()
        except _TooMany as refusal:
            calls += not refusal.by_us
            seconds += refusal.seconds
            longer = refusal.seconds > LONGEST_WAIT_SECONDS or seconds > MOST_WAIT_SECONDS
            if calls >= tries or longer or (refusal.by_us and tries == 1):
                raise Refused(RATE_LIMITED, retry_after=refusal.seconds) from None
            yield refusal.seconds


def again(
    step: Callable[[], Steps[Value]], pauses: Iterable[float], transient: Collection[str] = ()
) -> Steps[Value]:
    """What a step makes that may be taken twice, tried after each pause while Slack is silent.

    `transient`: refusals that count as silence.
    """
    for pause in pauses:
        try:
            return (yield from step())
        except (Refused, Uncertain) as error:
            if isinstance(error, Refused) and error.code not in transient:
                raise
            logger.info("Slack did not answer (%s): it is tried again", error)
        yield pause
    return (yield from step())


def ask(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    """One call, for which nobody waits longer than it takes. Raises Refused or Uncertain."""
    try:
        return _attempt(method, **arguments)
    except _TooMany as refusal:
        raise Refused(RATE_LIMITED, retry_after=refusal.seconds) from None


def ask_patiently(
    method: Callable[..., SlackResponse],
    wait: Wait,
    monotonic: Callable[[], float],
    **arguments: Any,
) -> SlackResponse:
    """One call that changes nothing, made again for some seconds while Slack does not answer it.

    Raises Refused or Uncertain.
    """
    until = monotonic() + ASKING_SECONDS
    while True:
        try:
            return ask(method, **arguments)
        except (Refused, Uncertain) as error:
            pause = _pause(error)
            if pause is None or monotonic() + pause > until:
                raise
            logger.info("Slack did not answer (%s): it is asked again", error)
        wait(pause)


def _pause(error: Refused | Uncertain) -> float | None:
    """The seconds until Slack may be asked again; None where that would change nothing."""
    if isinstance(error, Refused) and error.code not in {RATE_LIMITED, UNREACHABLE}:
        return None
    asked_for = error.retry_after if isinstance(error, Refused) else None
    return ASK_AGAIN_SECONDS if asked_for is None else max(SHORTEST_SECONDS, asked_for)


def web_api(method: Callable[..., SlackResponse], **arguments: Any) -> Mapping[str, Any]:
    """One attempt at a method of the Web API, to be made patiently."""
    return dict(_attempt(method, **arguments).data)  # type: ignore[arg-type]  # bytes only for files


def _attempt(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    try:
        return method(**arguments)
    except HeldError as error:
        raise _TooMany(error.response.headers.get("Retry-After"), by_us=True) from None
    except SlackApiError as error:
        _say_why(error.response)
    except (OSError, HTTPException) as error:
        if _unsent(error):
            raise Refused(UNREACHABLE) from error
        raise Uncertain(type(error).__name__) from error


def _unsent(error: Exception) -> bool:
    """Whether no connection came about, so that Slack cannot have heard anything."""
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(
        reason, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError
    )


def _say_why(response: Any) -> NoReturn:
    code = str(response.get("error", ""))
    if response.status_code == TOO_MANY or code == RATE_LIMITED:
        raise _TooMany(response.headers.get("Retry-After"))
    if not is_word_of_slack(response):
        raise Uncertain(code if code in UNCERTAIN else f"status {response.status_code}")
    raise Refused(code, _detail(response.data))


def is_word_of_slack(response: Any) -> bool:
    """Whether Slack itself says what became of a call, and neither its trouble nor a proxy does."""
    code = str(response.get("error", ""))
    is_word = code.replace("_", "").isalnum() and code not in UNCERTAIN
    return is_word and response.status_code < 500


def response_url(url: str, message: Mapping[str, Any]) -> Mapping[str, Any]:
    """One attempt at a response_url, which answers with a bare status and a word or two."""
    try:
        answer = WebhookClient(url, TIMEOUT_SECONDS, retry_handlers=[]).send_dict(dict(message))
    except (OSError, HTTPException) as error:
        raise Uncertain(type(error).__name__) from None  # the cause may hold the url
    if answer.status_code == TOO_MANY:
        raise _TooMany(answer.headers.get("Retry-After"))
    if answer.status_code >= 500:
        raise Uncertain(f"status {answer.status_code}")
    payload = _payload(answer.body)
    if payload.get("ok") is True:
        return {"ok": True}
    if answer.status_code < 400 and "ok" not in payload:
        raise Uncertain("an answer that is not Slack's")  # a proxy's page, as it may be
    code, _, detail = str(payload.get("error") or answer.status_code).partition(" ")
    raise Refused(code, f"{detail} {_detail(payload)}".strip())


def _payload(body: str) -> Mapping[str, Any]:
    """The body of an answer: JSON, or the bare word of a refusal, or just "ok"."""
    text = body.strip()
    if text.casefold() == "ok":
        return {"ok": True}
    try:
        payload = json.loads(text)
    except ValueError:
        return {"error": text[:200]}
    return payload if isinstance(payload, dict) else {}


def _detail(payload: Mapping[str, Any]) -> str:
    metadata = payload.get("response_metadata") or {}
    return " ".join([*metadata.get("messages", ()), *payload.get("errors", ())])


def put_bytes(url: str, content: IO[bytes], size: int) -> Mapping[str, Any]:
    """One attempt to bring a file's bytes to the address Slack gave; no token goes along.

    They are read from the start, a few at a time.
    """
    if not url.startswith(("https://", "http://")):
        raise Refused("upload_address")
    content.seek(0)
    request = urllib.request.Request(url, data=content, method="POST")  # noqa: S310  checked above
    request.add_header("Content-Type", "application/octet-stream")
    request.add_header("Content-Length", str(size))
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310  checked above
            return {"ok": True}
    except HTTPError as error:
        error.close()
        if error.code == TOO_MANY:
            raise _TooMany(error.headers.get("Retry-After")) from None
        raise Refused(UPLOAD_FAILED, f"status {error.code}") from None
    except (OSError, HTTPException) as error:
        raise Uncertain(type(error).__name__) from None
