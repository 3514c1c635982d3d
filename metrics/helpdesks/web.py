"""The one HTTP client: credentials, deadlines, tries, limits, and where a request may go.

An error names the path and what to do, never a token, a query string or a body.
"""

from __future__ import annotations

import itertools
import json
import logging
import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from metrics.errors import HelpdeskError
from metrics.helpdesks.deadline import Deadline
from metrics.helpdesks.headers import retry_after, served_at
from metrics.helpdesks.pace import Allowance, Limit, Pace
from metrics.tickets.records import Instant

log = logging.getLogger(__name__)

_USER_AGENT: Final = "Deskpulse/0.1 (support metrics; read only)"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_JITTER_BASE_SECONDS: Final = 0.5
_JITTER_CAP_SECONDS: Final = 60.0
_BUSY: Final = frozenset({408, 425, 429})
_FORBIDDEN: Final = frozenset({403, 404})
"""What a plan has not or a token's owner may not see."""
_TOO_MUCH: Final = frozenset({408, 500, 502, 503, 504})


class OverloadedError(HelpdeskError):
    """The helpdesk could not answer in time, or answered too much: asking for less may help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A JSON object, and the instant at which the helpdesk's own clock says it was served."""

    body: Mapping[str, Any]
    served_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a request may take and how often it is tried, in seconds and bytes."""

    tries: int = 6
    request_seconds: float = 60.0
    total_seconds: float = 600.0
    most_bytes: int = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a test replaces: the network, the clock, the waiting and the dice."""

    transport: httpx.BaseTransport | None = None
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], object] = time.sleep  # noqa: TID251 - the pause between tries
    jitter: Callable[[float, float], float] = random.SystemRandom().uniform


@dataclass(frozen=True, slots=True)
class _Retry:
    """Why a request may be tried again, and the wait the helpdesk asked for."""

    reason: str
    after: float | None = None
    too_much: bool = False


def _no_allowance(headers: Mapping[str, str]) -> Allowance | None:
    del headers
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One helpdesk account's API. `base_url` ends with the prefix that every path lies below.

    `allowance` reads a limit out of an answer's headers, where the helpdesk tells it there.
    """

    base_url: str
    name: str = "The helpdesk"
    limits: tuple[Limit, ...] = ()
    allowance: Callable[[Mapping[str, str]], Allowance | None] = _no_allowance


class Web:
    """GETs JSON objects from one helpdesk account, politely, and from nowhere else."""

    def __init__(
        self,
        site: Site,
        auth: httpx.Auth | None,
        *,
        patience: Patience = Patience(),
        around: Surroundings = Surroundings(),
    ) -> None:
        self._base = _checked_base(site.base_url)
        self._name = site.name
        self._allowance = site.allowance
        self._patience = patience
        self._around = around
        self._pace = Pace(site.limits, around.clock)
        self._client = httpx.Client(
            auth=auth,
            transport=around.transport,
            trust_env=self._base.host not in _LOOPBACK,  # no proxy stands before this machine
            follow_redirects=False,
            timeout=httpx.Timeout(patience.request_seconds / 2, connect=10.0),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2),
            headers={"User-Agent": _USER_AGENT, "Accept": "application/json"},
        )
        self._deadline = Deadline(around.clock)
        self._deadline.hold(self._client)

    @property
    def origin(self) -> str:
        """Scheme, host and port, as people type them."""
        return f"{self._base.scheme}://{self._base.netloc.decode('ascii')}"

    def close(self) -> None:
        self._client.close()

    def get(
        self,
        path_or_url: str,
        params: Mapping[str, str | int] | None = None,
        *,
        slow_tries: int | None = None,
    ) -> Answer:
        """The JSON object at a path below the base, or at a link the helpdesk itself gave.

        Raises HelpdeskError; OverloadedError where a smaller page may help, after `slow_tries`.
        """
        url = self._address(path_or_url)
        path = url.path.removeprefix(self._base.path)
        clock, began_at = self._around.clock, self._around.clock()
        for attempt in itertools.count(1):
            self._keep_pace(path)
            outcome = self._try(url, path, params)
            if isinstance(outcome, Answer):
                return outcome
            delay = self._delay(outcome, attempt)
            most = slow_tries if outcome.too_much and slow_tries else self._patience.tries
            seconds = clock() - began_at + delay
            if attempt >= most or seconds > self._patience.total_seconds:
                raise self._given_up(outcome, path, attempt)
            log.warning("%s: %s at %s, trying again", self._name, outcome.reason, path)
            self._around.wait(delay)
        raise AssertionError("unreachable")

    def _address(self, path_or_url: str) -> httpx.URL:
        """The full address, refused unless it lies on our origin and below the API prefix."""
        if path_or_url.startswith("/") and not path_or_url.startswith("//"):
            url = self._base.copy_with(path=self._base.path + path_or_url)
        else:
            url = _parse_url(path_or_url)
        inside = url.path.startswith(self._base.path + "/") and ".." not in url.path.split("/")
        if not inside or _origin(url) != _origin(self._base) or url.userinfo:
            raise HelpdeskError(
                f"{self._name} gave a link that leads somewhere else; it was not followed. "
                "Check the configured address.",
                permanent=True,
            )
        return url

    def _keep_pace(self, path: str) -> None:
        while (delay := self._pace.reserve(path)) > 0:
            self._around.wait(delay)

    def _try(
        self, url: httpx.URL, path: str, params: Mapping[str, str | int] | None
    ) -> Answer | _Retry:
        """One request: an answer, a reason to try again, or a permanent HelpdeskError."""
        address = url.copy_merge_params(params) if params else url
        self._deadline.begin(self._patience.request_seconds)
        try:
            with self._client.stream("GET", address) as response:
                if (allowance := self._allowance(response.headers)) is not None:
                    self._pace.learn(path, allowance)
                retry = self._judge(response, path)
                return retry or self._read(response)
        except httpx.TimeoutException:
            return _Retry("no answer in time", too_much=True)
        except httpx.TransportError as error:
            if _is_certificate(error):
                raise HelpdeskError(
                    f"{self._name}'s certificate could not be verified; check the address and "
                    "whether a proxy stands between.",
                    permanent=True,
                ) from None
            return _Retry(f"the connection failed ({type(error).__name__})")
        except httpx.DecodingError:
            return _Retry("the answer was garbled")

    def _judge(self, response: httpx.Response, path: str) -> _Retry | None:
        """None for a 200; a reason to retry; or raises what only a person can mend."""
        status = response.status_code
        if status == 200:
            return None
        if status in _BUSY or status >= 500:
            return _Retry(f"HTTP {status}", retry_after(response), status in _TOO_MUCH)
        raise HelpdeskError(
            f"{self._name} {_advice(status)} ({status} at {path})",
            permanent=True,
            refused=status in _FORBIDDEN,
        )

    def _read(self, response: httpx.Response) -> Answer | _Retry:
        """Read within the deadline and the byte cap; the JSON must be a whole object."""
        content = bytearray()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > self._patience.most_bytes:
                return _Retry("the answer was too large", too_much=True)
            if self._deadline.is_over():
                return _Retry("the answer came too slowly", too_much=True)
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            return _Retry("the answer was not JSON, or was cut off")
        if not isinstance(body, dict):
            return _Retry("the answer was not a JSON object")
        return Answer(body=body, served_at=served_at(response))

    def _delay(self, retry: _Retry, attempt: int) -> float:
        if retry.after is not None:
            return retry.after
        ceiling = min(_JITTER_CAP_SECONDS, _JITTER_BASE_SECONDS * 2**attempt)
        return self._around.jitter(0.0, ceiling)

    def _given_up(self, retry: _Retry, path: str, tries: int) -> HelpdeskError:
        kind = OverloadedError if retry.too_much else HelpdeskError
        return kind(
            f"{self._name} did not answer at {path}: {retry.reason} ({tries} tries). "
            "The next sync will try again from the same place.",
            retry_after=retry.after,
        )


def _checked_base(base_url: str) -> httpx.URL:
    """The base without its last slash. Plain http is for this machine only."""
    url = _parse_url(base_url.rstrip("/"))
    if not url.host or url.userinfo or not _is_safe(url):
        raise HelpdeskError("The helpdesk's address must start with https://", permanent=True)
    return url


def _is_safe(url: httpx.URL) -> bool:
    return url.scheme == "https" or (url.scheme == "http" and url.host in _LOOPBACK)


def _parse_url(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        raise HelpdeskError("This is not an address; check the settings.", permanent=True) from None


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    usual = {"https": 443, "http": 80}.get(url.scheme)
    return (url.scheme, url.host, url.port or usual)


def _is_certificate(error: BaseException | None) -> bool:
    """Whether a TLS failure stands somewhere in the chain of causes."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _advice(status: int) -> str:
    """What a person should do about an answer that trying again cannot change."""
    if 300 <= status < 400:
        return "points to another address: check the subdomain"
    return {
        401: "did not accept the credentials: check the e-mail address and the API token",
        403: "refused: the token's owner needs the admin role, and the plan this export",
        404: "knows nothing at this address: check the subdomain and the plan",
    }.get(status, "did not accept the request: check for a newer Deskpulse")
