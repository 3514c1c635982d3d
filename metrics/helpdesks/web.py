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
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from weakref import finalize

import httpx

from metrics.errors import HelpdeskError
from metrics.helpdesks.addresses import Base
from metrics.helpdesks.answers import Answer, OverloadedError, Shape
from metrics.helpdesks.deadline import Deadline
from metrics.helpdesks.dialect import Busy, Credentials, Dialect, Refusal, Renewal
from metrics.helpdesks.headers import refuse_wrong_clock, served_at
from metrics.helpdesks.pace import Limit, Pace
from metrics.helpdesks.unpacking import ENCODING, unpacked
from metrics.helpdesks.usage import count_call, hold_back

log = logging.getLogger(__name__)

_USER_AGENT: Final = "Deskpulse/0.1 (support metrics; read only)"
_HEADERS: Final = {
    "User-Agent": _USER_AGENT,
    "Accept": "application/json",
    "Accept-Encoding": ENCODING,
}
_JITTER_BASE_SECONDS: Final = 0.5
_JITTER_CAP_SECONDS: Final = 60.0
_LONGEST_WAIT_SECONDS: Final = 900.0
"""Where a quota leaves no room for longer, the run ends and the next one goes on."""
_MOST_ERROR_BYTES: Final = 65_536
_DONE: Final = frozenset({200, 201, 202, 204})

Params: TypeAlias = Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a request may take and how often it is tried, in seconds and bytes."""

    tries: int = 6
    request_seconds: float = 60.0
    total_seconds: float = 600.0
    most_bytes: int = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a test replaces: the network, clocks (`now` is held to a helpdesk's), waits and dice."""

    transport: httpx.BaseTransport | None = None
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] | None = None
    wait: Callable[[float], object] = time.sleep  # noqa: TID251 - the pause between tries
    jitter: Callable[[float, float], float] = random.SystemRandom().uniform


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked, and what the answer must be."""

    method: str
    url: httpx.URL
    path: str
    shape: Shape
    params: Params | None = None
    body: object = None
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One helpdesk account's API. `base_url` ends with the prefix that every path lies below."""

    base_url: str
    name: str = "The helpdesk"
    limits: tuple[Limit, ...] = ()
    dialect: Dialect = field(default_factory=Dialect)


class Web:
    """Asks one helpdesk account for JSON, politely, and asks nobody else."""

    def __init__(
        self,
        site: Site,
        auth: httpx.Auth | None,
        *,
        patience: Patience = Patience(),
        around: Surroundings = Surroundings(),
    ) -> None:
        self._base = Base(site.base_url, site.name)
        self._name = site.name
        self._dialect = site.dialect
        self._auth = auth
        self._patience = patience
        self._around = around
        self._pace = Pace(site.limits, around.clock)
        self._renewal = Renewal()
        self._client = httpx.Client(
            auth=auth,
            transport=around.transport,
            trust_env=not self._base.is_here,  # no proxy stands before this machine
            follow_redirects=False,
            event_hooks={"request": [count_call]},
            timeout=httpx.Timeout(patience.request_seconds / 2, connect=10.0),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2),
            headers={**_HEADERS, **site.dialect.headers},
        )
        self._deadline = Deadline(around.clock)
        self._deadline.hold(self._client)
        self.close = finalize(self, self._client.close)  # at the latest once nobody holds it
        self.close.atexit = False

    @property
    def origin(self) -> str:
        """Scheme, host and port, as people type them."""
        return self._base.origin

    def get(
        self,
        path_or_url: str,
        params: Params | None = None,
        *,
        shape: Shape = Shape.OBJECT,
        cost: int = 1,
        slow_tries: int | None = None,
    ) -> Answer:
        """What stands at a path below the base, or at a link the helpdesk itself gave.

        `cost` is what it takes of the limits. Raises HelpdeskError; OverloadedError where a smaller
        page may help, after `slow_tries`.
        """
        url = self._base.address(path_or_url)
        request = _Request("GET", url, self._base.path(url), shape, params)
        return self._ask(request, cost, slow_tries)

    def post(
        self,
        path_or_url: str,
        body: object = None,
        *,
        form: Mapping[str, str] | None = None,
        shape: Shape = Shape.OBJECT,
        slow_tries: int | None = None,
    ) -> Answer:
        """The answer to a question that is put as a JSON body, or as a form.

        It is put again where no answer comes, so it must be one that changes nothing. Raises as
        `get` does.
        """
        url = self._base.address(path_or_url)
        request = _Request("POST", url, self._base.path(url), shape, body=body, form=form)
        return self._ask(request, 1, slow_tries)

    def _ask(self, request: _Request, cost: int, slow_tries: int | None) -> Answer:
        clock, began_at, renewed = self._around.clock, self._around.clock(), False
        for attempt in itertools.count(1):
            self._keep_pace(request.path, cost)
            outcome = self._try(request)
            if isinstance(outcome, Answer):
                return outcome
            if isinstance(outcome, Refusal):
                if outcome.status == 401 and not renewed and self._renew():
                    renewed = True
                    continue
                raise self._refused(outcome, request.path)
            delay = self._delay(outcome, attempt)
            most = slow_tries if outcome.too_much and slow_tries else self._patience.tries
            seconds = clock() - began_at + delay
            if attempt >= most or seconds > self._patience.total_seconds:
                raise self._given_up(outcome, request.path, attempt)
            log.warning("%s: %s at %s, trying again", self._name, outcome.reason, request.path)
            hold_back(self._around.wait, delay, for_limits=outcome.after is not None)
        raise AssertionError("unreachable")

    def _renew(self) -> bool:
        """Whether there are newer credentials now than those that were not accepted."""
        if not isinstance(self._auth, Credentials) or self._renewal.is_mine():
            return False
        with self._renewal:
            return self._auth.renew(self)

    def _keep_pace(self, path: str, cost: int) -> None:
        while (delay := self._pace.reserve(path, cost)) > 0:
            if delay > _LONGEST_WAIT_SECONDS:
                raise HelpdeskError(
                    f"{self._name} allows no more calls for now. The sync goes on from the same "
                    "place as soon as it does.",
                    retry_after=delay,
                )
            hold_back(self._around.wait, delay)

    def _try(self, request: _Request) -> Answer | Busy | Refusal:
        """One request: an answer, a reason to try again, or one why that would not help."""
        url = request.url.copy_merge_params(request.params) if request.params else request.url
        self._deadline.begin(self._patience.request_seconds)
        more: dict[str, Any] = {} if request.body is None else {"json": request.body}
        more |= {} if request.form is None else {"data": request.form}
        try:
            with self._client.stream(request.method, url, **more) as response:
                if (allowance := self._dialect.allowance(response.headers)) is not None:
                    self._pace.learn(request.path, allowance)
                if response.status_code in _DONE:
                    return self._read(response, request.shape)
                body = self._error_body(response)
                return self._dialect.judged(response.status_code, response.headers, body)
        except httpx.TimeoutException:
            return Busy("no answer in time", too_much=True)
        except httpx.TransportError as error:
            if _is_certificate(error):
                raise HelpdeskError(
                    f"{self._name}'s certificate could not be verified; check the address and "
                    "whether a proxy stands between.",
                    permanent=True,
                ) from None
            return Busy(f"the connection failed ({type(error).__name__})")
        except httpx.DecodingError:
            return Busy("the answer was garbled")

    def _error_body(self, response: httpx.Response) -> bytes:
        """The beginning of what is said about a fault; less where the rest does not come."""
        content = bytearray()
        try:
            for chunk in unpacked(response):
                content += chunk
                if len(content) > _MOST_ERROR_BYTES or self._deadline.is_over():
                    break
        except httpx.HTTPError:
            pass
        return bytes(content[:_MOST_ERROR_BYTES])

    def _read(self, response: httpx.Response, shape: Shape) -> Answer | Busy:
        """Read within the deadline and the byte cap; JSON must be whole, and of that shape."""
        content = bytearray()
        for chunk in unpacked(response):
            content += chunk
            if len(content) > self._patience.most_bytes:
                return Busy("the answer was too large", too_much=True)
            if self._deadline.is_over():
                return Busy("the answer came too slowly", too_much=True)
        if shape is Shape.TEXT:
            return self._answer(response, content.decode("utf-8", "replace"))
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            return Busy("the answer was not JSON, or was cut off")
        if not isinstance(body, shape.value):
            noun = "object" if shape is Shape.OBJECT else "list"
            return Busy(f"the answer was not a JSON {noun}")
        return self._answer(response, body)

    def _answer(self, response: httpx.Response, content: object) -> Answer:
        when, now = served_at(response.headers), self._around.now
        if now is not None:
            refuse_wrong_clock(self._name, when, now())
        return Answer(content=content, served_at=when, headers=response.headers)

    def _delay(self, busy: Busy, attempt: int) -> float:
        if busy.after is not None:
            return busy.after
        return self._around.jitter(0.0, min(_JITTER_CAP_SECONDS, _JITTER_BASE_SECONDS * 2**attempt))

    def _refused(self, refusal: Refusal, path: str) -> HelpdeskError:
        advice = refusal.advice or self._dialect.advised(refusal.status)
        return HelpdeskError(
            f"{self._name} {advice} ({refusal.status} at {path})",
            permanent=True,
            refused=refusal.withheld,
            gone=refusal.status in {404, 410},
        )

    def _given_up(self, busy: Busy, path: str, tries: int) -> HelpdeskError:
        kind = OverloadedError if busy.too_much else HelpdeskError
        return kind(
            f"{self._name} did not answer at {path}: {busy.reason} ({tries} tries). "
            "The next sync will try again from the same place.",
            retry_after=busy.after,
        )


def _is_certificate(error: BaseException | None) -> bool:
    """Whether a TLS failure stands somewhere in the chain of causes."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
